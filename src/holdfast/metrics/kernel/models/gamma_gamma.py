"""The Gamma-Gamma model of what a purchase is worth, for customers with few purchases.

Fader and Hardie, "The Gamma-Gamma model of monetary value" (2013), formulas (1a) and (5). It takes the value of a
purchase to be independent of how often a customer buys.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from holdfast.metrics.kernel.models.likelihood import maximise

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GammaGamma:
    """p: how much one customer's purchases differ; q, v: how customers' means differ."""

    p: float
    q: float
    v: float
    log_likelihood: float = float("nan")

    @property
    def mean(self) -> float | None:
        """Mean purchase value over all customers; None when it has none (q at most 1)."""
        return self.p * self.v / (self.q - 1) if self.q > 1 else None

    def expected(self, frequency: ArrayLike, value: ArrayLike) -> Floats:
        """Expected purchase value of customers with `frequency` purchases of mean `value`.

        A weighted mean of everybody's mean and the customer's own: with no purchases the former, with many the latter.
        """
        x, mean = np.asarray(frequency, dtype=np.float64), np.asarray(value, dtype=np.float64)
        return np.asarray(self.p * (self.v + x * mean) / (self.p * x + self.q - 1))


def fit(frequency: ArrayLike, value: ArrayLike) -> GammaGamma | None:
    """Fit to the number and the mean value of repeat purchases; customers without any, or worth nothing, tell nothing.

    None with fewer than two customers left, or when the likelihood has no maximum.
    """
    x, mean = np.asarray(frequency, dtype=np.float64), np.asarray(value, dtype=np.float64)
    telling = (x > 0) & (mean > 0)
    x, mean = x[telling], mean[telling]
    if x.size < 2:
        return None
    logs = np.log(mean)

    def log_likelihood(p: float, q: float, v: float) -> float:
        shape = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v)
        return float(np.sum(shape + (p * x - 1) * logs + p * x * np.log(x) - (p * x + q) * np.log(x * mean + v)))

    found = maximise(log_likelihood, (2.0, 2.0, max(float(np.median(mean)), 1e-3)))
    if found is None:
        return None
    p, q, v = found.parameters
    return GammaGamma(p, q, v, found.log_likelihood)
