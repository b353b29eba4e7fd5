"""Those behind a number, and those behind the change of one: tables whose columns add up to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from holdfast.book.board import Board
from holdfast.insights.sides import units
from holdfast.metrics.kernel.kpi import Kpi, Statistic
from holdfast.metrics.kernel.result import EXACT
from holdfast.metrics.registry import kpi_of

WIDE = pa.decimal256(60, EXACT.scale)  # room for the digit that a difference of two decimals may need
FACTS = ("plan", "mrr", "status", "health")
NOBODY = -1  # of contributions without a subject, while tables are joined


@dataclass(frozen=True, slots=True)
class People:
    """table: subject_id, subject (key), name, numerator, denominator, and `difference` of the two where both are the
    same unit; against an earlier period instead: numerator and denominator of now, `before` and `change`.
    """

    kpi: Kpi
    subject: str
    table: pa.Table

    def moved(self, *, up: bool) -> int:
        """How many changed in this direction."""
        column = self.table["change" if "change" in self.table.column_names else "difference"]
        return int(pc.sum((pc.greater if up else pc.less)(column, pa.scalar(Decimal(), EXACT))).as_py() or 0)

    def total(self, column: str) -> Decimal:
        """What a column adds up to."""
        return Decimal(pc.sum(self.table[column]).as_py() or 0)

    def searched(self, text: str) -> People:
        """Those whose name or key contains the text."""
        if not text:
            return self
        found = [
            pc.fill_null(pc.match_substring(self.table[column], text, ignore_case=True), False)
            for column in ("name", "subject")
        ]
        return replace(self, table=self.table.filter(pc.or_(*found)))

    def with_facts(self, accounts: pa.Table) -> People:
        """With plan, MRR, status and health of each account. People have none of their own."""
        if self.subject != "account":
            return self
        facts = accounts.select(["account_id", *FACTS]).rename_columns(["subject_id", *FACTS])
        rows = self.table.append_column("place", pa.array(range(self.table.num_rows), pa.int64()))
        joined = rows.join(facts, "subject_id", join_type="left outer")
        return replace(self, table=joined.sort_by("place").drop_columns(["place"]))

    def sorted_by(self, column: str) -> People:
        """Names from A on, figures from the largest on whatever their sign; "-" before the column turns it round."""
        back, name = column.startswith("-"), column.removeprefix("-")
        if name not in self.table.column_names:
            return self
        key = self.table[name]
        figures = not pa.types.is_string(key.type)
        order = "descending" if figures is not back else "ascending"
        by = pa.table({"key": pc.abs(key) if figures else pc.utf8_lower(key), "subject": self.table["subject"]})
        places = pc.sort_indices(by, sort_keys=[("key", order), ("subject", "ascending")])
        return replace(self, table=self.table.take(places))


def people_behind(
    board: Board, key: str, label: str, period: str = "month", *, by: str = "", slice_: str = "", against: str = ""
) -> People:
    """Those behind the number of a period; with `against`, the label of an earlier one, those who made the change."""
    kpi = kpi_of(key)
    args = (period, by or None, slice_ or None)
    table = board.behind(key, label, *args)
    if against and kpi.statistic is not Statistic.MEDIAN:
        table = _changes(table, board.behind(key, against, *args))
    elif _comparable(kpi):
        table = table.append_column("difference", _minus(table["numerator"], table["denominator"]))
    return People(kpi, board.subject(key), table)


def _comparable(kpi: Kpi) -> bool:
    """Whether numerator and denominator are money both, so that their difference means something."""
    return units(kpi) == ("money", "money") and kpi.combine is None and kpi.fit is None


def _changes(now: pa.Table, then: pa.Table) -> pa.Table:
    """Who contributes another numerator than then, largest change first."""
    old = _identified(then).select(["subject_id", "subject", "name", "numerator"])
    old = old.rename_columns(["subject_id", "old_subject", "old_name", "before"])
    both = _identified(now).join(old, "subject_id", join_type="full outer")
    zero = pa.scalar(Decimal(), EXACT)
    current, before = (pc.fill_null(both[name], zero) for name in ("numerator", "before"))
    table = pa.table(
        {
            "subject_id": pc.if_else(pc.equal(both["subject_id"], NOBODY), None, both["subject_id"]),
            "subject": pc.coalesce(both["subject"], both["old_subject"]),
            "name": pc.coalesce(both["name"], both["old_name"]),
            "numerator": current,
            "before": before,
            "change": _minus(current, before),
        }
    )
    return table.filter(pc.not_equal(table["change"], zero))


def _identified(table: pa.Table) -> pa.Table:
    return table.set_column(0, "subject_id", pc.fill_null(table["subject_id"], NOBODY))


def _minus(one: pa.ChunkedArray, other: pa.ChunkedArray) -> pa.ChunkedArray:
    zero = pa.scalar(Decimal(), EXACT)
    left, right = (pc.fill_null(side, zero).cast(WIDE) for side in (one, other))
    return pc.subtract(left, right).cast(EXACT)
