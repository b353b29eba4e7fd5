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
    if _differ(booked, standing):
        _refuse("the MRR", _off_in_money(booked, standing), ordinals)
    customers = _customers(booked, standing)
    if customers.step.sum().to_pyarrow().as_py():
        off = customers.group_by("account_id").agg(off=customers.step.sum())
        _refuse("the number of customers", off.filter(off.off != 0), ordinals)
    transfers = booked.filter(booked.kind == "transfer")
    if transfers.amount_reporting.sum().to_pyarrow().as_py():
        by_account = transfers.group_by("account_id", "effective_at").agg(off=transfers.amount_reporting.sum())
        _refuse("the transfers", by_account.filter(by_account.off != 0), ordinals)


def _standing(timeline: ir.Table, at: ir.TimestampScalar) -> ir.Table:
    holds = (timeline.starts_at <= at) & (timeline.ends_at.isnull() | (timeline.ends_at > at)) & (timeline.mrr != 0)
    return timeline.filter(holds).select("account_id", "plan", "currency", amount=timeline.mrr)


def _both(booked: ir.Table, standing: ir.Table) -> ir.Table:
    """What was booked, and what stands with the other sign: together 0 where they agree."""
    columns = ["account_id", "plan", "currency", "amount"]
    booked = booked.select(*columns)
    return booked.union(standing.mutate(amount=-standing.amount).select(*columns).cast(booked.schema()))


def _differ(booked: ir.Table, standing: ir.Table) -> bool:
    """By plan and currency compares the sum, and a sum with a weight by account: cheap, and right for each account."""
    both = _both(booked, standing)
    weighted = both.amount.cast("decimal(38, 6)") * (both.account_id % _WEIGHTS + 1).cast("int32")
    sums = both.group_by("plan", "currency").agg(total=both.amount.sum(), weighted=weighted.sum())
    return bool(sums.filter((sums.total != 0) | (sums.weighted != 0)).count().to_pyarrow().as_py())


def _off_in_money(booked: ir.Table, standing: ir.Table) -> ir.Table:
    both = _both(booked, standing)
    return both.group_by("account_id", "plan", "currency").agg(off=both.amount.sum()).filter(lambda t: t.off != 0)


def _customers(booked: ir.Table, standing: ir.Table) -> ir.Table:
    """A step for each time an account came or went, and one back for each that is here: account_id, step."""
    turns = booked.filter(booked.kind.isin(("new", "reactivation", "churn")))
    turns = turns.select("account_id", "effective_at", "kind").distinct()
    turns = turns.select("account_id", step=ibis.ifelse(turns.kind == "churn", -1, 1))
    here = standing.group_by("account_id").agg(balance=standing.amount.sum()).filter(lambda t: t.balance > 0)
    return turns.union(here.select("account_id", step=ibis.literal(-1)).cast(turns.schema()))


def _refuse(what: str, off: ir.Table, ordinals: ir.Table) -> None:
    names = ordinals.filter(ordinals.subject == "account").select("key", account_id="id")
    found = off.select("account_id").distinct().left_join(names, "account_id")
    keys = sorted({row["key"] or "?" for row in found.limit(1000).to_pyarrow().to_pylist()})
    more = f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else ""
    raise LedgerDoesNotAddUp(
        f"Start plus movements is not end for {what} of these accounts: {', '.join(keys[:_SHOWN])}{more}. Nothing is "
        f"published from such a ledger. This is a mistake in Holdfast; please report it with these accounts' records."
    )
