"""What one billing period of a subscription item costs, and what that is per month. Exact decimals.

Connectors call this while they read a source; `timeline.monthly` is the same arithmetic on whole tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import ClassVar, Final, Literal

from holdfast.core.errors import UserFacingError

SIX_PLACES: Final = Decimal("0.000001")
MONTHS: Final = {
    "day": Fraction(12, 365),
    "week": Fraction(12, 52),
    "month": Fraction(1),
    "year": Fraction(12),
}
# Minor units by ISO 4217, where they are not two.
_NO_PLACES: Final = "BIF CLP DJF GNF ISK JPY KMF KRW MGA PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE_PLACES: Final = "BHD IQD JOD KWD LYD OMR TND"
_PLACES: Final = dict.fromkeys(_NO_PLACES.split(), 0) | dict.fromkeys(_THREE_PLACES.split(), 3) | {"CLF": 4, "UYW": 4}


class UnknownInterval(UserFacingError):
    """A price that is not billed by the day, week, month or year. Never to be read as monthly."""

    code: ClassVar[str] = "unknown_interval"


def months_of(interval: str | None, count: int | None = 1) -> Fraction:
    """The length of `count` intervals in months. Raises UnknownInterval, also for a one-time price (None)."""
    length = MONTHS.get((interval or "").lower())
    if length is None or count is None or count < 1:
        raise UnknownInterval(
            f"Billing interval {interval!r} times {count!r} is not known: use day, week, month or year and a count of "
            f"1 or more, or leave one-time prices out."
        )
    return length * count


def monthly(amount: Decimal, interval: str | None, count: int | None = 1) -> Decimal:
    """`amount` per billing period as an amount per month, rounded half up to six places."""
    return _rounded(Fraction(amount) / months_of(interval, count), SIX_PLACES)


def places_of(currency: str) -> int:
    """How many decimals the minor unit of a currency has. Some payment providers differ for a few currencies."""
    return _PLACES.get(currency.upper(), 2)


def to_major(minor: int | Decimal, currency: str, *, places: int | None = None) -> Decimal:
    """1999 cents as 19.99; 1999 yen as 1999. `places` overrides the currency's own."""
    return Decimal(minor).scaleb(-(places_of(currency) if places is None else places))


def without_tax(amount: Decimal, percent: Decimal) -> Decimal:
    """The part of a tax-inclusive amount that is not tax, to six places."""
    return _rounded(Fraction(amount) * 100 / (100 + Fraction(percent)), SIX_PLACES)


@dataclass(frozen=True, slots=True)
class Tier:
    """Holds for quantities up to and including `up_to`; None: without end."""

    up_to: Decimal | None
    unit_amount: Decimal = Decimal(0)
    flat_amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """A recurring price. Either `unit_amount` or `tiers`; quantities are divided by `divide_by` before pricing."""

    unit_amount: Decimal | None = None
    tiers: tuple[Tier, ...] = ()
    tiers_mode: Literal["graduated", "volume"] = "graduated"
    divide_by: int = 1
    round_up: bool = True
    minimum: Decimal = Decimal(0)
    included_tax_percent: Decimal = Decimal(0)

    def amount(self, quantity: Decimal) -> Decimal:
        """One billing period at `quantity`, before tax and discounts, at least the minimum commitment."""
        priced = quantity
        if self.divide_by > 1:
            rounding = ROUND_CEILING if self.round_up else ROUND_FLOOR
            priced = (quantity / self.divide_by).to_integral_value(rounding)
        flat = (self.unit_amount or Decimal(0)) * priced
        total = tiered(priced, self.tiers, self.tiers_mode) if self.tiers else flat
        if self.included_tax_percent:
            total = without_tax(total, self.included_tax_percent)
        return max(total, self.minimum)


def tiered(quantity: Decimal, tiers: Sequence[Tier], mode: Literal["graduated", "volume"]) -> Decimal:
    """Volume: the tier of the quantity prices all of it. Graduated: each tier prices its own part.

    A flat amount falls due once its tier is reached; that of the first tier also at quantity 0.
    """
    ordered = sorted(tiers, key=lambda tier: (tier.up_to is None, tier.up_to or 0))
    if mode == "volume":
        tier = next((t for t in ordered if t.up_to is None or quantity <= t.up_to), ordered[-1])
        return tier.unit_amount * quantity + tier.flat_amount
    total, below = Decimal(0), Decimal(0)
    for tier in ordered:
        top = quantity if tier.up_to is None else min(quantity, tier.up_to)
        if quantity > below or tier is ordered[0]:
            total += tier.unit_amount * max(top - below, Decimal(0)) + tier.flat_amount
        if tier.up_to is not None:
            below = tier.up_to
    return total


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupon:
    """A discount in force from `starts_at` to `ends_at` (None: without end), on some items or (None) on all.

    `percent_off` or `amount_off` per invoice. A coupon for one invoice only has duration `once`.
    """

    starts_at: datetime
    ends_at: datetime | None = None
    percent_off: Decimal | None = None
    amount_off: Decimal | None = None
    duration: Literal["once", "repeating", "forever"] = "forever"
    items: frozenset[str] | None = None


def discounts(amounts: Sequence[tuple[str, Decimal]], coupons: Sequence[Coupon], places: int) -> list[Decimal]:
    """What the coupons take off each (item, amount) of one invoice, in the order in which they are billed.

    Each coupon works on what the ones before it left, never below 0, and is split over its items by what is left of
    them. `places` is the currency's; the parts sum exactly to the whole.
    """
    left = [max(amount, Decimal(0)) for _, amount in amounts]
    for coupon in coupons:
        scope = [i for i, (item, _) in enumerate(amounts) if coupon.items is None or item in coupon.items]
        base = sum((left[i] for i in scope), Decimal(0))
        off = min(base, _off(base, coupon, places))
        for i, part in zip(scope, split(off, [left[i] for i in scope], places), strict=True):
            left[i] -= part
    return [max(amount, Decimal(0)) - rest for (_, amount), rest in zip(amounts, left, strict=True)]


def _off(base: Decimal, coupon: Coupon, places: int) -> Decimal:
    if coupon.percent_off is not None:
        return _rounded(Fraction(base) * Fraction(coupon.percent_off) / 100, Decimal(1).scaleb(-places))
    return coupon.amount_off or Decimal(0)


def split(total: Decimal, weights: Sequence[Decimal], places: int) -> list[Decimal]:
    """`total` in parts by weight that sum to it exactly, in minor units, finer where an amount is.

    Largest remainder: the units that rounding down leaves over go to the largest remainders, the first one of equals.
    With a total of at most the sum of the weights no part is larger than its weight.
    """
    whole = sum(weights, Decimal(0))
    if not whole:
        return [Decimal(0) for _ in weights]
    finest = max(places, *(-int(amount.as_tuple().exponent) for amount in (total, *weights)))
    unit = Decimal(1).scaleb(-finest)
    exact = [Fraction(total) * Fraction(weight) / Fraction(whole) / Fraction(unit) for weight in weights]
    units = [int(share) for share in exact]
    over = int(Fraction(total) / Fraction(unit)) - sum(units)
    for i in sorted(range(len(weights)), key=lambda i: units[i] - exact[i])[:over]:
        units[i] += 1
    return [unit * count for count in units]


def _rounded(value: Fraction, to: Decimal) -> Decimal:
    """Half up, away from zero, without a detour over a rounded quotient."""
    units = abs(value) / Fraction(to)
    count = int(units + Fraction(1, 2))
    return (Decimal(count) * to).quantize(to, ROUND_HALF_UP) * (-1 if value < 0 else 1)
