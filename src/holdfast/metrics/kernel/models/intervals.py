"""95 % intervals from the sums a KPI already has: (numerator, denominator, sum of squares) -> (low, high).

Bounds are in the unit of the value. Without observations everything is possible, so the bounds are those of the scale.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isnan, sqrt

from scipy.special import stdtrit

Z = 1.959963984540054  # 97.5 % of a standard normal lie below it
NPS_ADDED = 3.0  # pseudo-answers of the adjusted Wald interval ...
NPS_ADDED_EACH = 0.75  # ... of which these are promoters, and as many detractors


def wilson(numerator: float, denominator: float, squares: float = 0.0) -> tuple[float, float]:
    """Score interval of a share, in 0..1. Wilson, "Probable inference", JASA 22 (1927), without continuity correction.

    It stays inside 0..1 and does not collapse at 0 of n, which the textbook (Wald) interval does.
    """
    if denominator <= 0:
        return 0.0, 1.0
    share = min(max(numerator / denominator, 0.0), 1.0)
    spread = Z * sqrt(share * (1 - share) / denominator + Z * Z / (4 * denominator**2))
    middle = share + Z * Z / (2 * denominator)
    below = 1 + Z * Z / denominator
    low = 0.0 if share == 0 else max((middle - spread) / below, 0.0)
    return low, 1.0 if share == 1 else min((middle + spread) / below, 1.0)


def net_promoter(numerator: float, denominator: float, squares: float) -> tuple[float, float]:
    """Interval of an NPS in points, -100..100; contributions are +1 (promoter), 0 and -1 (detractor).

    Adjusted Wald after Rocks, "Interval Estimation for the Net Promoter Score", The American Statistician 70 (2016),
    as Lewis and Sauro recommend it: 3 answers are added, 3/4 of a promoter, 3/4 of a detractor, the rest passives;
    the standard error is that of a difference of two shares, the centre is the adjusted score.
    """
    answers = denominator + NPS_ADDED
    promoters = ((squares + numerator) / 2 + NPS_ADDED_EACH) / answers
    detractors = ((squares - numerator) / 2 + NPS_ADDED_EACH) / answers
    score = promoters - detractors
    spread = Z * sqrt(max(promoters + detractors - score**2, 0.0) / answers)
    return max(100 * (score - spread), -100.0), min(100 * (score + spread), 100.0)


def mean_within(lowest: float, highest: float) -> Callable[[float, float, float], tuple[float, float]]:
    """Student's t interval of a mean of answers on a scale from `lowest` to `highest`.

    One answer says nothing about the spread, so below two answers the bounds are those of the scale.
    """

    def interval(numerator: float, denominator: float, squares: float) -> tuple[float, float]:
        if denominator < 2:
            return lowest, highest
        mean = numerator / denominator
        variance = max(squares - denominator * mean**2, 0.0) / (denominator - 1)
        quantile = float(stdtrit(denominator - 1, 0.975))
        spread = quantile * sqrt(variance / denominator)
        if isnan(spread):  # pragma: no cover - only for a non-finite input
            return lowest, highest
        return max(mean - spread, lowest), min(mean + spread, highest)

    return interval
