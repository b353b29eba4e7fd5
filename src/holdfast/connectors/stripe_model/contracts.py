"""A subscription of Stripe's as the contract that the ledger resolves into states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from holdfast.billing.ledger import reasons
from holdfast.billing.ledger.contract import Contract, Item, Status
from holdfast.connectors.stripe_model.coupons import coupons_of
from holdfast.connectors.stripe_model.history import History, history, period_end, period_start, seen_at, start_of
from holdfast.connectors.stripe_model.lines import Invoice, Line, together
from holdfast.connectors.stripe_model.pauses import pauses_of
from holdfast.connectors.stripe_model.schedules import planned
from holdfast.connectors.stripe_model.store import Seen, Store
from holdfast.connectors.stripe_model.values import Object, earliest, first, moment, nested, ref

# The first invoice comes within minutes of the start; two days allow for drafts and imported subscriptions.
_AT_THE_START = timedelta(days=2)
_OVER = ("canceled", "incomplete_expired")
_REASONS = {
    "payment_failed": reasons.PAYMENT_FAILED,
    "payment_disputed": reasons.PAYMENT_FAILED,
    "cancellation_requested": reasons.VOLUNTARY,
}


@dataclass(frozen=True, slots=True)
class Told:
    """The contract, from when on it was observed (None: throughout), and discounts that could not be found.

    `worked_out` are the instants from which an export counts that differs from what was seen before. `taken_for_past`:
    a single export of a running subscription speaks for all that came before its billing period.
    """

    contract: Contract
    observed_from: datetime | None
    missing_discounts: tuple[str, ...]
    worked_out: frozenset[datetime]
    taken_for_past: bool


def tell(store: Store, subscription: str, invoices: Sequence[Invoice]) -> Told | None:
    """What is known of a subscription; None when it has no customer or no start. Raises Unpriced."""
    snapshots = store.snapshots(subscription)
    last, account = snapshots[-1].object, ref(snapshots[-1].object.get("customer"))
    if account is None or start_of(snapshots[0].object) is None:
        return None
    billed = [invoice for invoice in invoices if invoice.billed]
    lines = [
        line
        for invoice in billed
        for line in together(invoice.lines)
        if line.kind == "recurring" and line.subscription == subscription
    ]
    past = history(store, _beside(lines, snapshots), lines)
    future, ends = planned(store, last, past.items)
    coupons, missing = coupons_of(store, snapshots)
    contract = Contract(
        subscription=subscription,
        account=account,
        items=(*_without_cut(past, future), *future),
        statuses=tuple(_statuses(snapshots)),
        coupons=tuple(coupons),
        pauses=tuple(pauses_of(snapshots, invoices)),
        on_terms=last.get("collection_method") == "send_invoice" or last.get("billing") == "send_invoice",
        ended_at=_ended_at(last),
        end_reason=_end_reason(last),
        cancel_at=first(_cancel_at(last), ends),
        cancel_known_at=moment(last.get("canceled_at")),
        source_row=snapshots[-1].source_row,
    )
    contract = _with_payments(contract, snapshots[0].object, billed)
    taken = past.observed_from is None and _is_taken_for_past(snapshots)
    return Told(contract, past.observed_from, tuple(missing), frozenset(_worked_out(snapshots)), taken)


def _is_taken_for_past(snapshots: Sequence[Seen]) -> bool:
    only = snapshots[0]
    begins, period = start_of(only.object), period_start(only.object)
    if len(snapshots) > 1 or only.at is not None or begins is None or period is None:
        return False
    return begins < period


def _beside(lines: Sequence[Line], snapshots: list[Seen]) -> list[Seen]:
    """The snapshots that tell of items: invoices date a change of price better than older exports do."""
    return snapshots[-1:] if lines and snapshots[0].at is None else snapshots


def _worked_out(snapshots: Sequence[Seen]) -> Iterator[datetime]:
    for before, seen in pairwise(snapshots):
        at = seen_at(seen, before) if seen.at is None else None
        if at is not None and at not in (before.at, start_of(seen.object)):
            yield at


def _without_cut(past: History, future: Sequence[Item]) -> list[Item]:
    """Items that the future does not go on with end where it begins."""
    if not future:
        return list(past.items)
    begins, goes_on = min(item.starts_at for item in future), {item.item for item in future}
    return [
        replace(item, ends_at=begins) if item.ends_at is None and item.item not in goes_on else item
        for item in past.items
    ]


def _ended_at(last: Object) -> datetime | None:
    if last.get("status") not in _OVER:
        return moment(last.get("ended_at"))
    return first(moment(last.get("ended_at")), moment(last.get("canceled_at")))


def _cancel_at(last: Object) -> datetime | None:
    if last.get("status") == "canceled":
        return None
    return first(moment(last.get("cancel_at")), period_end(last) if last.get("cancel_at_period_end") else None)


def _end_reason(last: Object) -> str | None:
    """Whether it was wanted, by Stripe's own word for it; nothing while it is not going to end."""
    if _ended_at(last) is None and _cancel_at(last) is None:
        return None
    return _REASONS.get(str(nested(last, "cancellation_details", "reason")))


