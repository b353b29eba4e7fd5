"""Whether the last value of a series is unusual for its season and trend.

Level, trend and season are estimated by medians, so that what was unusual before neither hides nor causes an alert:

* trend: the median of all slopes between two points of the same season (Hirsch, Slack and Smith 1982: the seasonal
  Kendall slope, an extension of Sen 1968);
* season: the median of what is left in each season of the period, as in the robust form of STL (Cleveland and others
  1990) with a season that does not drift;
* noise: 1.4826 times the median absolute deviation from both, which is the standard deviation where it is normal.
  Where the deviations differ less from one point to the next than they deviate (a stock, such as MRR or customers,
  which goes on from where it was), the last one is carried on, and the noise is that of the steps.

A value is unusual when it lies more than so many of these deviations from where it was expected: 3.5 as Iglewicz and
Hoaglin (1993) recommend for such scores. Counts and positive amounts are compared as logarithms, because they grow and
swing by factors; the noise of counts is never taken for less than that of counting itself (Poisson), that of shares not
for less than that of a sample of their size (binomial).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LEAST_SEASONS = 4
LEAST_POINTS = 12  # of a series without a season
MOST_SEASONS = 8  # older ones tell of another time
MOST_POINTS = 26
NORMAL = 1.4826  # standard deviations in a median absolute deviation
LARGEST = 700.0  # of a logarithm whose number a computer can hold
SMALLEST = 0.01  # of the level: noise of amounts is never taken for less, so that cents wake nobody up


class Scale(StrEnum):
    """How values differ from each other: counts by factors, shares by points, amounts (money, scores) by factors where
    all are positive, else plainly.
    """

    COUNT = "count"
    SHARE = "share"
    AMOUNT = "amount"
    POSITIVE = "positive"  # amounts that all are; found by itself


@dataclass(frozen=True, slots=True)
class Judgement:
    """score: in standard deviations from `expected`. low, high: between them it would not be unusual."""

    expected: float
    low: float
    high: float
    score: float
    limit: float

    @property
    def unusual(self) -> bool:
        return abs(self.score) > self.limit


@dataclass(frozen=True, slots=True)
class TooShort:
    """So many points are needed before the one that is judged, and there are only so many."""

    needed: int
    there: int


def judge(
    values: Sequence[float | None], *, season: int, scale: Scale, limit: float, of: Sequence[float | None] = ()
) -> Judgement | TooShort | None:
    """Of the last value, by those before it. season: how many points make one, 1 for none. None: it has no value.

    of: the denominators of shares, one for each value.
    """
    last = values[-1] if values else None
    if last is None:
        return None
    if scale in (Scale.AMOUNT, Scale.POSITIVE):
        scale = Scale.POSITIVE if all(value is None or value > 0 for value in values) else Scale.AMOUNT
    forth, back = _SCALES[scale]
    history = forth(np.array([np.nan if value is None else value for value in values[:-1]], np.float64))
    history = history[-(MOST_SEASONS * season if season > 1 else MOST_POINTS) :]
    needed = LEAST_SEASONS * season if season > 1 else LEAST_POINTS
    there = int(np.isfinite(history).sum())
    own = history[_phase(len(history), season) :: season]
    if there < needed or np.isfinite(own).sum() < min(LEAST_SEASONS, needed):
        return TooShort(needed, there)
    level, noise, points = _expected(history, season)
    expected = back(level)
    noise = max(noise, _least_noise(scale, expected, of[-1] if of else None)) * _unsure(points, there)
    score = float((forth(np.array([last]))[0] - level) / noise)
    low, high = back(level - limit * noise), back(level + limit * noise)
    least, most = _BOUNDS.get(scale, (-np.inf, np.inf))
    expected, low, high = (min(max(value, least), most) for value in (expected, low, high))
    return Judgement(expected, low, high, score, limit)


def _expected(history: Floats, season: int) -> tuple[float, float, int]:
    """Where the next value should be, the standard deviation around it, and from how many points of its season."""
    places = np.arange(len(history)) - len(history)
    flat = history - _slope(history, season) * places
    phases = [flat[phase::season] for phase in range(season)]
    middles = [np.nanmedian(phase) if np.isfinite(phase).any() else np.nan for phase in phases]
    rest = flat - np.array([middles[_phase(place, season)] for place in range(len(history))])
    points = int(np.isfinite(phases[_phase(len(history), season)]).sum())
    # Each season has taken a median of so many points out of the noise, which looks smaller by this factor. Found by
    # simulation of normal noise: 1.37 for 4 points, 1.19 for 8, and within 0.05 of this line from 4 to 26.
    noise = NORMAL * float(np.nanmedian(np.abs(rest))) * (1 + 1.5 / points)
    known = rest[np.isfinite(rest)]
    steps = NORMAL * float(np.median(np.abs(np.diff(known)))) if len(known) > 1 else noise
    carried = float(known[-1]) if steps < noise else 0.0
    return float(middles[_phase(len(history), season)]) + carried, min(noise, steps), points


def _unsure(points: int, every: int) -> float:
    """How much wider the noise around a prediction is than the noise itself: by the error of a median of so many
    points (pi / 2n of its variance) and by that of a slope, carried on from the middle of all points (3 / n).
    """
    return float(np.sqrt(1 + np.pi / 2 / points + 3 / every))


def _phase(place: int, season: int) -> int:
    """Which season of the period a place is."""
    return place % season


def _slope(history: Floats, season: int) -> float:
    """Per point; 0 where no two points of one season have a value."""
    slopes = []
    for apart in range(season, len(history), season):
        found = (history[apart:] - history[:-apart]) / apart
        slopes.append(found[np.isfinite(found)])
    every = np.concatenate(slopes) if slopes else np.array([])
    return float(np.median(every)) if len(every) else 0.0


def _least_noise(scale: Scale, expected: float, of: float | None) -> float:
    if scale is Scale.COUNT:
        # The deviation of log(1 + n) when n is counted: about 1 / sqrt(n).
        return float(np.sqrt(max(expected, 1.0)) / (max(expected, 0.0) + 1.0))
    if scale is Scale.SHARE:
        size = max(of or 1.0, 1.0)
        share = min(max(expected, 1 / (size + 2)), 1 - 1 / (size + 2))
        return float(np.sqrt(share * (1 - share) / size))
    return SMALLEST if scale is Scale.POSITIVE else max(abs(expected) * SMALLEST, 1e-12)


def _same(values: Floats) -> Floats:
    return values


_BOUNDS = {Scale.SHARE: (0.0, 1.0), Scale.COUNT: (0.0, np.inf)}
_SCALES: dict[Scale, tuple[Callable[[Floats], Floats], Callable[[float], float]]] = {
    Scale.COUNT: (lambda values: np.log1p(np.maximum(values, 0.0)), lambda level: float(np.expm1(min(level, LARGEST)))),
    Scale.SHARE: (_same, float),
    Scale.AMOUNT: (_same, float),
    Scale.POSITIVE: (np.log, lambda level: float(np.exp(min(level, LARGEST)))),
}
