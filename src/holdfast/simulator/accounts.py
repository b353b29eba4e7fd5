"""Who signs up, when, from where and for what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.simulator.plans import (
    ANNUAL,
    FREE,
    LOWEST_SEATS,
    MONTHLY,
    NO_COUPON,
    ONCE,
    STARTER,
    THREE_MONTHS,
    USUAL_SEATS,
    Planted,
)
from holdfast.simulator.timeline import DAY, MONTHS, Floats, Ints, Window, within_day

COUNTRIES = ("DE", "AT", "NL", "FR", "PL", "UA", "GB", "IE", "US", "CA")
_COUNTRY_SHARE = np.array([0.30, 0.07, 0.08, 0.10, 0.06, 0.08, 0.10, 0.03, 0.15, 0.03])
_COUNTRY_CURRENCY = np.array([0, 0, 0, 0, 0, 0, 2, 0, 1, 1])
_COUNTRY_LANGUAGE = np.array([1, 1, 0, 0, 0, 2, 0, 0, 0, 0])
LANGUAGES = ("en", "de", "uk")
INDUSTRIES = ("Software", "Manufacturing", "Retail", "Health", "Education", "Logistics", "Media", "Consulting")
_INDUSTRY_SHARE = np.array([0.22, 0.16, 0.13, 0.11, 0.09, 0.10, 0.08, 0.11])
CHANNELS = ("Organic search", "Paid search", "Referral", "Partner", "Outbound", "Event")
_CHANNEL_SHARE = np.array([0.30, 0.24, 0.18, 0.12, 0.10, 0.06])
# How well the customers of a channel fit the product; paid search brings many who hardly use it.
_CHANNEL_FIT = np.array([0.1, -0.55, 0.55, 0.3, -0.1, 0.1])
SIZES = ("1-9", "10-49", "50-199", "200-999")
_COUPON_SHARE = np.array([0.30, 0.34, 0.22, 0.14])
# More sign-ups in early spring and autumn, fewer in summer and around the new year; January is number 0.
SEASON = np.array([0.95, 1.08, 1.15, 1.05, 1.0, 0.95, 0.78, 0.72, 1.15, 1.18, 1.1, 0.7])
ENTRIES = ("free", "trial", "direct")
ON_FREE, ON_TRIAL, DIRECT = range(3)


@dataclass(frozen=True, slots=True)
class Accounts:
    """One element per account in each array, in the order of signing up.

    `fit` is how well the product suits the account (mean 0, deviation about 1); nobody can see it, but usage, answers
    and departures follow from it. `plan`, `term` and `seats` are what it first buys.
    """

    created_at: Ints
    country: Ints
    currency: Ints
    language: Ints
    industry: Ints
    channel: Ints
    size: Ints
    entry: Ints
    plan: Ints
    term: Ints
    seats: Ints
    coupon: Ints
    percent: Ints
    fit: Floats
    activates: Ints

    def __len__(self) -> int:
        return len(self.created_at)


def sign_up(count: int, window: Window, planted: Planted, rng: np.random.Generator) -> Accounts:
    country = rng.choice(len(COUNTRIES), count, p=_COUNTRY_SHARE)
    channel = rng.choice(len(CHANNELS), count, p=_CHANNEL_SHARE)
    entry = rng.choice(
        3, count, p=[planted.free_share, planted.trial_share, 1 - planted.free_share - planted.trial_share]
    )
    plan = rng.choice(4, count, p=[0.36, 0.36, 0.22, 0.06]) + STARTER
    plan = np.where((entry == ON_TRIAL) & (plan == 4), 3, plan)
    term = np.where(rng.random(count) < np.array([0.0, 0.15, 0.28, 0.45, 0.85])[plan], ANNUAL, MONTHLY)
    fit = _CHANNEL_FIT[channel] + 0.85 * rng.standard_normal(count)
    coupon, percent = _coupons(term, planted, rng)
    return Accounts(
        created_at=_moments(count, window, planted, rng),
        country=country,
        currency=_COUNTRY_CURRENCY[country],
        language=_COUNTRY_LANGUAGE[country],
        industry=rng.choice(len(INDUSTRIES), count, p=_INDUSTRY_SHARE),
        channel=channel,
        size=np.minimum(np.maximum(plan - 1, 0) + (rng.random(count) < 0.2), len(SIZES) - 1),
        entry=entry,
        plan=plan,
        term=term,
        seats=seats_of(np.where(entry == ON_FREE, FREE, plan), rng),
        coupon=coupon,
        percent=percent,
        fit=fit,
        activates=(rng.random(count) < _logistic(_logit(planted.activation) + 0.6 * fit)).astype(np.int64),
    )


def seats_of(plan: Ints, rng: np.random.Generator) -> Ints:
    drawn = np.rint(USUAL_SEATS[plan] * rng.lognormal(-0.15, 0.55, len(plan))).astype(np.int64)
    return np.clip(drawn, LOWEST_SEATS[plan], 400)


def _moments(count: int, window: Window, planted: Planted, rng: np.random.Generator) -> Ints:
    """Instants of signing up: growth, season, working days, and the customers of the launch in the first month."""
    days = window.start + DAY * np.arange(window.days)
    month = window.month_of(days)
    calendar_month = (month + window.first_month) % 12
    weekday = (days // DAY + 3) % 7
    weight = (1 + planted.signup_growth) ** month * SEASON[calendar_month] * np.where(weekday < 5, 1.0, 0.3)
    weight = weight * np.where(month == 0, 4.0, 1.0)
    chosen = rng.choice(window.days, count, p=weight / weight.sum())
    return np.sort(days[chosen] + within_day(rng, count))


def _coupons(term: Ints, planted: Planted, rng: np.random.Generator) -> tuple[Ints, Ints]:
    count = len(term)
    coupon = rng.choice(4, count, p=_COUPON_SHARE) + ONCE
    coupon = np.where((coupon == THREE_MONTHS) & (term == ANNUAL), ONCE, coupon)
    coupon = np.where(rng.random(count) < planted.coupon_share, coupon, NO_COUPON)
    percent = np.array([10, 15, 20, 25, 50])[rng.choice(5, count, p=[0.3, 0.2, 0.3, 0.15, 0.05])]
    return coupon, np.where(coupon == NO_COUPON, 0, percent)


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))


def _logistic(value: Floats) -> Floats:
    share: Floats = 1 / (1 + np.exp(-value))
    return share


def active_days(accounts: Accounts, window: Window, rng: np.random.Generator) -> Floats:
    """Expected active days per person and month, [account, month]: a habit with drifts, lower in holiday months."""
    drift = np.zeros(len(accounts))
    months = []
    for month in range(MONTHS):
        drift = 0.8 * drift + 0.5 * rng.standard_normal(len(accounts))
        level = -0.5 + 0.62 * accounts.fit + 0.62 * drift - 0.65 * (accounts.activates == 0)
        calendar_month = (window.first_month + month) % 12
        months.append(21.0 * _logistic(level) * (0.88 if calendar_month in (7, 11) else 1.0))
    return np.stack(months, axis=1)
