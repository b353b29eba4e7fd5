"""Invoice lines in the new and the old shape, as one form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from holdfast.connectors.stripe_model.prices import (
    interval_of,
    is_metered,
    is_unpriced,
    period_amount,
    plan_name,
    price_of,
    quantity_of,
)
from holdfast.connectors.stripe_model.store import Seen, Store
from holdfast.connectors.stripe_model.values import Object, first, listed, moment, money, nested, ref, six_places

BILLED = ("paid", "open", "uncollectible")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`listed` is the amount before coupons and tax, `amount` after coupons. `free`: the price itself is nothing."""

    id: str
    kind: str
    currency: str
    amount: Decimal
    listed: Decimal
    quantity: Decimal
    subscription: str | None
    item: str | None
    price: str | None
    plan: str | None
    interval: str | None
    interval_count: int
    starts_at: datetime | None
    ends_at: datetime | None
    free: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An invoice. Drafts and voided ones were never really sent: they are not `billed`."""

    id: str
    status: str
    account: str
    created_at: datetime | None
    invoiced_at: datetime | None
    paid_at: datetime | None
    amount_paid: Decimal
    reason: str | None
    subscription: str | None
    lines: tuple[Line, ...]
    source_row: str

    @property
    def billed(self) -> bool:
        return self.status in BILLED


def read_invoice(store: Store, seen: Seen) -> Invoice | None:
    """The invoice; None when it names no customer."""
    told = seen.object
    status = str(told.get("status") or ("paid" if told.get("paid") else "open"))
    account = ref(told.get("customer"))
    if account is None:
        return None
    created = first(moment(told.get("created")), moment(told.get("date")))
    invoiced = first(moment(nested(told, "status_transitions", "finalized_at")), created)
    paid = first(moment(nested(told, "status_transitions", "paid_at")), invoiced) if status == "paid" else None
    currency = str(told.get("currency") or "usd")
    subscription = _subscription_of(told)
    return Invoice(
        id=str(told["id"]),
        status=status,
        account=account,
        created_at=created,
        invoiced_at=invoiced,
        paid_at=paid,
        amount_paid=money(told.get("amount_paid"), currency) or Decimal(0),
        reason=told.get("billing_reason"),
        subscription=subscription,
        lines=tuple(_lines(store, told, currency, subscription)),
        source_row=seen.source_row,
    )


def together(lines: Iterable[Line]) -> list[Line]:
    """One line for what one invoice says of one item, price and period: each graduated tier has a line of its own."""
    found: dict[tuple[object, ...], Line] = {}
    for line in lines:
        key = (line.kind, line.subscription, line.item, line.price or line.id, line.starts_at, line.ends_at)
        before = found.get(key)
        found[key] = line if before is None else _sum(before, line)
    return list(found.values())


def _sum(one: Line, other: Line) -> Line:
    return replace(
        one,
        amount=one.amount + other.amount,
        listed=one.listed + other.listed,
        quantity=one.quantity + other.quantity,
        free=one.free and other.free,
    )


def _subscription_of(told: Object) -> str | None:
    return ref(first(told.get("subscription"), nested(told, "parent", "subscription_details", "subscription")))


def _lines(store: Store, invoice: Object, currency: str, subscription: str | None) -> Iterator[Line]:
    for number, told in enumerate(listed(invoice.get("lines")), start=1):
        line_currency = str(told.get("currency") or currency)
        gross = money(told.get("amount"), line_currency)
        if gross is None:
            continue
        price = price_of(store, told) or {}
        interval, count = interval_of(price)
        off, tax = _taken_off(told, line_currency), _included_tax(told, line_currency)
        details = nested(told, "parent", "subscription_item_details") or {}
        yield Line(
            id=str(told.get("id") or number),
            kind=_kind(told, price),
            currency=line_currency.upper(),
            amount=gross - off - tax,
            listed=_listed(gross, off, tax),
            quantity=quantity_of(told),
            subscription=ref(first(told.get("subscription"), details.get("subscription"), subscription)),
            item=ref(first(told.get("subscription_item"), details.get("subscription_item"))),
            price=ref(price) or ref(nested(told, "pricing", "price_details", "price")),
            plan=plan_name(store, price) if price else None,
            interval=interval,
            interval_count=count,
            starts_at=moment(nested(told, "period", "start")),
            ends_at=moment(nested(told, "period", "end")),
            free=_is_free(price, quantity_of(told)),
        )


def _kind(told: Object, price: Object) -> str:
    parent = told.get("parent") or {}
    details = parent.get(str(parent.get("type"))) or {}
    if told.get("proration") or (isinstance(details, dict) and details.get("proration")):
        return "proration"
    of_subscription = told.get("type") == "subscription" or parent.get("type") == "subscription_item_details"
    if not of_subscription:
        return "one_time"
    return "usage" if is_metered(price) else "recurring"


def _is_free(price: Object, quantity: Decimal) -> bool:
    """A price of nothing, and not one that is only missing from the files."""
    return bool(price) and not is_unpriced(price) and period_amount(price, quantity, Decimal(0)) <= 0


def _listed(gross: Decimal, off: Decimal, tax: Decimal) -> Decimal:
    """The amount before coupons without its tax. What is told is the tax on the discounted amount."""
    if not off or gross == off:
        return gross - tax
    return six_places(gross * (gross - off - tax) / (gross - off))


def _taken_off(told: Object, currency: str) -> Decimal:
    parts = (money(each.get("amount"), currency) for each in listed(told.get("discount_amounts")))
    return sum((part for part in parts if part is not None), Decimal(0))


def _included_tax(told: Object, currency: str) -> Decimal:
    """Tax inside the amount: `tax_amounts` with `inclusive` (old), `taxes` with a `tax_behavior` (new)."""
    old = (each.get("amount") for each in listed(told.get("tax_amounts")) if each.get("inclusive"))
    new = (each.get("amount") for each in listed(told.get("taxes")) if each.get("tax_behavior") == "inclusive")
    parts = [money(each, currency) for each in [*new] or [*old]]
    return sum((part for part in parts if part is not None), Decimal(0))
