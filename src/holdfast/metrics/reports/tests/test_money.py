"""Where the money of reports comes from."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa

from holdfast.metrics.kernel.facts import CASH, MRR_CHANGE, PURCHASE, Fact, Facts
from holdfast.metrics.reports.money import FactMoney, KeptMoney, money_table

JUNE = datetime(2026, 6, 1, tzinfo=UTC)


def fact(con: Any, declared: Fact, when: str, account: int, amount: str) -> Any:
    row = dict.fromkeys(declared.schema.names) | {
        "account_id": account, when: JUNE, "amount": Decimal(7), "amount_reporting": Decimal(amount),
    }  # fmt: skip
    return con.create_table(declared.name, pa.Table.from_pylist([row], declared.schema.to_pyarrow()), temp=True)


def test_money_is_mrr_and_beside_it_cash_and_purchases_in_the_reporting_currency() -> None:
    con = ibis.duckdb.connect()
    con.raw_sql("SET TimeZone = 'UTC'")
    tables = {
        "mrr_change": fact(con, MRR_CHANGE, "effective_at", 1, "10.5"),
        "cash": fact(con, CASH, "occurred_at", 2, "-3"), "purchase": fact(con, PURCHASE, "bought_at", 3, "0.000001"),
    }  # fmt: skip
    told = FactMoney(con, Facts(tables, frozenset(tables)), "EUR")
    for money in (told, KeptMoney(money_table(told), "EUR")):
        at = 1_780_272_000_000_000
        assert money.changes().to_pylist() == [{"account": 1, "at": at, "amount": Decimal("10.5")}]
        assert sorted(money.cash().to_pylist(), key=lambda row: row["account"]) == [
            {"account": 2, "at": at, "amount": Decimal(-3)},
            {"account": 3, "at": at, "amount": Decimal("0.000001")},
        ]
