"""The shifted beta-geometric model: customers differ in how likely they are to leave at each renewal.

Fader and Hardie, "How to project customer retention", Journal of Interactive Marketing 21 (2007); lifetime value after
"Customer-base valuation in a contractual setting", Marketing Science 29 (2010). Because those who leave easily leave
first, retention rises with tenure, which one constant churn rate cannot show.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaln, hyp2f1

from holdfast.metrics.kernel.models.likelihood import maximise

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ShiftedBetaGeometric:
    """alpha and beta of the beta distribution of the chance to leave at a renewal."""

    alpha: float
    beta: float
    log_likelihood: float = float("nan")

    def survival(self, age: ArrayLike) -> Floats:
        """The share of a cohort that is still here after `age` renewals; 1 at age 0."""
        ages = np.asarray(age, dtype=np.float64)
        return np.asarray(np.exp(betaln(self.alpha, self.beta + ages) - betaln(self.alpha, self.beta)))

    def retention(self, age: ArrayLike) -> Floats:
        """The share of those here after `age` - 1 renewals that stays at the next one."""
        ages = np.asarray(age, dtype=np.float64)
        return np.asarray((self.beta + ages - 1) / (self.alpha + self.beta + ages - 1))

    def lifetime(self, discount: float = 0.0) -> float | None:
        """Expected periods a new customer stays, the first one included: the sum of S(t) / (1 + discount)^t.

        None when it has no limit: without discount the sum is finite only for alpha > 1.
        """
        return self.residual_lifetime(-1, discount)

    def residual_lifetime(self, age: int, discount: float = 0.0) -> float | None:
        """Expected periods still to come for a customer after `age` renewals, just before the next one."""
        if discount <= 0:
            if self.alpha <= 1:
                return None
            return self._next(age) * (self.alpha + self.beta + age) / (self.alpha - 1)
        base = self.beta + age + 1
        return self._next(age) * float(hyp2f1(1, base, self.alpha + base, 1 / (1 + discount)))

    def _next(self, age: int) -> float:
        return 1.0 if age < 0 else float(self.retention(age + 1))


def fit(lost: ArrayLike, staying: ArrayLike) -> ShiftedBetaGeometric | None:
    """Fit to counts by age: lost[i] left at renewal i + 1, staying[i] were last seen after renewal i + 1.

    None when the counts cannot tell the two parameters apart: nobody left, or everybody left at one age.
    """
    gone, here = np.asarray(lost, dtype=np.float64), np.asarray(staying, dtype=np.float64)
    if np.count_nonzero(gone) + np.count_nonzero(here) < 2 or not gone.any():
        return None
    ages = np.arange(1, gone.size + 1, dtype=np.float64)

    def log_likelihood(alpha: float, beta: float) -> float:
        base = betaln(alpha, beta)
        leaving = betaln(alpha + 1, beta + ages - 1) - base
        surviving = betaln(alpha, beta + ages) - base
        return float(gone @ leaving + here @ surviving)

    found = maximise(log_likelihood, (1.0, 1.0))
    if found is None:
        return None
    alpha, beta = found.parameters
    return ShiftedBetaGeometric(alpha, beta, found.log_likelihood)
