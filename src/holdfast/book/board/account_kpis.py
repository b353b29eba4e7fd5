"""Every KPI of accounts for each account alone, so that a list of accounts can be filtered and sorted by it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from holdfast.book.board.behind import Stored, behind
from holdfast.book.book import Book
from holdfast.metrics.kernel.kpi import Kpi, Statistic
from holdfast.metrics.registry import all_kpis

PREFIX = "kpi:"


TermsOf = Callable[[Kpi], Sequence[Stored]]


def account_kpis(book: Book, terms_of: TermsOf, money: pa.Table | None) -> pa.Table:
    """account_id and `kpi:<key>` (float64): its value of the account alone in the last complete month.

    Null where the account has no part in the number, or the value is not defined for it. KPIs of people, medians, and
    those that are estimated or made of others are left out: of one account they mean nothing. money: the rates.
    """
    over = book.calendar("month")
    period = over.last_complete or over.periods[-1]
    table = pa.table({"account_id": book.con.to_pyarrow(book.facts["account"].select("account_id"))["account_id"]})
    for kpi in all_kpis():
        if not (book.engine.available(kpi) and is_own(kpi) and book.engine.subject(kpi) == "account"):
            continue
        rows = behind(terms_of(kpi), period.number, None, kpi.statistic, money)
        own = pa.table({"account_id": rows["subject_id"], f"{PREFIX}{kpi.key}": _values(kpi, rows)})
        table = table.join(own.filter(pc.is_valid(own["account_id"])), "account_id")
    return table


def is_own(kpi: Kpi) -> bool:
    """Whether the KPI can be read for one account alone."""
    return kpi.sliceable and kpi.combine is None and kpi.fit is None and kpi.statistic is Statistic.RATIO


def _values(kpi: Kpi, rows: pa.Table) -> pa.ChunkedArray:
    top, bottom = (rows[side].cast(pa.float64()) for side in ("numerator", "denominator"))
    if not kpi.denominator:
        return pc.multiply(top, float(kpi.scale))
    nothing = pa.scalar(None, pa.float64())
    defined = pc.if_else(pc.equal(bottom, 0.0), nothing, bottom)
    return pc.divide(pc.multiply(top, float(kpi.scale)), defined)
