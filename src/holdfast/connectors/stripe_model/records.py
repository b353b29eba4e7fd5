"""Stripe's objects as records: accounts and traits, states of subscriptions, invoice lines, cancellations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from holdfast.billing.ledger.contract import resolve
from holdfast.billing.ledger.pricing import UnknownInterval
from holdfast.billing.ledger.settings import LedgerSettings
from holdfast.connectors.base import Batch, Item, Note, ReadOptions, Rejected
from holdfast.connectors.stripe_model.contracts import Told, tell
from holdfast.connectors.stripe_model.history import Unpriced
from holdfast.connectors.stripe_model.lines import Invoice, read_invoice
from holdfast.connectors.stripe_model.store import Seen, Store
from holdfast.connectors.stripe_model.values import Object, first, listed, moment, money, nested, ref, six_places
from holdfast.metrics.records import KINDS

BATCH_ROWS = 20_000
Row = dict[str, Any]
_MONEY = ("amount", "discount", "quantity")
_HAPPENED = frozenset({"created_at", "occurred_at", "invoiced_at", "paid_at", "period_start", "scheduled_at"})
_WITH_PRICES = "Export the prices too, or the subscriptions with their prices inside."
_WHOLE = "Export whole subscriptions, with customer and start_date or created."
_TAKEN_FOR_PAST = (
    "subscriptions known by one export alone: {:,}. What they cost now is taken for what they have cost since they "
    "began; keep their earlier exports in the same folder, or add invoices or events."
)
_ADDRESS = ("country", "city", "state")


def records_of(store: Store, options: ReadOptions) -> Iterator[Item]:
    """Everything the store holds, as batches, with a rejected row for each object that cannot be understood."""
    store.replay_events()
    yield from _batched("account", (_account(seen) for seen in store.all("customer")), options)
    yield from _batched("trait", (row for seen in store.all("customer") for row in _traits(seen)), options)
    invoices = [invoice for seen in store.all_invoices() if (invoice := read_invoice(store, seen)) is not None]
    yield from _subscriptions(store, invoices, options)
    billed = (invoice for invoice in invoices if invoice.billed)
    yield from _batched("invoice_line", (row for invoice in billed for row in _invoice_lines(invoice)), options)
    yield from _batched("invoice_line", _refunds(store), options)
    yield from _batched("invoice_line", _credit_notes(store), options)
    for what, count in store.left_out.items():
        yield Note("stripe", f"{count:,} {what} left out")


def _account(seen: Seen) -> Row:
    told = seen.object
    name = first(told.get("name") or None, told.get("description") or None, told.get("email") or None)
    return {
        "account": ref(told),
        "name": name,
        "created_at": moment(told.get("created")),
        "source_row": seen.source_row,
    }


def _traits(seen: Seen) -> Iterator[Row]:
    told = seen.object
    values = {name: nested(told, "address", name) for name in _ADDRESS} | {"email": told.get("email")}
    metadata = told.get("metadata")
    values |= metadata if isinstance(metadata, dict) else {}
    for name, value in values.items():
        if value not in (None, "", [], {}):
            yield {
                "subject": "account", "subject_key": ref(told), "name": name, "value": str(value),
                "source_row": seen.source_row,
            }  # fmt: skip


def _subscriptions(store: Store, invoices: Iterable[Invoice], options: ReadOptions) -> Iterator[Item]:
    by_subscription: dict[str, list[Invoice]] = defaultdict(list)
    for invoice in invoices:
        for subscription in {line.subscription for line in invoice.lines if line.subscription}:
            by_subscription[subscription].append(invoice)
    states: list[Row] = []
    cancellations: list[Row] = []
    taken_for_past = 0
    for subscription in store.subscriptions:
        try:
            told = tell(store, subscription, by_subscription.get(subscription, []))
            found = _states(told) if told else []
        except (Unpriced, UnknownInterval) as error:
            yield _reject(store, subscription, str(error), _WITH_PRICES)
            continue
        if told is None:
            yield _reject(store, subscription, "names no customer or no start", _WHOLE)
            continue
        if not found:
            store.left_out["subscriptions that never began"] += 1
        states += found
        taken_for_past += bool(found) and told.taken_for_past
        yield from (_missing(told, discount) for discount in told.missing_discounts)
        cancellations += _cancellation(store, told)
        if len(states) >= BATCH_ROWS:
            yield from _batched("subscription", states, options)
            states = []
    yield from _batched("subscription", states, options)
    yield from _batched("cancellation", cancellations, options)
    if taken_for_past:
        yield Note("stripe", _TAKEN_FOR_PAST.format(taken_for_past))


def _states(told: Told) -> list[Row]:
    rows = resolve(told.contract, LedgerSettings())
    for row in rows:
        rebuilt = told.observed_from is not None and row["valid_from"] < told.observed_from
        row["reconstructed"] = row["reconstructed"] or rebuilt or row["valid_from"] in told.worked_out
    return rows


def _reject(store: Store, subscription: str, why: str, remedy: str) -> Rejected:
    file, _, row = store.snapshots(subscription)[-1].source_row.rpartition(":")
    return Rejected(
        file=file,
        row=int(row),
        field="subscription",
        value=subscription,
        reason=why,
        remedy=remedy,
        original={"subscription": subscription},
    )


def _missing(told: Told, discount: str) -> Note:
    file = str(told.contract.source_row).rpartition(":")[0]
    return Note(
        file, f"{told.contract.subscription}: the discount {discount} has no coupon in the files; not taken off"
    )


def _cancellation(store: Store, told: Told) -> list[Row]:
    """What the customer said, if it said anything."""
    last = store.snapshots(told.contract.subscription)[-1]
    details = last.object.get("cancellation_details") or {}
    said = first(details.get("feedback"), details.get("reason"))
    at = first(moment(last.object.get("canceled_at")), moment(last.object.get("ended_at")))
    if at is None or (said is None and not details.get("comment")):
        return []
    return [
        {
            "cancellation": told.contract.subscription, "account": told.contract.account, "occurred_at": at,
            "reason": said, "comment": details.get("comment"), "source_row": last.source_row,
        }
    ]  # fmt: skip


def _invoice_lines(invoice: Invoice) -> Iterator[Row]:
    for line in invoice.lines:
        yield {
            "invoice": invoice.id, "line": line.id, "account": invoice.account, "subscription": line.subscription,
            "plan": line.plan, "kind": line.kind, "currency": line.currency, "amount": line.amount,
            "quantity": line.quantity, "period_start": line.starts_at, "period_end": line.ends_at,
            "interval": line.interval, "interval_count": line.interval_count if line.interval else None,
            "invoiced_at": invoice.invoiced_at, "paid_at": invoice.paid_at, "source_row": invoice.source_row,
        }  # fmt: skip


def _refunds(store: Store) -> Iterator[Row]:
    """Money paid back, of the account that the refund or its charge names."""
    for seen in store.all("refund"):
        told = seen.object
        charge = store.get("charge", told.get("charge")) or {}
        account = ref(told.get("customer")) or ref(charge.get("customer"))
        currency = str(told.get("currency") or "usd")
        amount = money(told.get("amount"), currency)
        if account is None or amount is None or told.get("status") in ("failed", "canceled"):
            store.left_out["refunds without a customer, or that failed,"] += 1
            continue
        at = moment(told.get("created"))
        yield {
            "invoice": ref(charge.get("invoice")) or ref(told), "line": ref(told), "account": account,
            "kind": "refund", "currency": currency.upper(), "amount": -amount, "quantity": Decimal(1),
            "invoiced_at": at, "paid_at": at, "source_row": seen.source_row,
        }  # fmt: skip


def _credit_notes(store: Store) -> Iterator[Row]:
    """What was taken off an invoice after it was sent, before tax. Paid back by a refund, it is told by the refund."""
    for seen in store.all("credit_note"):
        told = seen.object
        account = ref(told.get("customer")) or store.customer_of(told.get("invoice"))
        currency = str(told.get("currency") or "usd")
        net = first(told.get("total_excluding_tax"), told.get("subtotal_excluding_tax"), told.get("subtotal"))
        amount = money(first(net, told.get("amount")), currency)
        if account is None or amount is None or told.get("status") == "void":
            store.left_out["credit notes without a customer, or that were voided,"] += 1
            continue
        if any(store.get("refund", refund) for refund in _refunds_of(told)):
            continue
        at = first(moment(told.get("effective_at")), moment(told.get("created")))
        yield {
            "invoice": ref(told.get("invoice")) or ref(told), "line": ref(told), "account": account, "kind": "refund",
            "currency": currency.upper(), "amount": -amount, "quantity": Decimal(1), "invoiced_at": at, "paid_at": at,
            "source_row": seen.source_row,
        }  # fmt: skip


def _refunds_of(credit_note: Object) -> list[str]:
    """The refunds that paid it back: one in the old shape, several in the new one."""
    several = [ref(each.get("refund")) for each in listed(credit_note.get("refunds"))]
    return [found for found in (ref(credit_note.get("refund")), *several) if found]


def _batched(kind: str, rows: Iterable[Row], options: ReadOptions) -> Iterator[Batch]:
    waiting: list[Row] = []
    for row in rows:
        waiting.append({name: six_places(value) if name in _MONEY and value is not None else value
                        for name, value in row.items()})  # fmt: skip
        if len(waiting) == BATCH_ROWS:
            yield _batch(kind, waiting, options)
            waiting = []
    if waiting:
        yield _batch(kind, waiting, options)


def _batch(kind: str, rows: list[Row], options: ReadOptions) -> Batch:
    schema = KINDS[kind].schema
    records = pa.RecordBatch.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema)
    return Batch(kind, records, _latest(records, options.now))


def _latest(records: pa.RecordBatch, now: datetime) -> datetime | None:
    """The latest instant up to `now` at which something happened, rather than was planned."""
    moments = [records[name] for name in records.schema.names if name in _HAPPENED]
    if "valid_from" in records.schema.names and "scheduled_at" in records.schema.names:
        moments.append(records["valid_from"].filter(records["scheduled_at"].is_null()))
        moments.append(records["valid_to"].filter(records["end_reason"].is_valid()))
    past = [pc.max(each.filter(pc.less_equal(each, pa.scalar(now, each.type)))).as_py() for each in moments]
    return max(filter(None, past), default=None)
