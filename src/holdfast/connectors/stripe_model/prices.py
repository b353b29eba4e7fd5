"""What an item of a subscription costs per billing period, from a price in its new or old shape."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from holdfast.billing.ledger.pricing import Price, Tier
from holdfast.connectors.stripe_model.store import Store
from holdfast.connectors.stripe_model.values import Object, decimal, first, listed, money, nested, ref

_ONE = Decimal(1)


def price_of(store: Store, item: Object) -> Object | None:
    """The price of an item or line, whole: given inside, by id, or as an old plan."""
    told = first(item.get("price"), item.get("plan"), nested(item, "pricing", "price_details", "price"))
    found = store.get("price", told) or store.get("plan", told)
    if isinstance(told, dict) and told.get("id"):
        # Tiers stand only in a price that was fetched on its own with them.
        return (store.get("price", told["id"]) or store.get("plan", told["id"]) or {}) | _filled(told)
    return found


def _filled(value: Object) -> Object:
    return {name: each for name, each in value.items() if each is not None}


def interval_of(price: Object) -> tuple[str | None, int]:
    """The billing interval and its count; None for a one-time price."""
    recurring = price.get("recurring") or price
    return recurring.get("interval"), int(recurring.get("interval_count") or 1)


def is_metered(price: Object) -> bool:
    recurring = price.get("recurring") or price
    return bool(recurring.get("usage_type") == "metered" or recurring.get("meter"))


def plan_name(store: Store, price: Object) -> str | None:
    """How people call the plan: the price's own name, its product's, or its id."""
    product = store.get("product", price.get("product"))
    return first(price.get("nickname") or None, nested(product, "name"), price.get("lookup_key"), ref(price))


def period_amount(price: Object, quantity: Decimal, included_tax: Decimal) -> Decimal:
    """One whole billing period at this quantity, before tax and coupons; of usage only what is due without any."""
    asked = Decimal(0) if is_metered(price) else quantity
    return _as_price(price, included_tax).amount(asked)


def _as_price(price: Object, included_tax: Decimal) -> Price:
    currency = str(price.get("currency") or "usd")
    divide = price.get("transform_quantity") or price.get("transform_usage") or {}
    unit = first(price.get("unit_amount_decimal"), price.get("unit_amount"), price.get("amount_decimal"),
                 price.get("amount"))  # fmt: skip
    tiers = tuple(_tier(tier, currency) for tier in listed(price.get("tiers")))
    return Price(
        unit_amount=money(unit, currency),
        tiers=tiers if price.get("billing_scheme") == "tiered" or tiers else (),
        tiers_mode="volume" if price.get("tiers_mode") == "volume" else "graduated",
        divide_by=int(divide.get("divide_by") or 1),
        round_up=divide.get("round") != "down",
        included_tax_percent=included_tax if price.get("tax_behavior") != "exclusive" else Decimal(0),
    )


def _tier(tier: Object, currency: str) -> Tier:
    return Tier(
        up_to=decimal(tier.get("up_to")) if tier.get("up_to") not in (None, "inf") else None,
        unit_amount=_minor(tier, "unit_amount", currency),
        flat_amount=_minor(tier, "flat_amount", currency),
    )


def _minor(tier: Object, name: str, currency: str) -> Decimal:
    found = money(first(tier.get(f"{name}_decimal"), tier.get(name)), currency)
    return found if found is not None else Decimal(0)


def is_unpriced(price: Object) -> bool:
    """A tiered price that came without its tiers: its amount cannot be known."""
    return price.get("billing_scheme") == "tiered" and not listed(price.get("tiers"))


def included_tax(item: Object, subscription: Object) -> Decimal:
    """Percent of tax that the price contains, by the tax rates on the item or, without any, on the subscription."""
    rates: list[Any] = listed(item.get("tax_rates")) or listed(subscription.get("default_tax_rates"))
    percents = (decimal(rate.get("percentage")) for rate in rates if rate.get("inclusive"))
    return sum((percent for percent in percents if percent is not None), Decimal(0))


def included_tax_of(item: Object, subscription: Object) -> Decimal:
    """The same, as it applies to the price of the item: nothing where tax is added on top."""
    price = first(item.get("price"), item.get("plan")) or {}
    exclusive = isinstance(price, dict) and price.get("tax_behavior") == "exclusive"
    return Decimal(0) if exclusive else included_tax(item, subscription)


def quantity_of(item: Object) -> Decimal:
    found = decimal(item.get("quantity"))
    return found if found is not None else _ONE
