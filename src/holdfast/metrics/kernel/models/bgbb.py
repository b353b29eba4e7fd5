"""The beta-geometric/beta-Bernoulli model: purchases at set occasions, such as yearly events or donation drives.

Fader, Hardie and Shang, "Customer-base analysis in a discrete-time noncontractual setting", Marketing Science 29
(2010), formulas (6), (7), (11) and (13).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaln

from holdfast.metrics.kernel.models.likelihood import maximise

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BgBb:
    """alpha, beta: the chance to buy at an occasion while here; gamma, delta: the chance to leave before one."""

    alpha: float
    beta: float
    gamma: float
    delta: float
    log_likelihood: float = float("nan")

    def alive(self, frequency: ArrayLike, recency: ArrayLike, occasions: ArrayLike) -> Floats:
        """Probability to be here at the next occasion, after `frequency` purchases, the last at occasion `recency`."""
        x, t_x, n = (np.asarray(column, dtype=np.float64) for column in (frequency, recency, occasions))
        here = _here(x, n, self.alpha, self.beta) + betaln(self.gamma, self.delta + n + 1)
        total = _log_likelihoods(x, t_x, n, self.alpha, self.beta, self.gamma, self.delta)
        return np.asarray(np.exp(here - betaln(self.gamma, self.delta) - total))

    def expected_purchases(self, occasions: int) -> float:
        """Purchases expected of a new customer at its next `occasions`."""
        stays = np.exp(betaln(self.gamma, self.delta + np.arange(1, occasions + 1)) - betaln(self.gamma, self.delta))
        return float(self.alpha / (self.alpha + self.beta) * stays.sum())


def fit(frequency: ArrayLike, recency: ArrayLike, occasions: ArrayLike, count: ArrayLike | None = None) -> BgBb | None:
    """Fit to histories; `count` says how many customers have each. None when nobody bought or there is no maximum."""
    x, t_x, n = (np.asarray(column, dtype=np.float64) for column in (frequency, recency, occasions))
    weight = np.ones_like(x) if count is None else np.asarray(count, dtype=np.float64)
    if not x.any():
        return None

    def log_likelihood(alpha: float, beta: float, gamma: float, delta: float) -> float:
        return float(weight @ _log_likelihoods(x, t_x, n, alpha, beta, gamma, delta))

    found = maximise(log_likelihood, (1.0, 1.0, 1.0, 1.0))
    if found is None:
        return None
    alpha, beta, gamma, delta = found.parameters
    return BgBb(alpha, beta, gamma, delta, found.log_likelihood)


def _here(x: Floats, n: Floats, alpha: float, beta: float) -> Floats:
    return np.asarray(betaln(alpha + x, beta + n - x) - betaln(alpha, beta))


def _log_likelihoods(
    x: Floats, t_x: Floats, n: Floats, alpha: float, beta: float, gamma: float, delta: float
) -> Floats:
    """Log-likelihood of each history: still here, or left after the last purchase or at any occasion since."""
    base = betaln(gamma, delta)
    total = _here(x, n, alpha, beta) + betaln(gamma, delta + n) - base
    for silent in range(int((n - t_x).max(initial=0))):
        left = (
            betaln(alpha + x, beta + t_x - x + silent)
            - betaln(alpha, beta)
            + betaln(gamma + 1, delta + t_x + silent)
            - base
        )
        total = np.where(silent < n - t_x, np.logaddexp(total, left), total)
    return np.asarray(total)
