"""Changes that a subscription schedule has planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from holdfast.billing.ledger.contract import Item
from holdfast.connectors.stripe_model.prices import (
    included_tax,
    interval_of,
    is_unpriced,
    period_amount,
    plan_name,
    price_of,
    quantity_of,
)
from holdfast.connectors.stripe_model.store import Store
from holdfast.connectors.stripe_model.values import Object, listed, moment, ref


def planned(store: Store, subscription: Object, items: Sequence[Item]) -> tuple[list[Item], datetime | None]:
    """The items of the phases that follow the running one, and when the schedule will cancel, if it does."""
    found: list[Item] = []
    ends = None
    for seen in store.all("subscription_schedule"):
        schedule = seen.object
        if ref(schedule.get("subscription")) != subscription.get("id"):
            continue
        if schedule.get("status") in ("canceled", "released", "completed"):
            continue
        found += _phases(store, subscription, schedule, items)
        last = max(
            (at for phase in listed(schedule.get("phases")) if (at := moment(phase.get("end_date")))), default=None
        )
        ends = last if schedule.get("end_behavior") == "cancel" else ends
    return found, ends


def _phases(store: Store, subscription: Object, schedule: Object, items: Sequence[Item]) -> Iterator[Item]:
    running = moment((schedule.get("current_phase") or {}).get("start_date"))
    known_at = moment(schedule.get("created"))
    ids = list(dict.fromkeys(item.item for item in items if item.ends_at is None))
    for phase in listed(schedule.get("phases")):
        starts_at = moment(phase.get("start_date"))
        if starts_at is None or running is None or starts_at <= running:
            continue
        for number, told in enumerate(listed(phase.get("items"))):
            price = price_of(store, told)
            if price is None or is_unpriced(price):
                continue
            interval, count = interval_of(price)
            if interval is None:
                continue
            quantity = quantity_of(told)
            yield Item(
                # A phase does not name items: its first one goes on with the first one of the subscription.
                item=ids[number] if number < len(ids) else str(ref(price)),
                plan=plan_name(store, price),
                currency=str(price.get("currency") or subscription.get("currency") or "usd").upper(),
                amount=period_amount(price, quantity, included_tax(told, subscription)),
                quantity=quantity,
                interval=interval,
                interval_count=count,
                starts_at=starts_at,
                known_at=known_at,
            )
