"""What a KPI is computed in: the facts, the periods, one way of slicing, and the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis import _

from holdfast.metrics.kernel.facts import INSTANT, Facts
from holdfast.metrics.kernel.period import BEFORE, Grain
from holdfast.metrics.kernel.settings import MetricSettings

PERIOD = ibis.schema({"period": "int32", "start_at": INSTANT, "end_at": INSTANT})
DATE = ibis.schema({"period": "int32", "date": "int32", "start_at": INSTANT, "end_at": INSTANT})
DAY = ibis.schema({"day": "int32", "start_at": INSTANT, "end_at": INSTANT})
RATE = ibis.schema(
    {
        "period": "int32",
        "currency": "string",
        "opening_rate": "decimal(18, 9)",
        "closing_rate": "decimal(18, 9)",
    }
)

# Native money has 6 places and a rate 9, so a product has 15 and nothing is rounded before it is shown.
EXACT = "decimal(38, 15)"
WIDE = "decimal(28, 9)"
SECONDS_OF_DAY = 86_400

TOTAL = ""  # the slice of a table that is not sliced
NONE = "(none)"  # the slice of an account without a value


def times(amount: ir.Value, factor: ir.Value) -> ir.Value:
    """The exact product of two decimals. Engines multiply narrow decimals in narrow registers, so both are widened."""
    return (amount.cast(WIDE) * factor.cast(WIDE)).cast(EXACT)


Keep = Callable[[str, Callable[[], ir.Table]], ir.Table]


def _as_it_is(name: str, make: Callable[[], ir.Table]) -> ir.Table:
    return make()


@dataclass(frozen=True)
class Frame:
    """Tables and settings a KPI may read; it holds no connection, so a KPI is a pure function of it.

    periods: period, start_at, end_at, including the row BEFORE. days: the same for the single days of the calendar.
    dates: the same, once for each day of UTC (days since 1970) that a period touches, without BEFORE.
    rates: the value of each currency at both ends of each period, or None if all money is in the reporting currency.
    spending: the periods in which that was spent which is to have won the customers of each; None: in the same ones.
    by: None, "plan", "currency", the name of an account's trait, or what `own` tells the history of.
    active: `activity.days_active` but for the slice, where an index of activity tells it; None: events are read.
    keep: an engine makes a shared intermediate table once and stores it under a name; without an engine it is part of
    the expression.
    """

    facts: Facts
    periods: ir.Table
    days: ir.Table
    dates: ir.Table
    grain: Grain
    settings: MetricSettings = field(default_factory=MetricSettings)
    rates: ir.Table | None = None
    spending: ir.Table | None = None
    by: str | None = None
    own: pa.Table | None = None
    active: ir.Table | None = None
    keep: Keep = _as_it_is

    @classmethod
    def unbound(cls, by: str | None = None, *, currencies: bool = False) -> Frame:
        """A frame of no engine, for golden SQL."""
        return cls(
            facts=Facts.unbound(),
            periods=ibis.table(PERIOD, name="period"),
            days=ibis.table(DAY, name="day"),
            dates=ibis.table(DATE, name="date"),
            grain=Grain.MONTH,
            rates=ibis.table(RATE, name="rate") if currencies else None,
            by=by,
        )

    def within(self, table: ir.Table, moment: str, *, before: bool = False) -> ir.Table:
        """`table` with the int32 column `period` in which `moment` lies; rows after the calendar are left out.

        Rows before the calendar are left out too, unless `before`: a stock needs them. A join by the equality of dates
        is several times faster than one by range.
        """
        dated = table.mutate(utc_date=(table[moment].epoch_seconds() // SECONDS_OF_DAY).cast("int32"))
        dates = self.dates
        inside = [dated.utc_date == dates.date, dated[moment] >= dates.start_at, dated[moment] < dates.end_at]
        if not before:
            return dated.join(dates, inside).select(*table.columns, "period")
        opening = self.periods.filter(_.period == BEFORE).end_at.max().as_scalar()
        period = ibis.ifelse(_[moment] < opening, ibis.literal(BEFORE, "int32"), _.period)
        joined = dated.left_join(dates, inside).select(*table.columns, period=period)
        return joined.filter(_.period.notnull())

    def sliced(self, table: ir.Table, moment: str) -> ir.Table:
        """`table` (it has account_id) with the string column `slice`: what the account was at `moment`."""
        if self.by is None:
            return table.mutate(slice=ibis.literal(TOTAL))
        values = self.dimension()
        joined = table.left_join(
            values,
            [
                table.account_id == values.account_id,
                table[moment] >= values.valid_from,
                table[moment] < values.valid_to,
            ],
        )
        return joined.mutate(slice=_.value.fill_null(NONE)).select(*table.columns, "slice")

    def dimension(self) -> ir.Table:
        """account_id, value, valid_from, valid_to: what each account was when; one value at a time, no gap at the ends.

        For "plan" and "currency" it is the one that carries most of the account's MRR at that time, and the last one
        after the account has left.
        """
        from holdfast.metrics.kernel.dimension import main_component, told_history, trait_history

        if self.own is not None:
            return self.keep("dimension", partial(told_history, self.own))
        if self.by in ("plan", "currency"):
            return self.keep("dimension", partial(main_component, self.facts["mrr_change"], self.by))
        return self.keep("dimension", partial(trait_history, self.facts["trait"], self.by or ""))
