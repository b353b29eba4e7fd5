"""Where a series leads if its trend goes on: a straight line through its last periods, with a prediction interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from scipy.special import stdtrit

LATEST = 12  # periods a trend is drawn from
FEWEST = 4  # known ones without which there is no forecast: a line through two points always fits, through three nearly
FEW = 8  # below this the reader is told how few they are


@dataclass(frozen=True, slots=True)
class Forecast:
    """The value expected and the bounds of its 95 % prediction interval. points: known values it is drawn from."""

    value: float
    low: float
    high: float
    points: int

    @property
    def few(self) -> bool:
        return self.points < FEW

    def within(self, lowest: float | None, highest: float | None) -> Forecast:
        """The same on a scale that has ends: no share is above 100 %."""
        value, low, high = (_clipped(at, lowest, highest) for at in (self.value, self.low, self.high))
        return Forecast(value, low, high, self.points)


@dataclass(frozen=True, slots=True)
class Trend:
    """An ordinary least squares line. last: the place of the latest period; spread: the residual standard error."""

    slope: float
    intercept: float
    points: int
    last: int
    mean: float
    squares: float
    spread: float

    def ahead(self, periods: int) -> Forecast:
        """`periods` after the latest one of the series.

        A new value at x lies with 95 % in  a + b x ± t(0.975; n - 2) s sqrt(1 + 1/n + (x - mean)^2 / Sxx)
        (Draper and Smith, "Applied Regression Analysis", 3rd ed. 1998, section 3.1). It assumes that the periods
        scatter independently around one line; a series that turns will leave the interval more often.
        """
        at = self.last + periods
        middle = self.intercept + self.slope * at
        far = sqrt(1 + 1 / self.points + (at - self.mean) ** 2 / self.squares)
        half = float(stdtrit(self.points - 2, 0.975)) * self.spread * far
        return Forecast(middle, middle - half, middle + half, self.points)


def trend(values: Sequence[float | None]) -> Trend | None:
    """The line through the last LATEST values of complete periods, in the order of time.

    Periods without a value keep their place and are left out. None when fewer than FEWEST are known.
    """
    latest = values[-LATEST:]
    known = [(place, value) for place, value in enumerate(latest) if value is not None]
    count = len(known)
    if count < FEWEST:
        return None
    mean = sum(place for place, _ in known) / count
    height = sum(value for _, value in known) / count
    squares = sum((place - mean) ** 2 for place, _ in known)
    slope = sum((place - mean) * (value - height) for place, value in known) / squares
    intercept = height - slope * mean
    rest = sum((value - intercept - slope * place) ** 2 for place, value in known)
    return Trend(slope, intercept, count, len(latest) - 1, mean, squares, sqrt(rest / (count - 2)))


def _clipped(value: float, lowest: float | None, highest: float | None) -> float:
    if lowest is not None:
        value = max(value, lowest)
    return value if highest is None else min(value, highest)
