"""The money of a report, as far as it has come in; and where it comes from in a company's books."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _

from holdfast.metrics.kernel.days import EPOCH, MICROSECOND
from holdfast.metrics.kernel.facts import Facts
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.supply import MONEY, Money


@dataclass(frozen=True)
class FactMoney:
    """`holdfast.metrics.reports.supply.Money` of facts, in the reporting currency at the rate of the day of each."""

    con: Any
    facts: Facts
    currency: str

    def changes(self) -> pa.Table:
        """See `Money`."""
        change = self.facts["mrr_change"]
        return self._read(change.select(account="account_id", at="effective_at", amount="amount_reporting"))

    def cash(self) -> pa.Table:
        """See `Money`. Purchases count too."""
        cash, bought = self.facts["cash"], self.facts["purchase"]
        both = cash.select(account="account_id", at="occurred_at", amount="amount_reporting").union(
            bought.select(account="account_id", at="bought_at", amount="amount_reporting")
        )
        return self._read(both)

    def _read(self, table: ir.Table) -> pa.Table:
        found = self.con.to_pyarrow(table.filter(_.account.notnull() & _.amount.notnull()))
        at = found["at"].cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
        return found.set_column(found.column_names.index("at"), "at", at).cast(MONEY)


def money_table(money: Money) -> pa.Table:
    """Changes of MRR and other money in one table, to be kept: MONEY and `cash`."""
    parts = ((money.changes(), False), (money.cash(), True))
    return pa.concat_tables(
        table.append_column("cash", pa.repeat(pa.scalar(cash), table.num_rows)) for table, cash in parts
    )


@dataclass(frozen=True)
class KeptMoney:
    """`holdfast.metrics.reports.supply.Money` of a `money_table`."""

    table: pa.Table
    currency: str

    def changes(self) -> pa.Table:
        """See `Money`."""
        return self._of(cash=False)

    def cash(self) -> pa.Table:
        """See `Money`."""
        return self._of(cash=True)

    def _of(self, *, cash: bool) -> pa.Table:
        return self.table.filter(pc.equal(self.table["cash"], cash)).drop_columns(["cash"])


def changes_of(asking: Asking) -> pa.Table:
    """The changes of MRR before the moment the report is about. Raises BadQuery where no money is known."""
    return _past(asking, _money(asking).changes())


def cash_of(asking: Asking) -> pa.Table:
    """The same of money outside MRR."""
    return _past(asking, _money(asking).cash())


def _money(asking: Asking) -> Money:
    if asking.money is None:
        raise BadQuery("report", "no money is known here; import subscriptions or invoices first")
    return asking.money


def _past(asking: Asking, money: pa.Table) -> pa.Table:
    now = (asking.clock.as_of - EPOCH) // MICROSECOND
    return money.filter(pc.less(money["at"], now))
