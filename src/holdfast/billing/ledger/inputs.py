"""What billing records hold, read from their columns before anything is computed, so that what is not there costs
nothing and what cannot be counted is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from holdfast.billing.ledger.months import INTERVALS
from holdfast.billing.ledger.pricing import UnknownInterval

_MONEY_KINDS = ("subscription", "invoice_line", "purchase", "cost")


def refuse_unknown_intervals(records: Mapping[str, pa.Table]) -> None:
    """Raise UnknownInterval for a subscription row that has an amount and no interval that can be made monthly."""
    rows = records.get("subscription")
    if rows is None:
        return
    known = pc.is_in(rows["interval"], pa.array(INTERVALS))
    countable = pc.fill_null(pc.greater(rows["interval_count"], 0), fill_value=True)
    priced = pc.fill_null(pc.not_equal(rows["amount"], pa.scalar(0, rows["amount"].type)), fill_value=False)
    wrong = rows.filter(pc.and_(priced, pc.invert(pc.and_(known, countable)))).slice(0, 1).to_pylist()
    if wrong:
        raise UnknownInterval(
            f"{wrong[0]['source_row'] or 'Subscription ' + wrong[0]['subscription']}: billing interval "
            f"{wrong[0]['interval']!r} times {wrong[0]['interval_count']!r} is not known; use {', '.join(INTERVALS)} "
            f"and a count of 1 or more."
        )


def has_rows(records: Mapping[str, pa.Table], kind: str) -> bool:
    return kind in records and records[kind].num_rows > 0


def tells(records: Mapping[str, pa.Table], kind: str, column: str) -> bool:
    """Whether any record of a kind has a value in a column."""
    return kind in records and records[kind][column].null_count < records[kind].num_rows


def holds(records: Mapping[str, pa.Table], kind: str, column: str, *values: str | None) -> bool:
    """Whether any record of a kind has one of the values in a column."""
    if not has_rows(records, kind):
        return False
    return bool(pc.any(pc.is_in(records[kind][column], pa.array(values, pa.string()))).as_py())


def other_currencies(records: Mapping[str, pa.Table], reporting: str) -> bool:
    """Whether any amount is in another currency than the reporting one."""
    used = {
        currency.upper()
        for kind in _MONEY_KINDS
        if has_rows(records, kind)
        for currency in pc.unique(records[kind]["currency"]).to_pylist()
        if currency
    }
    return bool(used - {reporting})


def rows_in(records: Mapping[str, pa.Table], currency: str) -> str:
    """How many amounts are in a currency, and where the first of them stands; "" without any."""
    count, example = 0, ""
    for kind in _MONEY_KINDS:
        if has_rows(records, kind):
            found = records[kind].filter(pc.equal(pc.utf8_upper(records[kind]["currency"]), currency))
            count += found.num_rows
            if found.num_rows and not example:
                example = _place_of(kind, found.slice(0, 1).to_pylist()[0])
    if not count:
        return ""
    several = f"{count:,} amounts are in {currency}, such as {example}."
    return f"One amount is in {currency}: {example}." if count == 1 else several


def _place_of(kind: str, row: dict[str, Any]) -> str:
    return row["source_row"] or (f"of account {row['account']}" if row.get("account") else kind.replace("_", " "))


def long_periods(records: Mapping[str, pa.Table]) -> bool:
    """Whether anything may be billed in periods other than one month."""
    for kind in ("subscription", "invoice_line"):
        if not has_rows(records, kind):
            continue
        rows = records[kind]
        others = pc.invert(pc.equal(rows["interval"], "month"))
        several = pc.greater(rows["interval_count"], 1)
        if rows["interval"].null_count and kind == "invoice_line":
            return True
        if pc.any(pc.or_kleene(others, several)).as_py():
            return True
    return False
