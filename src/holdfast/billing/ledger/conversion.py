"""Amounts in their own currency, converted into the reporting currency at the rate of their day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from holdfast.billing.ledger.rates import Rates
from holdfast.metrics.kernel.days import local_days

MONEY: Final = "decimal(18, 6)"
RATE: Final = "decimal(18, 9)"
# DuckDB multiplies two decimals of 18 digits in 64 bits, which overflow; a wider factor makes the product wide.
WIDE_RATE: Final = "decimal(28, 9)"
UTC_ZONE: Final = ZoneInfo("UTC")
_SECONDS_OF_DAY: Final = 86_400
_SECONDS_OF_QUARTER: Final = 900


@dataclass(frozen=True, slots=True)
class Conversion:
    """`load` brings a table of rates to the engine; nothing is loaded unless there are `others` than the reporting
    currency. Days are days of `zone`, as those of periods, whatever zone the engine is set to.
    """

    rates: Rates
    load: Callable[[pa.Table], ir.Table]
    others: bool = True
    zone: ZoneInfo = UTC_ZONE

    def at_the_time(self, table: ir.Table, at: str) -> ir.Table:
        """Add amount_reporting. An amount without a currency is in the reporting currency."""
        rated = self.rated(table.mutate(currency=table.currency.upper().fill_null(self.rates.reporting)), at)
        if "rate" not in rated.columns:
            return rated.mutate(amount_reporting=rated.amount)
        return rated.mutate(amount_reporting=(rated.amount * rated.rate).round(6).cast(MONEY)).drop("rate")

    def rated(self, table: ir.Table, at: str) -> ir.Table:
        """Add `rate`, unless all of the table is in the reporting currency."""
        if not self.others:
            return table
        reporting = self.rates.reporting
        days = self._with_days(table, at)
        foreign = days.filter(days.currency != reporting)
        pairs = foreign.select("currency", "day").distinct().to_pyarrow().to_pylist()
        if not pairs:
            return table
        rates = self.load(self.rates.table((pair["currency"], pair["day"]) for pair in pairs))
        dated = days.left_join(rates, ["currency", "day"])
        one = ibis.literal(Decimal(1), type=RATE)
        rate = ibis.ifelse(dated.currency == reporting, one, dated.rate).cast(WIDE_RATE)
        return dated.select(*table.columns, rate=rate)

    def _with_days(self, table: ir.Table, at: str) -> ir.Table:
        """Add `day`, since 1970. Clocks differ from that of UTC by whole quarters of an hour."""
        seconds = table[at].epoch_seconds()
        if self.zone == UTC_ZONE:
            return table.mutate(day=(seconds // _SECONDS_OF_DAY).cast("int32"))
        quarter = (seconds // _SECONDS_OF_QUARTER).cast("int64")
        known = table.select(quarter=quarter).distinct().to_pyarrow()["quarter"].drop_null()
        day = local_days(known.to_numpy() * _SECONDS_OF_QUARTER * 1_000_000, self.zone)
        days = self.load(pa.table({"quarter": known, "day": pa.array(day)}))
        return table.mutate(quarter=quarter).left_join(days, "quarter").select(*table.columns, "day")
