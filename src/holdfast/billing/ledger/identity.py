"""The roll-forward identity: what stood before plus all movements is what stands now. Checked on every run.

It is checked for each account, plan and currency, so it holds for every slice that accounts can be put in. Balances are
taken from the states that hold at an instant, movements from their changes: two ways that meet only if both are right.
"""

from __future__ import annotations

from typing import ClassVar, Final

import ibis
import ibis.expr.types as ir

from holdfast.core.errors import UserFacingError

_SHOWN: Final = 10
_WEIGHTS: Final = 1_000_003  # a prime: accounts that would cancel each other out in a sum get different weights


class LedgerDoesNotAddUp(UserFacingError):
    """Start plus movements is not end for some accounts; nothing computed from them may be published."""

    code: ClassVar[str] = "ledger_does_not_add_up"
    http_status: ClassVar[int] = 500


def check(mrr_change: ir.Table, timeline: ir.Table, ordinals: ir.Table, at: ir.TimestampScalar) -> None:
    """Raise LedgerDoesNotAddUp, with the accounts, unless movements up to `at` sum to the balances at `at`.

    In money by account, plan and currency, in customers by account; transfers sum to 0 in the reporting currency.
    """
    booked = mrr_change.filter(mrr_change.effective_at <= at)
    standing = _standing(timeline, at)
    if _sums(booked) != _sums(standing):
        _refuse("the MRR", _off_in_money(booked, standing), ordinals)
    if _customers_booked(booked) != _customers_standing(standing):
        _refuse("the number of customers", _off_in_customers(booked, standing), ordinals)
    transfers = booked.filter(booked.kind == "transfer")
    if transfers.amount_reporting.sum().to_pyarrow().as_py():
        by_account = transfers.group_by("account_id", "effective_at").agg(sum=transfers.amount_reporting.sum())
        _refuse("the transfers", by_account.filter(lambda t: t["sum"] != 0), ordinals)


def _standing(timeline: ir.Table, at: ir.TimestampScalar) -> ir.Table:
    holds = (timeline.starts_at <= at) & (timeline.ends_at.isnull() | (timeline.ends_at > at)) & (timeline.mrr != 0)
    return timeline.filter(holds).select("account_id", "plan", "currency", amount=timeline.mrr)


def _sums(rows: ir.Table) -> dict[tuple[str | None, str], tuple[object, object]]:
    """Per plan and currency the sum, and a sum with a weight by account: cheap, and equal only if accounts are."""
    weighted = rows.amount.cast("decimal(38, 6)") * (rows.account_id % _WEIGHTS + 1).cast("int32")
    grouped = rows.group_by("plan", "currency").agg(total=rows.amount.sum(), weighted=weighted.sum())
    found = grouped.filter((grouped.total != 0) | (grouped.weighted != 0)).to_pyarrow().to_pylist()
    return {(row["plan"], row["currency"]): (row["total"], row["weighted"]) for row in found}


def _customers_booked(booked: ir.Table) -> int:
    turns = booked.filter(booked.kind.isin(("new", "reactivation", "churn")))
    turns = turns.select("account_id", "effective_at", "kind").distinct()
    return int(ibis.ifelse(turns.kind == "churn", -1, 1).sum().to_pyarrow().as_py() or 0)


def _customers_standing(standing: ir.Table) -> int:
    balances = standing.group_by("account_id").agg(balance=standing.amount.sum())
    return int(balances.filter(balances.balance > 0).count().to_pyarrow().as_py())


def _off_in_money(booked: ir.Table, standing: ir.Table) -> ir.Table:
    columns = ["account_id", "plan", "currency", "amount"]
    owed = standing.mutate(amount=-standing.amount).select(*columns)
    both = booked.select(*columns).union(owed.cast(booked.select(*columns).schema()))
    return both.group_by("account_id", "plan", "currency").agg(off=both.amount.sum()).filter(lambda t: t.off != 0)


def _off_in_customers(booked: ir.Table, standing: ir.Table) -> ir.Table:
    turns = booked.filter(booked.kind.isin(("new", "reactivation", "churn")))
    turns = turns.select("account_id", "effective_at", "kind").distinct()
    counted = turns.select("account_id", step=ibis.ifelse(turns.kind == "churn", -1, 1))
    here = standing.group_by("account_id").agg(balance=standing.amount.sum()).filter(lambda t: t.balance > 0)
    here = here.select("account_id")
    rows = counted.union(here.mutate(step=ibis.literal(-1)).cast(counted.schema()))
    return rows.group_by("account_id").agg(off=rows.step.sum()).filter(lambda t: t.off != 0)


def _refuse(what: str, off: ir.Table, ordinals: ir.Table) -> None:
    names = ordinals.filter(ordinals.subject == "account").select("key", account_id="id")
    found = off.select("account_id").distinct().left_join(names, "account_id")
    keys = sorted({row["key"] or "?" for row in found.limit(1000).to_pyarrow().to_pylist()})
    more = f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else ""
    raise LedgerDoesNotAddUp(
        f"Start plus movements is not end for {what} of these accounts: {', '.join(keys[:_SHOWN])}{more}. Nothing is "
        f"published from such a ledger. This is a mistake in Holdfast; please report it with these accounts' records."
    )
