"""The customers behind a number: the rows it is the sum of, added up by customer instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

import pyarrow as pa
import pyarrow.compute as pc

from holdfast.metrics.kernel.kpi import Fold, Side, Statistic
from holdfast.metrics.kernel.result import DIGITS, EXACT

PLACES = Decimal(1).scaleb(-EXACT.scale)

RateOf = Mapping[tuple[int, str], tuple[Decimal, Decimal]]
"""(period, currency) -> value of one unit at the start and at the end of the period."""

SCHEMA = pa.schema([("subject_id", pa.int64()), ("numerator", EXACT), ("denominator", EXACT)])


@dataclass(frozen=True, slots=True)
class Trace:
    """One term of a KPI with all its contributions: period (BEFORE: -1), slice, subject_id, currency?, amount.

    Terms that share their contributions share the very same `rows`, whatever KPI they belong to. earlier: how many
    periods before its own a figure is read, and valued.
    """

    rows: pa.Table
    subject: str
    fold: Fold
    side: Side
    sign: int
    earlier: int = 0

    def within(self, period: int, slice_: str | None) -> pa.Table:
        """The contributions that make the figure of one period."""
        at, period = self.rows["period"], period - self.earlier
        if self.fold in (Fold.FLOW, Fold.PREVIOUS):
            mask = pc.equal(at, period if self.fold is Fold.FLOW else period - 1)
        else:
            mask = pc.less_equal(at, period) if self.fold is Fold.CLOSING else pc.less(at, period)
        if slice_ is not None:
            mask = pc.and_(mask, pc.equal(self.rows["slice"], slice_))
        return self.rows.filter(mask)


def contributions(
    traces: Iterable[Trace], period: int, slice_: str | None, statistic: Statistic, rates: RateOf | None
) -> pa.Table:
    """Columns of SCHEMA; numerators and denominators sum to those of the number. `slice_` None: all of them together.

    Who contributes nothing on either side is left out. Of a median every single contribution is a row.
    """
    if statistic is Statistic.MEDIAN:
        single = [trace.within(period, slice_) for trace in traces]
        rows = [(row["subject_id"], row["amount"], Decimal(1)) for table in single for row in table.to_pylist()]
    else:
        with localcontext(DIGITS):
            rows = [row for row in _summed(traces, period, slice_, rates) if row[1] or row[2]]
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.table(
        [pa.array(values, field.type) for values, field in zip(columns, SCHEMA, strict=True)], schema=SCHEMA
    )


def _summed(
    traces: Iterable[Trace], period: int, slice_: str | None, rates: RateOf | None
) -> list[tuple[int | None, Decimal, Decimal]]:
    sums: dict[int | None, dict[Side, Decimal]] = {}
    for trace in traces:
        for subject, amount in _amounts(trace, period, slice_, rates):
            own = sums.setdefault(subject, {})
            own[trace.side] = own.get(trace.side, Decimal()) + amount * trace.sign
    zero = Decimal()
    return [(key, own.get(Side.NUMERATOR, zero), own.get(Side.DENOMINATOR, zero)) for key, own in sums.items()]


def _amounts(
    trace: Trace, period: int, slice_: str | None, rates: RateOf | None
) -> Iterable[tuple[int | None, Decimal]]:
    """What each subject contributes to a term; a stock of money is valued at the boundary it is read at."""
    rows = trace.within(period, slice_)
    valued = rates is not None and trace.fold in (Fold.CLOSING, Fold.OPENING) and "currency" in rows.column_names
    keys = ["subject_id", "currency"] if valued else ["subject_id"]
    for row in rows.group_by(keys).aggregate([("amount", "sum")]).to_pylist():
        if valued and rates is not None:
            rate = rates[period - trace.earlier, row["currency"]][trace.fold is Fold.CLOSING]
            yield row["subject_id"], (row["amount_sum"] * rate).quantize(PLACES)
        else:
            yield row["subject_id"], row["amount_sum"]
