"""Discounts of a subscription, its items and its customer as coupons, in the new and the old shape."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from holdfast.billing.ledger.pricing import Coupon
from holdfast.connectors.stripe_model.history import seen_at
from holdfast.connectors.stripe_model.prices import included_tax_of
from holdfast.connectors.stripe_model.store import Seen, Store
from holdfast.connectors.stripe_model.values import Object, decimal, first, listed, moment, money, nested, ref


def coupons_of(store: Store, snapshots: list[Seen]) -> tuple[list[Coupon], list[str]]:
    """The coupons of a subscription over time, and the discounts that could not be found.

    A discount that a later snapshot no longer has ended when that snapshot began to hold; one for a single invoice
    is gone as soon as it was used, and lasts as long as what it was used for.
    """
    found: list[Coupon] = []
    running: dict[str, int] = {}  # the place in `found` of each discount that the snapshot before had
    known: set[str] = set()
    missing: list[str] = []
    for number, seen in enumerate(snapshots):
        at = seen_at(seen, snapshots[number - 1]) if number else None
        present: dict[str, int] = {}
        for told, items in _discounts(store, seen.object):
            key = f"{ref(told)}/{'+'.join(sorted(items or ()))}"
            coupon = _coupon(store, told, seen.object, items)
            if coupon is None:
                missing.append(str(ref(told)))
                continue
            if key not in running:
                found.append(_back(coupon, at) if key in known else coupon)
            present[key] = running.get(key, len(found) - 1)
        if at is not None:
            for key in running.keys() - present.keys():
                found[running[key]] = _gone(found[running[key]], at)
        running = present if at is not None else running | present
        known |= present.keys()
    return found, missing


def _back(coupon: Coupon, at: datetime | None) -> Coupon:
    """A discount that was away counts again from when it was seen again, not from its first start."""
    return coupon if at is None else replace(coupon, starts_at=max(at, coupon.starts_at))


def _gone(coupon: Coupon, at: datetime) -> Coupon:
    over = coupon.duration == "once" or (coupon.ends_at is not None and coupon.ends_at <= at)
    return coupon if over else replace(coupon, ends_at=max(at, coupon.starts_at))


def _discounts(store: Store, subscription: Object) -> list[tuple[Any, frozenset[str] | None]]:
    """Discounts in the order in which they are billed, with the items they are for (None: all)."""
    found: list[tuple[Any, frozenset[str] | None]] = []
    for item in listed(subscription.get("items")):
        found += [(told, frozenset({str(item.get("id"))})) for told in item.get("discounts") or []]
    whole = [*(subscription.get("discounts") or [])]
    if not whole and subscription.get("discount"):
        whole = [subscription["discount"]]
    if not whole and not found:
        customer = store.get("customer", subscription.get("customer")) or {}
        whole = [customer["discount"]] if customer.get("discount") else []
    return [*found, *((told, None) for told in whole)]


def _coupon(store: Store, told: Any, subscription: Object, items: frozenset[str] | None) -> Coupon | None:
    discount = told if isinstance(told, dict) else store.get("discount", told)
    if discount is None:
        return None
    coupon = store.get("coupon", first(nested(discount, "source", "coupon"), discount.get("coupon")))
    starts = first(moment(discount.get("start")), moment(subscription.get("start_date")))
    if coupon is None or starts is None:
        return None
    duration = coupon.get("duration")
    return Coupon(
        starts_at=starts,
        ends_at=moment(discount.get("end")),
        percent_off=decimal(coupon.get("percent_off")),
        amount_off=_amount_off(coupon, subscription),
        duration=duration if duration in ("once", "repeating") else "forever",
        items=_in_scope(coupon, subscription, items),
    )


def _amount_off(coupon: Object, subscription: Object) -> Decimal | None:
    """Before tax: off a price that contains its tax, a part of the amount was tax as well."""
    currency = str(subscription.get("currency") or coupon.get("currency") or "usd")
    gross = _gross_off(coupon, currency)
    percents = {included_tax_of(item, subscription) for item in listed(subscription.get("items"))}
    if gross is None or len(percents) != 1:
        return gross
    return gross / (1 + percents.pop() / 100)


def _gross_off(coupon: Object, currency: str) -> Decimal | None:
    option = nested(coupon, "currency_options", currency.lower(), "amount_off")
    own = coupon.get("amount_off") if str(coupon.get("currency") or currency).lower() == currency.lower() else None
    return money(first(own, option), currency)


def _in_scope(coupon: Object, subscription: Object, items: frozenset[str] | None) -> frozenset[str] | None:
    """Only the items of the products that the coupon is for, where it names any."""
    products = nested(coupon, "applies_to", "products")
    if not products:
        return items
    fitting = {
        str(item.get("id"))
        for item in listed(subscription.get("items"))
        if ref(nested(item, "price", "product") or nested(item, "plan", "product")) in products
    }
    return frozenset(fitting if items is None else fitting & items)
