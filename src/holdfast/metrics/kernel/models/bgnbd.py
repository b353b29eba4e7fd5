"""The BG/NBD model of purchases without a contract: when a customer is silent, is it gone or only between purchases?

Fader, Hardie and Lee, "Counting your customers the easy way: an alternative to the Pareto/NBD model", Marketing Science
24 (2005); formulas (6), (10) and the note on P(alive). Times are in one unit of choice, here weeks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaln, gammaln, hyp2f1

from holdfast.metrics.kernel.models.likelihood import maximise

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BgNbd:
    """r, alpha: how purchase rates differ between customers; a, b: how the chance to leave after a purchase does."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float = float("nan")

    def alive(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Probability that a customer with this history has not left for good; 1 for one without a repeat purchase."""
        x, t_x, t = _arrays(frequency, recency, age)
        return np.asarray(1 / (1 + self._gone(x, t_x, t)))

    def expected_from(self, weeks: float, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Purchases expected in the next `weeks` of a customer with this history."""
        x, t_x, t = _arrays(frequency, recency, age)
        z = weeks / (self.alpha + t + weeks)
        series = hyp2f1(self.r + x, self.b + x, self.a + self.b + x - 1, z)
        kept = ((self.alpha + t) / (self.alpha + t + weeks)) ** (self.r + x) * series
        return np.asarray((self.a + self.b + x - 1) / (self.a - 1) * (1 - kept) / (1 + self._gone(x, t_x, t)))

    def _gone(self, x: Floats, t_x: Floats, t: Floats) -> Floats:
        """Odds that the customer has left for good."""
        base = np.where(x > 0, self.b + x - 1, 1.0)
        odds = self.a / base * np.exp((self.r + x) * (np.log(self.alpha + t) - np.log(self.alpha + t_x)))
        return np.where(x > 0, odds, 0.0)


def fit(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> BgNbd | None:
    """Fit to repeat purchases, time of the last one since the first, and time from the first to the end.

    None without any repeat purchase, or when the likelihood has no maximum. Customers with the same history are
    counted, not repeated.
    """
    rows = np.column_stack(_arrays(frequency, recency, age))
    if rows.size == 0 or not rows[:, 0].any():
        return None
    histories, counts = np.unique(rows, axis=0, return_counts=True)
    x, t_x, t = histories.T
    repeated = x > 0

    def log_likelihood(r: float, alpha: float, a: float, b: float) -> float:
        common = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        stayed = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + t)
        left = betaln(a + 1, b + np.where(repeated, x - 1, 0)) - betaln(a, b) - (r + x) * np.log(alpha + t_x)
        return float(counts @ (common + np.where(repeated, np.logaddexp(stayed, left), stayed)))

    found = maximise(log_likelihood, (1.0, max(float(t.mean()) / 4, 1.0), 1.0, 1.0))
    if found is None:
        return None
    r, alpha, a, b = found.parameters
    return BgNbd(r, alpha, a, b, found.log_likelihood)


def _arrays(*columns: ArrayLike) -> tuple[Floats, ...]:
    return tuple(np.asarray(column, dtype=np.float64) for column in columns)
