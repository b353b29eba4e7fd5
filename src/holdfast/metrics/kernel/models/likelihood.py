"""Maximum likelihood of models with positive parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite, log

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

# Beyond these a parameter says that customers do not differ at all, and the likelihood is flat.
LEAST, MOST = 1e-6, 1e6
WORST = 1e300  # what a likelihood of zero counts as, so that a search can turn back

GRADIENT = {"maxiter": 500, "ftol": 1e-12, "gtol": 1e-7}
SIMPLEX = {"maxiter": 4000, "xatol": 1e-6, "fatol": 1e-8}


@dataclass(frozen=True, slots=True)
class Maximum:
    """The parameters at the maximum and the log-likelihood there."""

    parameters: tuple[float, ...]
    log_likelihood: float


def maximise(log_likelihood: Callable[..., float], start: tuple[float, ...]) -> Maximum | None:
    """The positive parameters that make `log_likelihood` greatest, or None if it has no maximum inside the bounds.

    The search is over logarithms, along gradients; where those fail on a flat surface, with a simplex. It uses no
    random numbers: the same data give the same parameters.
    """

    def loss(logs: NDArray[np.float64]) -> float:
        value = -log_likelihood(*np.exp(logs))
        return value if isfinite(value) else WORST

    bounds = [(log(LEAST), log(MOST))] * len(start)
    found = minimize(loss, np.log(start), method="L-BFGS-B", bounds=bounds, options=GRADIENT)
    if not found.success:
        found = minimize(loss, found.x, method="Nelder-Mead", bounds=bounds, options=SIMPLEX)
    parameters = np.exp(found.x)
    if found.fun >= WORST or np.any(parameters <= LEAST * 10) or np.any(parameters >= MOST / 10):
        return None
    return Maximum(tuple(float(one) for one in parameters), -float(found.fun))
