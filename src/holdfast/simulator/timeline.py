"""Instants as whole seconds since 1970 in UTC, the months simulated, and arithmetic on both.

Seconds in int64 arrays keep half a million contracts cheap; they become timestamps where tables are made.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

MONTHS = 36
HOUR = 3_600
DAY = 24 * HOUR
# The number NumPy reads as "not a time", so that an array with it can be viewed as datetimes.
NEVER: int = np.iinfo(np.int64).min
FAR: int = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Window:
    """The calendar months simulated: 36, of which the last one is partial unless `end` is the first of a month.

    `end` is not inside. Months are counted from 0; days are counted from the first day of month 0.
    """

    end_date: date

    @property
    def first_month(self) -> int:
        """Months from January 1970 to month 0."""
        last_day = self.end_date - timedelta(days=1)
        return (last_day.year - 1970) * 12 + last_day.month - MONTHS

    @property
    def start(self) -> int:
        return int(self.month_starts[0])

    @property
    def end(self) -> int:
        return (self.end_date - date(1970, 1, 1)).days * DAY

    @property
    def days(self) -> int:
        return (self.end - self.start) // DAY

    @property
    def month_starts(self) -> Ints:
        """The first instants of all months, and `end` as the last element: 37 numbers."""
        firsts = self._months.astype("M8[s]").astype(np.int64)
        return np.append(firsts, self.end)

    @property
    def labels(self) -> list[str]:
        return [str(month) for month in self._months]

    @property
    def _months(self) -> npt.NDArray[np.datetime64]:
        return (self.first_month + np.arange(MONTHS)).view("M8[M]")

    def month_of(self, at: Ints) -> Ints:
        """The month number of each instant; instants outside the window count to the nearest month."""
        return np.clip(np.searchsorted(self.month_starts, at, side="right") - 1, 0, MONTHS - 1)

    def day_of(self, at: Ints) -> Ints:
        return (at - self.start) // DAY


def add_months(anchor: Ints, months: Ints | int) -> Ints:
    """`anchor` moved on by calendar months. The 31st becomes the last day of a shorter month, and returns."""
    moments = anchor.view("M8[s]")
    month = moments.astype("M8[M]")
    day = (moments.astype("M8[D]") - month.astype("M8[D]")).astype(np.int64)
    target = month + months
    length = ((target + 1).astype("M8[D]") - target.astype("M8[D]")).astype(np.int64)
    moved = target.astype("M8[D]") + np.minimum(day, length - 1)
    second = anchor - moments.astype("M8[D]").astype("M8[s]").astype(np.int64)
    shifted: Ints = moved.astype("M8[s]").astype(np.int64) + second
    return shifted


def stream(seed: int, topic: str) -> np.random.Generator:
    """Random numbers of one topic. Each topic has its own, so that a change in one leaves the others alone."""
    return np.random.default_rng([seed, zlib.crc32(topic.encode())])


def within_day(rng: np.random.Generator, count: int) -> Ints:
    """Seconds after midnight, mostly in working hours; never midnight, where periods meet."""
    hours = np.clip(rng.normal(13.0, 3.2, count), 5.0, 22.5)
    return (hours * HOUR).astype(np.int64) + 1


def between(rng: np.random.Generator, low: Ints | int, high: Ints) -> Ints:
    """An instant in [low, high) for each pair; `low` where the interval is empty."""
    room = np.maximum(high - low, 1)
    chosen: Ints = low + (rng.random(len(high)) * room).astype(np.int64)
    return chosen
