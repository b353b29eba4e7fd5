"""Rows of Fivetran's Stripe tables as the objects of Stripe that they were made of.

Amounts are minor units and instants UTC, as in Stripe; what is nested in an object stands in columns with its path as
prefix, and lists are tables of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson

from holdfast.connectors.stripe_model.values import decimal

Row = dict[str, Any]
Object = dict[str, Any]

TRUE = frozenset({"true", "t", "1", "yes"})


def instant(value: Any) -> float | None:
    """Seconds since 1970 of "2021-02-18 14:16:37" and its like; None for nothing and for what is none."""
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(str(value).strip().removesuffix(" UTC"))
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def truth(value: Any) -> bool | None:
    return None if value in (None, "") else str(value).casefold() in TRUE


def _json(value: Any) -> Any:
    try:
        return orjson.loads(value) if value else {}
    except orjson.JSONDecodeError:
        return {}


def customer(row: Row) -> Object:
    address = {name: row.get(f"address_{name}") for name in ("city", "country", "state")}
    kept = {name: row.get(name) for name in ("id", "name", "description", "email")}
    return kept | {"created": instant(row.get("created")), "address": address, "metadata": _json(row.get("metadata"))}


def product(row: Row) -> Object:
    return {"id": row.get("id"), "name": row.get("name")}


def price(row: Row) -> Object:
    recurring = {
        "interval": row.get("recurring_interval"),
        "interval_count": row.get("recurring_interval_count"),
        "usage_type": row.get("recurring_usage_type"),
    }
    return _priced(row, "transform_quantity") | {
        "recurring": recurring,
        "unit_amount": row.get("unit_amount"),
        "unit_amount_decimal": row.get("unit_amount_decimal"),
    }


def plan(row: Row) -> Object:
    kept = {name: row.get(name) for name in ("amount", "interval", "interval_count", "usage_type")}
    return _priced(row, "transform_usage") | kept


def _priced(row: Row, divided: str) -> Object:
    kept = ("id", "currency", "nickname", "billing_scheme", "tiers_mode")
    divide = {"divide_by": row.get(f"{divided}_divide_by"), "round": row.get(f"{divided}_round")}
    return {name: row.get(name) for name in kept} | {"product": row.get("product_id"), divided: divide}


def tier(row: Row) -> Object:
    unit = row.get("unit_amount") or row.get("amount")
    return {"up_to": row.get("up_to"), "unit_amount": unit, "flat_amount": row.get("flat_amount")}


def coupon(row: Row) -> Object:
    return {name: row.get(name) for name in ("id", "amount_off", "percent_off", "currency", "duration", "name")}


def discount(row: Row) -> Object:
    return {
        "id": row.get("id"),
        "coupon": row.get("coupon_id"),
        "start": instant(row.get("start")),
        "end": instant(row.get("end")),
    }


_MOMENTS = (
    "created", "start_date", "trial_start", "trial_end", "current_period_start", "current_period_end", "cancel_at",
    "canceled_at", "ended_at",
)  # fmt: skip


def subscription(row: Row) -> Object:
    pause = {
        "behavior": row.get("pause_collection_behavior"),
        "resumes_at": instant(row.get("pause_collection_resumes_at")),
    }
    details = {name: row.get(f"cancellation_details_{name}") for name in ("reason", "feedback", "comment")}
    return {
        "id": row.get("id"),
        "customer": row.get("customer_id"),
        "status": row.get("status"),
        "currency": row.get("currency"),
        "collection_method": row.get("collection_method") or row.get("billing"),
        "cancel_at_period_end": truth(row.get("cancel_at_period_end")),
        "cancellation_details": details,
        "pause_collection": pause if pause["behavior"] else None,
        **{name: instant(row.get(name)) for name in _MOMENTS},
    }


def subscription_item(row: Row) -> Object:
    return {
        "id": row.get("id"),
        "price": row.get("price_id") or row.get("plan_id"),
        "quantity": row.get("quantity"),
        "created": instant(row.get("created")),
        "current_period_start": instant(row.get("current_period_start")),
        "current_period_end": instant(row.get("current_period_end")),
    }


def invoice(row: Row) -> Object:
    paid = truth(row.get("paid"))
    return {
        "id": row.get("id"),
        "customer": row.get("customer_id"),
        "subscription": row.get("subscription_id"),
        "status": row.get("status") or ("paid" if paid else "open"),
        "currency": row.get("currency"),
        "created": instant(row.get("created") or row.get("period_start")),
        "amount_paid": row.get("amount_paid"),
        "billing_reason": row.get("billing_reason"),
        "status_transitions": {
            "finalized_at": instant(row.get("status_transitions_finalized_at")),
            "paid_at": instant(row.get("status_transitions_paid_at")),
        },
    }


def invoice_line_item(row: Row) -> Object:
    of_subscription = row.get("type") == "subscription" or (not row.get("type") and row.get("subscription_id"))
    return {
        "id": row.get("unique_id") or row.get("id"),
        "amount": row.get("amount"),
        "currency": row.get("currency"),
        "quantity": row.get("quantity"),
        "price": row.get("price_id") or row.get("plan_id"),
        "proration": truth(row.get("proration")),
        "subscription": row.get("subscription_id"),
        "subscription_item": row.get("subscription_item_id"),
        "type": "subscription" if of_subscription else "invoiceitem",
        "period": {"start": instant(row.get("period_start")), "end": instant(row.get("period_end"))},
    }


def charge(row: Row) -> Object:
    return {"id": row.get("id"), "customer": row.get("customer_id"), "invoice": row.get("invoice_id")}


def refund(row: Row) -> Object:
    kept = {name: row.get(name) for name in ("id", "amount", "currency", "status")}
    return kept | {"charge": row.get("charge_id"), "created": instant(row.get("created"))}


def credit_note(row: Row) -> Object:
    """The table names no customer: it is the one of the invoice. `subtotal` is before discounts and tax."""
    kept = {name: row.get(name) for name in ("id", "amount", "currency", "status")}
    subtotal, off = decimal(row.get("subtotal")), decimal(row.get("discount_amount"))
    return kept | {
        "total_excluding_tax": subtotal if subtotal is None or off is None else subtotal - off,
        "invoice": row.get("invoice_id"),
        "refund": row.get("refund_id"),
        "created": instant(row.get("created")),
    }


# Table -> the kind of object, and how a row becomes one.
TABLES: dict[str, tuple[str, Callable[[Row], Object]]] = {
    "customer": ("customer", customer),
    "product": ("product", product),
    "price": ("price", price),
    "plan": ("plan", plan),
    "coupon": ("coupon", coupon),
    "discount": ("discount", discount),
    "subscription_discount": ("discount", discount),
    "tier": ("tier", tier),
    "price_tier": ("tier", tier),
    "subscription": ("subscription", subscription),
    "subscription_history": ("subscription", subscription),
    "subscription_item": ("subscription_item", subscription_item),
    "invoice": ("invoice", invoice),
    "invoice_line_item": ("line_item", invoice_line_item),
    "charge": ("charge", charge),
    "refund": ("refund", refund),
    "credit_note": ("credit_note", credit_note),
}
