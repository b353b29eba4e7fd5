"""Times in which nothing is collected: from what was seen of a subscription, and from the invoices held back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from typing import Final

from holdfast.billing.ledger.contract import Pause
from holdfast.connectors.stripe_model.history import period_end, period_start, seen_at, start_of
from holdfast.connectors.stripe_model.lines import Invoice
from holdfast.connectors.stripe_model.store import Seen
from holdfast.connectors.stripe_model.values import earliest, moment, nested

# Stripe goes on making invoices while collection is paused; what becomes of them is the behaviour that was chosen.
_HELD_BACK: Final = {"void": "void", "keep_as_draft": "draft", "mark_uncollectible": "uncollectible"}


def pauses_of(snapshots: Sequence[Seen], invoices: Sequence[Invoice]) -> list[Pause]:
    """The pauses of collection of a subscription; a bound that was worked out is marked as reconstructed.

    Only events tell the day of a change. Without them a pause began with the first of the latest billing periods whose
    invoices were all held back, and where no invoice says so with the period that ran; it ended when it was to be
    resumed, or else with the period in which it was gone. One whose bounds fall together leaves no trace.
    """
    pauses: list[Pause] = []
    begun: Pause | None = None
    last = snapshots[0]
    for number, seen in enumerate(snapshots):
        if _is_paused(seen) and begun is None:
            begun = _begun(seen, last if number else None, invoices)
        elif not _is_paused(seen) and begun is not None:
            pauses.append(_ended(begun, seen, last))
            begun = None
        last = seen
    if begun is not None:
        resumes_at = _resumes_at(last)
        goes_on = resumes_at is None or resumes_at <= begun.starts_at
        pauses.append(begun if goes_on else replace(begun, ends_at=resumes_at))
    return [pause for pause in pauses if pause.ends_at is None or pause.ends_at > pause.starts_at]


def _is_paused(seen: Seen) -> bool:
    return bool(nested(seen.object, "pause_collection"))


def _resumes_at(seen: Seen) -> datetime | None:
    return moment(nested(seen.object, "pause_collection", "resumes_at"))


def _begun(seen: Seen, before: Seen | None, invoices: Sequence[Invoice]) -> Pause | None:
    """The pause that this snapshot is the first to show; None when nothing tells when anything began.

    before: the one that shows none yet; the first snapshot of all may be older than its date tells the pause to be.
    """
    if before is not None and seen.at is not None:
        return Pause(starts_at=seen.at)
    running = period_start(seen.object) or start_of(seen.object)
    if running is None:
        return None
    since = _held_back_since(seen, running, invoices) or running
    if before is not None and before.at is not None:
        since = max(since, before.at)
    return Pause(starts_at=since, reconstructed=True)


def _held_back_since(seen: Seen, running: datetime, invoices: Sequence[Invoice]) -> datetime | None:
    """When the first of the latest periods began of which no invoice was collected; None if the last one was."""
    left_as = _HELD_BACK.get(str(nested(seen.object, "pause_collection", "behavior")))
    periods = [(_period_of(invoice, str(seen.object.get("id"))), invoice) for invoice in invoices]
    known = [(at, invoice) for at, invoice in periods if at is not None and at <= running]
    newest_first = sorted(known, key=lambda period: period[0], reverse=True)
    held_back = takewhile(lambda period: period[1].status == left_as, newest_first)
    return earliest(at for at, _ in held_back)


def _period_of(invoice: Invoice, subscription: str) -> datetime | None:
    """When the period began that an invoice is over; None for one that renews nothing."""
    renewed = (line for line in invoice.lines if line.kind == "recurring" and line.subscription == subscription)
    return earliest(line.starts_at for line in renewed)


def _ended(begun: Pause, seen: Seen, last: Seen) -> Pause:
    """The pause as it was over by this snapshot; `last` is the one that still shows it."""
    if seen.at is not None:
        return replace(begun, ends_at=seen.at)
    planned, until = _resumes_at(last), period_end(seen.object)
    if planned is not None and planned > begun.starts_at and (until is None or planned <= until):
        return replace(begun, ends_at=planned)
    return replace(begun, ends_at=seen_at(seen, last) or begun.starts_at, end_reconstructed=True)
