"""A subscription as a billing system tells it, and what that says about each item at each time.

Connectors describe a subscription as a `Contract`; `resolve` cuts time wherever anything changes and gives rows in the
schema of subscription records.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from holdfast.billing.ledger import reasons
from holdfast.billing.ledger.calendar import add_periods, period_end
from holdfast.billing.ledger.pricing import Coupon, discounts, months_of, places_of
from holdfast.billing.ledger.settings import LedgerSettings, OnceCoupon

_PAYING: Final = ("active", "past_due")
_OVER: Final = ("canceled", "incomplete_expired")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One version of a subscription item: what it is from `starts_at` to `ends_at`, or to its next version.

    `amount` is one whole billing period at this quantity and tier, before tax and coupons. A usage item has only its
    minimum commitment in `amount`. `known_at` is when a version that lies in the future was scheduled.
    """

    item: str
    amount: Decimal
    currency: str
    interval: str
    starts_at: datetime
    interval_count: int = 1
    plan: str | None = None
    quantity: Decimal = Decimal(1)
    ends_at: datetime | None = None
    known_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The subscription has this status, Stripe's, from `starts_at` on; `reconstructed`: since when was worked out."""

    status: str
    starts_at: datetime
    reason: str | None = None
    reconstructed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Nothing is collected from `starts_at` to `ends_at` (None: until further notice).

    `reconstructed`: since when was worked out and not told; `end_reconstructed`: until when.
    """

    starts_at: datetime
    ends_at: datetime | None = None
    reconstructed: bool = False
    end_reconstructed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A subscription with everything that ever changed in it.

    It counts from its first payment, or, sent on terms, from its first finalised invoice (`first_paid_at` and
    `first_invoiced_at`); `payments_known=False` for sources that tell no payments: then it counts from its status.
    `ends_at` is when it really ended; `cancel_at` a known end in the future and `cancel_known_at` when that was known.
    """

    subscription: str
    account: str
    items: tuple[Item, ...]
    statuses: tuple[Status, ...]
    coupons: tuple[Coupon, ...] = ()
    pauses: tuple[Pause, ...] = ()
    payments_known: bool = True
    first_paid_at: datetime | None = None
    on_terms: bool = False
    first_invoiced_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: str | None = None
    cancel_at: datetime | None = None
    cancel_known_at: datetime | None = None
    moved_from: str | None = None
    reconstructed: bool = False
    source_row: str | None = None

    @property
    def counts_from(self) -> datetime | None:
        return self.first_invoiced_at if self.on_terms else self.first_paid_at

    @property
    def over_at(self) -> datetime | None:
        """When it ended: as told, else when its status said so."""
        said = [status.starts_at for status in self.statuses if status.status in _OVER]
        return self.ended_at or max(said, default=None)


def resolve(contract: Contract, settings: LedgerSettings) -> list[Row]:
    """Rows in the schema of subscription records: one per item and stretch of time in which nothing changes."""
    items = _versions(contract.items)
    coupons = [in_force for coupon in contract.coupons if (in_force := _in_force(coupon, items, settings))]
    rows: list[Row] = []
    cuts = _cuts(contract, items, coupons)
    for start, end in zip(cuts, [*cuts[1:], None], strict=True):
        rows += _rows_at(contract, items, coupons, start, end)
    rows.sort(key=lambda row: (row["item"], row["valid_from"]))
    joined = [row for _, group in groupby(rows, key=lambda row: row["item"]) for row in _joined(group)]
    return [_ended(contract, row) for row in joined]


def _versions(items: Iterable[Item]) -> list[Item]:
    """Let each version of an item end where its next one begins."""
    ordered = sorted(items, key=lambda item: (item.item, item.starts_at))
    closed = []
    for item, following in zip(ordered, [*ordered[1:], None], strict=True):
        months_of(item.interval, item.interval_count)  # raises for intervals that have no MRR
        if following and following.item == item.item and (item.ends_at or following.starts_at) >= following.starts_at:
            item = replace(item, ends_at=following.starts_at)
        closed.append(item)
    return closed


def _in_force(coupon: Coupon, items: list[Item], settings: LedgerSettings) -> Coupon | None:
    """The time in which a coupon lowers MRR, or None: periods longer than a month keep the discount of their invoice.

    `once` takes off one invoice; for a monthly plan that is no lower price but a gift, unless the settings say so.
    """
    fitting = [item for item in items if coupon.items is None or item.item in coupon.items]
    if not fitting:
        return None
    # What it was given for, or where it came before everything, what came first.
    item = next((i for i in fitting if _holds(i, coupon.starts_at)), min(fitting, key=lambda i: i.starts_at))
    long = months_of(item.interval, item.interval_count) > 1
    if coupon.duration == "once":
        rule = settings.once_coupon
        if rule == OnceCoupon.NEVER or (rule == OnceCoupon.LONG_PERIODS and not long):
            return None
        one_period = add_periods(coupon.starts_at, item.interval, item.interval_count, 1)
        return replace(coupon, ends_at=one_period)
    if long and coupon.ends_at is not None:
        # One that was taken away as soon as it was seen was on the invoice all the same.
        until = max(coupon.ends_at, coupon.starts_at + timedelta(seconds=1))
        end = period_end(item.starts_at, item.interval, item.interval_count, until)
        return replace(coupon, ends_at=end)
    return coupon


