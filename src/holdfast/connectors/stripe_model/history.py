"""The items of a subscription over time: from what was seen of it, and before that from its invoices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from holdfast.billing.ledger.contract import Item
from holdfast.connectors.stripe_model.lines import Line
from holdfast.connectors.stripe_model.prices import (
    included_tax,
    interval_of,
    is_unpriced,
    period_amount,
    plan_name,
    price_of,
    quantity_of,
)
from holdfast.connectors.stripe_model.store import Seen, Store
from holdfast.connectors.stripe_model.values import Object, earliest, listed, moment, ref

# Items that were made together with their subscription.
_TOGETHER = timedelta(hours=1)


class Unpriced(ValueError):
    """An item whose price is not in the files; the message says what is missing and what to do."""


@dataclass(frozen=True, slots=True)
class History:
    """`observed_from` is when the rebuilt past ends; None when nothing was rebuilt."""

    items: tuple[Item, ...]
    observed_from: datetime | None = None


def start_of(subscription: Object) -> datetime | None:
    return moment(subscription.get("start_date")) or moment(subscription.get("created"))


def period_start(subscription: Object) -> datetime | None:
    """When the running billing period began: on the subscription in the old shape, on its items in the new one."""
    inside = earliest(moment(item.get("current_period_start")) for item in items_of(subscription))
    return moment(subscription.get("current_period_start")) or inside


def period_end(subscription: Object) -> datetime | None:
    inside = [moment(item.get("current_period_end")) for item in items_of(subscription)]
    return moment(subscription.get("current_period_end")) or max((each for each in inside if each), default=None)


def items_of(subscription: Object) -> list[Object]:
    """The items; a subscription of the oldest shape has one plan and no items."""
    items = listed(subscription.get("items"))
    if not items and subscription.get("plan"):
        items = [{"id": subscription.get("id"), "plan": subscription["plan"], "quantity": subscription.get("quantity")}]
    return items


def history(store: Store, snapshots: Sequence[Seen], lines: Sequence[Line]) -> History:
    """Every version of every item. Raises Unpriced."""
    versions: list[Item] = []
    if not lines and not any(items_of(seen.object) for seen in snapshots):
        raise Unpriced("it has no items")
    begins = start_of(snapshots[0].object)
    past, observed_from = _from_lines(store, snapshots[0].object, lines, begins)
    for number, seen in enumerate(snapshots):
        following = snapshots[number + 1] if number + 1 < len(snapshots) else None
        at = (observed_from or begins) if number == 0 else seen_at(seen, snapshots[number - 1])
        if at is not None:
            before = snapshots[number - 1] if number else None
            tells = seen.at is None or not number
            starts = _own_starts(seen, before, begins) if tells and observed_from is None else {}
            versions += _seen_items(store, seen, at, following, starts)
    return History((*past, *versions), observed_from)


def seen_at(seen: Seen, before: Seen) -> datetime | None:
    """When a snapshot began to hold; an export that differs from what was seen before, with its billing period."""
    if seen.at is not None:
        return seen.at
    period = period_start(seen.object)
    return max(filter(None, (period, before.at, before.made_after)), default=None)


def _own_starts(seen: Seen, before: Seen | None, begins: datetime | None) -> dict[str | None, datetime]:
    """When items began that came after their subscription, as they say themselves.

    Nothing tells when an item went: where one may have taken the place of another, both change on the same day.
    """
    told = seen.object
    made, over = moment(told.get("created")), moment(told.get("ended_at"))
    known = {ref(item) for item in items_of(before.object)} if before else set()
    if made is None or begins is None or not known <= {ref(item) for item in items_of(told)}:
        return {}
    came = {ref(item): moment(item.get("created")) for item in items_of(told) if ref(item) not in known}
    late = {item: at for item, at in came.items() if at is not None and at > made + _TOGETHER}
    return {item: max(at, begins) for item, at in late.items() if over is None or at < over}


def _seen_items(
    store: Store, seen: Seen, at: datetime, following: Seen | None, starts: Mapping[str | None, datetime]
) -> list[Item]:
    told = seen.object
    stays = {ref(item) for item in items_of(following.object)} if following else set()
    gone_at = seen_at(following, seen) if following else None
    found = []
    for item in items_of(told):
        ends_at = gone_at if following and ref(item) not in stays else None
        version = _version(store, told, item, starts.get(ref(item), at), ends_at)
        if version is not None:
            found.append(version)
    return found


def _version(store: Store, told: Object, item: Object, at: datetime, ends_at: datetime | None) -> Item | None:
    if ends_at is not None and ends_at <= at:
        return None
    price = price_of(store, item)
    if price is None:
        name = ref(item.get("price")) or ref(item.get("plan")) or ref(item)
        raise Unpriced(f"the price {name} is not in the files")
    if is_unpriced(price):
        raise Unpriced(f"the tiers of the price {ref(price)} are missing; export prices with expand[]=data.tiers")
    interval, count = interval_of(price)
    if interval is None:
        return None  # a one-time price is no part of a subscription's MRR
    quantity = quantity_of(item)
    return Item(
        item=str(item.get("id") or ref(price)),
        plan=plan_name(store, price),
        currency=str(price.get("currency") or told.get("currency") or "usd").upper(),
        amount=period_amount(price, quantity, included_tax(item, told)),
        quantity=quantity,
        interval=interval,
        interval_count=count,
        starts_at=at,
        ends_at=ends_at,
    )


def _from_lines(
    store: Store, told: Object, lines: Sequence[Line], begins: datetime | None
) -> tuple[list[Item], datetime | None]:
    """What recurring lines say of the time before the running period, and when that period began."""
    until = period_start(told)
    early = [line for line in lines if line.starts_at is not None and until is not None and line.starts_at < until]
    if until is None or not early:
        return [], None
    unknown = (line.price or "that is not named" for line in early if line.interval is None)
    store.left_out.update(f"past invoice lines of the price {price}, which is not in the files," for price in unknown)
    ids = {ref(item) for item in items_of(told)}
    by_price = {ref(item.get("price") or item.get("plan")): ref(item) for item in items_of(told)}
    trial_end = moment(told.get("trial_end"))
    priced = [line for line in early if not _says_nothing(line, trial_end)]
    versions = [version for line in priced if (version := _billed(line, ids, by_price, until)) is not None]
    if not versions:
        return [], None
    first = min(versions, key=lambda version: version.starts_at)
    if begins is not None and begins < first.starts_at:
        # Before the first invoice lies a trial; what will be billed is what is tried.
        versions.append(_moved(first, begins))
    return versions, until


def _moved(version: Item, starts_at: datetime) -> Item:
    return Item(
        item=version.item, plan=version.plan, currency=version.currency, amount=version.amount,
        quantity=version.quantity, interval=version.interval, interval_count=version.interval_count,
        starts_at=starts_at, ends_at=version.starts_at,
    )  # fmt: skip


def _says_nothing(line: Line, trial_end: datetime | None) -> bool:
    """A line over nothing of a plan that costs something, or of a trial; a free plan is a price of its own."""
    in_trial = trial_end is not None and line.starts_at is not None and line.starts_at < trial_end
    return line.listed <= Decimal(0) and (in_trial or not line.free)


def _billed(line: Line, ids: set[str | None], by_price: dict[str | None, str | None], until: datetime) -> Item | None:
    if line.starts_at is None or line.interval is None:
        return None
    item = line.item or by_price.get(line.price) or line.price or line.id
    # An item that is gone lasted to the end of its last invoice, but not into what was seen.
    ends_at = None if item in ids else min(line.ends_at or until, until)
    return Item(
        item=item, plan=line.plan, currency=line.currency, amount=line.listed, quantity=line.quantity,
        interval=line.interval, interval_count=line.interval_count, starts_at=line.starts_at, ends_at=ends_at,
    )  # fmt: skip
