"""Single values of Stripe's objects: instants, references, amounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from holdfast.billing.ledger.pricing import SIX_PLACES, to_major

Object = dict[str, Any]
T = TypeVar("T")

# Currencies that Stripe counts in other units than the ISO standard's.
_STRIPE_PLACES = {"ISK": 2, "UGX": 2}


def moment(value: Any) -> datetime | None:
    """Seconds since 1970 as an instant; None for nothing and for what is no number."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def ref(value: Any) -> str | None:
    """The id of an object that is given whole or by its id."""
    if isinstance(value, dict):
        value = value.get("id")
    return str(value) if value else None


def listed(value: Any) -> list[Object]:
    """The objects of a list, given as a list object or as a plain list."""
    if isinstance(value, dict):
        value = value.get("data")
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def decimal(value: Any) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def money(minor: Any, currency: str) -> Decimal | None:
    """An amount of minor units in major units; None for nothing."""
    value = decimal(minor)
    if value is None:
        return None
    return to_major(value, currency, places=_STRIPE_PLACES.get(currency.upper()))


def six_places(value: Decimal) -> Decimal:
    return value.quantize(SIX_PLACES)


def nested(value: Any, *path: str) -> Any:
    """What stands at the end of the path, or None where it breaks off."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def first(*values: T | None) -> T | None:
    """The first that says something."""
    return next((value for value in values if value is not None), None)


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    return min((each for each in moments if each is not None), default=None)