def _statuses(snapshots: Sequence[Seen]) -> list[Status]:
    statuses = _inferred(snapshots[0].object)
    for before, seen in pairwise(snapshots):
        at = seen_at(seen, before)
        if at is not None and (seen.object.get("status") != before.object.get("status")):
            status, told = str(seen.object.get("status")), _told_at(seen, before, at)
            worked_out = seen.at is None and told is None
            statuses.append(Status(status=status, starts_at=told or at, reconstructed=worked_out))
    return statuses


def _told_at(seen: Seen, before: Seen, at: datetime) -> datetime | None:
    """When a status began that an export shows, as far as the subscription itself says it."""
    if seen.at is not None:
        return None
    if seen.object.get("status") in _OVER:
        return _ended_at(seen.object)
    trial_end = moment(seen.object.get("trial_end"))
    converted = before.object.get("status") == "trialing" and trial_end is not None and trial_end <= at
    return trial_end if converted else None


def _inferred(told: Object) -> list[Status]:
    """The statuses that led to the present one, from what a single snapshot says of its past.

    Since when it is past due, unpaid or paused is told only by events; without them: since the running period began.
    """
    begins, status = start_of(told), str(told.get("status") or "active")
    if begins is None:
        return []
    trial_start, trial_end = moment(told.get("trial_start")), moment(told.get("trial_end"))
    statuses = []
    after = begins
    if trial_start is not None and trial_end is not None and trial_end > trial_start:
        statuses.append(Status(status="trialing", starts_at=min(trial_start, begins)))
        after = trial_end
    if status == "trialing":
        return statuses or [Status(status="trialing", starts_at=begins)]
    if status in ("incomplete", "incomplete_expired"):
        return [Status(status=status, starts_at=begins)]
    if status == "paused" and statuses:
        return [*statuses, Status(status="paused", starts_at=after)]
    statuses.append(Status(status="active", starts_at=after))
    if status in ("past_due", "unpaid", "paused"):
        since = max(after, period_start(told) or after)
        earlier = [each for each in statuses if each.starts_at < since]
        statuses = [*earlier, Status(status=status, starts_at=since, reconstructed=True)]
    return statuses


def _with_payments(contract: Contract, told: Object, invoices: Sequence[Invoice]) -> Contract:
    """When it was first paid, if the files hold its invoices from the first one on."""
    begins = start_of(told)
    first_sent = earliest(invoice.created_at for invoice in invoices)
    from_the_first = any(invoice.reason == "subscription_create" for invoice in invoices) or (
        begins is not None and first_sent is not None and first_sent <= begins + _AT_THE_START
    )
    if not from_the_first:
        return replace(contract, payments_known=False)
    trial_end = moment(told.get("trial_end"))
    real = [invoice for invoice in invoices if not _of_trial(invoice, trial_end)]
    paid = earliest(invoice.paid_at for invoice in real)
    sent = earliest(invoice.invoiced_at for invoice in real)
    return replace(
        contract,
        first_paid_at=_from_start(paid, begins, trial_end),
        first_invoiced_at=_from_start(sent, begins, trial_end),
    )


def _of_trial(invoice: Invoice, trial_end: datetime | None) -> bool:
    """The invoice over nothing that is sent when a trial begins."""
    if trial_end is None or invoice.created_at is None or invoice.amount_paid > Decimal(0):
        return False
    return invoice.created_at < trial_end


def _from_start(paid: datetime | None, begins: datetime | None, trial_end: datetime | None) -> datetime | None:
    """A subscription that was paid within an hour of its start counts from its start, also when it was backdated."""
    since = trial_end or begins
    if paid is None or since is None:
        return paid
    return since if paid <= since + timedelta(hours=1) else paid
