"""What the simulated company sells, and the behaviour planted in its customers.

Prices are whole cents per seat and month, chosen so that an annual price divides by twelve and every coupon leaves
whole cents. So the MRR of any contract is an exact number of cents, and the truth needs no rounding.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

import numpy as np

from holdfast.simulator.timeline import Floats, Ints, Small


class Size(StrEnum):
    """How many accounts sign up within the 36 months."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"

    @property
    def accounts(self) -> int:
        return {"small": 500, "medium": 5_000, "large": 50_000}[self.value]


PLANS = ("Free", "Starter", "Team", "Business", "Enterprise")
FREE, STARTER, TEAM, BUSINESS, ENTERPRISE = range(5)
ADD_ONS = ("Analytics add-on", "Premium support")
MONTHLY, ANNUAL = range(2)
TERMS = ("month", "year")
CURRENCIES = ("EUR", "USD", "GBP")
MINOR = 100

# [version, plan, currency]: version 1 is the list after the price change.
_MONTHLY_PRICE = np.array(
    [
        [[0, 0, 0], [1200, 1300, 1100], [1800, 2000, 1600], [2900, 3200, 2500], [4500, 4900, 3900]],
        [[0, 0, 0], [1300, 1400, 1200], [2000, 2200, 1800], [3100, 3400, 2700], [4800, 5300, 4200]],
    ],
    dtype=np.int64,
)
_ADD_ON_PRICE = np.array([[4900, 5500, 4500], [9900, 10900, 8900]], dtype=np.int64)
# [version, plan or add-on, currency, term]: an annual seat costs a fifth less.
_ALL_PRICES = np.concatenate([_MONTHLY_PRICE, np.stack([_ADD_ON_PRICE, _ADD_ON_PRICE])], axis=1)
SEAT_PRICE = np.stack([_ALL_PRICES, _ALL_PRICES * 4 // 5], axis=-1)

LOWEST_SEATS = np.array([1, 1, 3, 8, 30], dtype=np.int64)
USUAL_SEATS = np.array([2.0, 2.5, 6.0, 16.0, 45.0])

COUPONS = ("none", "once", "repeating_3", "repeating_12", "forever")
NO_COUPON, ONCE, THREE_MONTHS, TWELVE_MONTHS, FOREVER = range(5)


def monthly_cents(
    version: Ints | Small, plan: Ints | Small, currency: Ints | Small, term: Ints | Small, seats: Ints
) -> Ints:
    """The list price per month in cents of a whole contract."""
    price: Ints = SEAT_PRICE[version, plan, currency, term] * seats
    return price


@dataclass(frozen=True, slots=True)
class Planted:
    """The behaviour the simulator follows; written into the truth, so that the KPIs can be held against it.

    A hazard is the probability that a paying account decides to leave: per month on a monthly term, per renewal on
    an annual one, at `usual_active_days` active days per person and month, from the fourth month on and without slow
    tickets. It is multiplied by `exp(-usage_effect * (active days - usual))`, `slow_ticket_factor` in the month of a
    slow first response and in the month after, and the two factors of tenure.
    """

    monthly_hazard: tuple[float, ...] = (0.0, 0.042, 0.027, 0.017, 0.009)
    renewal_hazard: tuple[float, ...] = (0.0, 0.26, 0.19, 0.13, 0.08)
    usual_active_days: float = 8.0
    usage_effect: float = 0.11
    slow_ticket_factor: float = 2.2
    early_factor: float = 1.5
    loyal_factor: float = 0.75
    leaves_at_once: float = 0.2
    saved_by_discount: float = 0.10
    moves_to_free: float = 0.08
    payment_failure: float = 0.022
    payment_recovery: float = 0.70
    late_payment: float = 0.15
    pause: float = 0.005
    resume: float = 0.8
    comeback: float = 0.16
    free_conversion: float = 0.025
    free_departure: float = 0.02
    trial_share: float = 0.58
    free_share: float = 0.16
    trial_days: int = 14
    trial_conversion: float = 0.56
    first_payment_failure: float = 0.07
    coupon_share: float = 0.26
    seat_growth: float = 0.060
    seat_loss: float = 0.016
    upgrade: float = 0.011
    downgrade: float = 0.005
    switch_to_annual: float = 0.010
    expansion_usage_effect: float = 0.10
    add_on_share: float = 0.16
    activation: float = 0.72
    price_change_month: int = 23
    provider_move_month: int = 15
    provider_move_share: float = 0.06
    support_crisis_months: tuple[int, ...] = (28, 29)
    signup_growth: float = 0.022

    def parameters(self) -> dict[str, object]:
        return asdict(self) | {"plans": PLANS, "add_ons": ADD_ONS}

    def hazard(self, *, plan: Small, term: Small, active_days: Floats, slow: Floats, tenure: Ints) -> Floats:
        """The probability to leave of each account; `slow` is 1 where a slow ticket weighs on it, else 0."""
        base = np.array([self.monthly_hazard, self.renewal_hazard])[term, plan]
        usage = np.exp(-self.usage_effect * (active_days - self.usual_active_days))
        early = np.where((term == MONTHLY) & (tenure < 3), self.early_factor, 1.0)
        loyal = np.where((term == MONTHLY) & (tenure >= 12), self.loyal_factor, 1.0)
        chance: Floats = np.minimum(base * usage * self.slow_ticket_factor**slow * early * loyal, 0.9)
        return chance
