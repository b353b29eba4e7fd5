"""Stripe's objects in the old and the new shape, made for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson

Object = dict[str, Any]

# What is told where one subscription has neither earlier exports nor invoices nor events.
ALONE = (
    "subscriptions known by one export alone: 1. What they cost now is taken for what they have cost since they began; "
    "keep their earlier exports in the same folder, or add invoices or events."
)


def at(day: str) -> int:
    """Midnight UTC in seconds since 1970."""
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


def price(key: str = "price_pro", amount: int | None = 2_000, **more: Any) -> Object:
    recurring = {"interval": "month", "interval_count": 1, "usage_type": "licensed"} | more.pop("recurring", {})
    return {
        "object": "price", "id": key, "currency": "usd", "unit_amount": amount, "nickname": "Pro",
        "billing_scheme": "per_unit", "recurring": recurring, "type": "recurring",
    } | more  # fmt: skip


def subscription(key: str = "sub_1", *, new: bool = True, period: tuple[str, str] = ("2024-05-01", "2024-06-01"),
                 items: list[Object] | None = None, **more: Any) -> Object:  # fmt: skip
    """Monthly since the beginning of 2024, paid by cus_1. `new`: the billing period stands on the items."""
    bounds = {"current_period_start": at(period[0]), "current_period_end": at(period[1])}
    told = [
        {"object": "subscription_item", "id": f"si_{number}", "quantity": 1, "created": at("2024-01-01")}
        | each
        | (bounds if new else {})
        for number, each in enumerate(items or [{"price": price()}], start=1)
    ]
    return {
        "object": "subscription", "id": key, "customer": "cus_1", "created": at("2024-01-01"), "currency": "usd",
        "start_date": at("2024-01-01"), "status": "active", "items": {"object": "list", "data": told},
        "collection_method": "charge_automatically",
    } | ({} if new else bounds) | more  # fmt: skip


def invoice(key: str, start: str, end: str, amount: int = 2_000, *, new: bool = True, paid: str | None = None,
            line: Object | None = None, **more: Any) -> Object:  # fmt: skip
    """A paid invoice over one line of sub_1's first item."""
    body: Object = {"object": "line_item", "id": f"il_{key}", "amount": amount, "currency": "usd", "quantity": 1,
                    "period": {"start": at(start), "end": at(end)}}  # fmt: skip
    if new:
        details = {"subscription": "sub_1", "subscription_item": "si_1", "proration": False}
        body |= {
            "parent": {"type": "subscription_item_details", "subscription_item_details": details},
            "pricing": {"type": "price_details", "price_details": {"price": "price_pro", "product": "prod_1"}},
        }
        whole: Object = {"parent": {"type": "subscription_details", "subscription_details": {"subscription": "sub_1"}}}
    else:
        body |= {"type": "subscription", "subscription": "sub_1", "subscription_item": "si_1", "proration": False,
                 "price": price()}  # fmt: skip
        whole = {"subscription": "sub_1"}
    return {
        "object": "invoice", "id": key, "customer": "cus_1", "currency": "usd", "status": "paid", "created": at(start),
        "amount_paid": amount, "status_transitions": {"finalized_at": at(start), "paid_at": at(paid or start)},
        "billing_reason": "subscription_cycle", "lines": {"object": "list", "data": [body | (line or {})]},
    } | whole | more  # fmt: skip


def discount(coupon: Object, *, new: bool = True, start: str = "2024-01-01", end: str | None = None) -> Object:
    held = {"source": {"type": "coupon", "coupon": coupon}} if new else {"coupon": coupon}
    return {
        "object": "discount",
        "id": f"di_{coupon['id']}",
        "start": at(start),
        "end": at(end) if end else None,
    } | held


def coupon(key: str, **more: Any) -> Object:
    return {"object": "coupon", "id": key, "duration": "forever", "percent_off": None, "amount_off": None} | more


def lines_of(*objects: Object) -> bytes:
    return b"\n".join(orjson.dumps(each) for each in objects)
