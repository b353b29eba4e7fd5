"""Amounts per billing period as amounts per month."""

from __future__ import annotations

from typing import Final

import numpy as np

from holdfast.billing.ledger.columns import LARGEST, TOO_LARGE, AmountTooLarge, Bools, Ints

INTERVALS: Final = ("day", "week", "month", "year")

_MONTHS: Final = {"day": 12, "week": 12, "year": 12}  # of a month, so many are in `_TIMES` intervals
_TIMES: Final = {"day": 365, "week": 52}


def monthly(amount: Ints, interval: dict[str, Bools], count: Ints) -> Ints:
    """Millionths per period of `count` intervals as millionths per month, rounded half up.

    A day is 12/365 and a week 12/52 of a month. interval: where it is a day, a week, a year; else it is a month.
    Raises AmountTooLarge.
    """
    other = np.flatnonzero(np.logical_or.reduce([*interval.values(), count > 1]))
    per_month = amount.copy()
    per_month[other] = _scaled(amount[other], {name: where[other] for name, where in interval.items()}, count[other])
    return per_month


def _scaled(amount: Ints, interval: dict[str, Bools], count: Ints) -> Ints:
    parts, times = np.maximum(count, 1), np.ones(len(amount), np.int64)
    for name, months in _MONTHS.items():
        parts = np.where(interval[name], parts * months, parts)
        times = np.where(interval[name], _TIMES.get(name, 1), times)
    whole, rest = np.divmod(np.abs(amount), parts)
    if (whole >= LARGEST // times).any():
        raise AmountTooLarge(TOO_LARGE)
    per_month: Ints = np.sign(amount) * (whole * times + (2 * rest * times + parts) // (2 * parts))
    return per_month
