"""Money and words outside MRR: cash, purchases, costs, and what customers said when they left."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

CASH_KINDS = ("usage", "one_time", "refund", "payment")


def cash(lines: ir.Table, ordinals: ir.Table, as_of: ir.TimestampScalar) -> ir.Table:
    """Invoice lines that are no recurring revenue, when they were paid, else invoiced. Refunds are negative."""
    rows = _of_account(lines.filter(lines.kind.isin(CASH_KINDS)), ordinals)
    rows = rows.select(
        "account_id", "kind", "currency",
        occurred_at=ibis.coalesce(rows.paid_at, rows.invoiced_at, rows.period_start),
        amount=ibis.ifelse(rows.kind == "refund", -rows.amount.abs(), rows.amount),
    )  # fmt: skip
    return rows.filter(rows.occurred_at <= as_of)


def purchases(records: ir.Table, ordinals: ir.Table, as_of: ir.TimestampScalar) -> ir.Table:
    rows = _of_account(records.filter(records.bought_at <= as_of), ordinals)
    return rows.select("account_id", "purchase", "bought_at", "currency", "amount")


def cancellations(records: ir.Table, ordinals: ir.Table, as_of: ir.TimestampScalar) -> ir.Table:
    rows = _of_account(records.filter(records.occurred_at <= as_of), ordinals)
    return rows.select("account_id", "occurred_at", "reason", "comment")


def costs(records: ir.Table, as_of: ir.TimestampScalar) -> ir.Table:
    return records.filter(records.spent_at <= as_of).select("spent_at", "kind", "currency", "amount")


def _of_account(records: ir.Table, ordinals: ir.Table) -> ir.Table:
    accounts = ordinals.filter(ordinals.subject == "account").select(account="key", account_id="id")
    return records.join(accounts, "account")