def _cuts(contract: Contract, items: list[Item], coupons: list[Coupon]) -> list[datetime]:
    """Every instant at which something may change, while the contract lasts."""
    spans: list[Item | Coupon | Pause] = [*items, *coupons, *contract.pauses]
    instants = {span.starts_at for span in spans} | {span.ends_at for span in spans}
    instants |= {status.starts_at for status in contract.statuses} | {contract.counts_from, contract.over_at}
    end = contract.over_at
    return sorted(at for at in instants if at is not None and (end is None or at <= end))


def _rows_at(
    contract: Contract, items: list[Item], coupons: list[Coupon], start: datetime, end: datetime | None
) -> list[Row]:
    live = [item for item in items if _holds(item, start)]
    if not live or (contract.over_at is not None and start >= contract.over_at):
        return []
    told = _status_at(contract, start)
    if told is None:
        return []
    status, reason = told
    reconstructed = contract.reconstructed or _is_worked_out(contract, start)
    taken = _discounts_at(live, [coupon for coupon in coupons if _holds(coupon, start)])
    return [
        {
            "subscription": contract.subscription, "item": item.item, "account": contract.account, "plan": item.plan,
            "currency": item.currency.upper(), "valid_from": start, "valid_to": end, "status": status,
            "quantity": item.quantity, "amount": item.amount, "discount": taken[item.item],
            "interval": item.interval, "interval_count": item.interval_count,
            "reason": reason or (item.reason if item.starts_at == start else None), "end_reason": None,
            "scheduled_end": None, "scheduled_at": item.known_at, "moved_from": contract.moved_from,
            "reconstructed": reconstructed, "source_row": contract.source_row,
        }
        for item in live
    ]  # fmt: skip


def _holds(span: Item | Coupon | Pause, at: datetime) -> bool:
    return span.starts_at <= at and (span.ends_at is None or at < span.ends_at)


def _is_worked_out(contract: Contract, at: datetime) -> bool:
    """Whether no source told that the status, the pause or the end of one begins at this instant."""
    return any(status.reconstructed and status.starts_at == at for status in contract.statuses) or any(
        (pause.reconstructed and _holds(pause, at)) or (pause.end_reconstructed and pause.ends_at == at)
        for pause in contract.pauses
    )


def _status_at(contract: Contract, at: datetime) -> tuple[str, str | None] | None:
    """The status that counts at an instant, and why it began there, if it did and that is known."""
    past = [status for status in sorted(contract.statuses, key=lambda s: s.starts_at) if status.starts_at <= at]
    if not past:
        return None
    now = past[-1]
    reason = now.reason if now.starts_at == at else None
    if now.status not in _PAYING:
        return now.status, reason
    counts_from = contract.counts_from
    if contract.payments_known and (counts_from is None or at < counts_from):
        return "incomplete", reason
    if any(_holds(pause, at) for pause in contract.pauses):
        return "paused", reason or reasons.PAUSED
    if any(pause.ends_at == at for pause in contract.pauses):
        return now.status, reason or reasons.RESUMED
    # The first payment often comes hours after the trial: the trial is still what it converts.
    begins = now.starts_at if counts_from is None else max(counts_from, now.starts_at)
    if begins == at and len(past) > 1 and past[-2].status == "trialing":
        return now.status, reason or reasons.TRIAL_CONVERTED
    return now.status, reason


def _discounts_at(live: list[Item], coupons: list[Coupon]) -> dict[str, Decimal]:
    """What coupons take off each item. Items of other intervals are on other invoices.

    An amount off comes off once, on the invoice of the largest sum; percentages come off all.
    """
    invoices: dict[tuple[str, str, int], list[Item]] = {}
    for item in live:
        invoices.setdefault((item.currency, item.interval, item.interval_count), []).append(item)
    ordered = sorted(invoices.items(), key=lambda entry: -sum(item.amount for item in entry[1]))
    taken: dict[str, Decimal] = {}
    for number, ((currency, _, _), on_invoice) in enumerate(ordered):
        usable = [coupon for coupon in coupons if coupon.percent_off is not None or number == 0]
        amounts = [(item.item, item.amount) for item in on_invoice]
        taken |= dict(zip((i for i, _ in amounts), discounts(amounts, usable, places_of(currency)), strict=True))
    return taken


_SAME: Final = (
    "plan", "currency", "status", "quantity", "amount", "discount", "interval", "interval_count", "scheduled_at"
)  # fmt: skip


def _joined(rows: Iterable[Row]) -> list[Row]:
    """Join neighbours between which nothing changed for this item."""
    joined: list[Row] = []
    for row in rows:
        last = joined[-1] if joined else None
        if last and last["valid_to"] == row["valid_from"] and all(last[name] == row[name] for name in _SAME):
            last["valid_to"] = row["valid_to"]
        else:
            joined.append(dict(row))
    return joined


def _ended(contract: Contract, row: Row) -> Row:
    """Say how the last state of an item ended or will end."""
    if contract.over_at is not None and row["valid_to"] == contract.over_at:
        return row | {"end_reason": contract.end_reason or _said_at_the_end(contract)}
    if row["valid_to"] is None and contract.cancel_at is not None and contract.cancel_at > row["valid_from"]:
        known = row["scheduled_at"] or contract.cancel_known_at
        return row | {"scheduled_end": contract.cancel_at, "scheduled_at": known, "end_reason": contract.end_reason}
    return row


def _said_at_the_end(contract: Contract) -> str | None:
    return next((s.reason for s in contract.statuses if s.status in _OVER and s.starts_at == contract.over_at), None)
