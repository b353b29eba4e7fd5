"""Amounts in their own currency, converted into the reporting currency at the rate of their day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from holdfast.billing.ledger.rates import Rates

MONEY: Final = "decimal(18, 6)"
_SECONDS_OF_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Conversion:
    """`load` brings a table of rates to the engine. Days are days of UTC, whatever zone the engine is set to."""

    rates: Rates
    load: Callable[[pa.Table], ir.Table]

    def at_the_time(self, table: ir.Table, at: str) -> ir.Table:
        """Add amount_reporting. An amount without a currency is in the reporting currency."""
        reporting = self.rates.reporting
        table = table.mutate(currency=table.currency.upper().fill_null(reporting))
        foreign = table.filter((table.currency != reporting) & table.amount.notnull())
        pairs = foreign.select("currency", day=_day(foreign[at])).distinct().to_pyarrow().to_pylist()
        if not pairs:
            return table.mutate(amount_reporting=table.amount)
        rates = self.load(self.rates.table((pair["currency"], pair["day"]) for pair in pairs))
        dated = table.mutate(day=_day(table[at])).left_join(rates, ["currency", "day"])
        converted = (dated.amount * dated.rate).round(6).cast(MONEY)
        amount = ibis.ifelse(dated.currency == reporting, dated.amount, converted)
        return dated.select(*table.columns, amount_reporting=amount)


def _day(at: ir.TimestampValue) -> ir.IntegerValue:
    return (at.epoch_seconds() // _SECONDS_OF_DAY).cast("int32")
