"""A simulated software company whose true churn, expansion and usage are known, for the demo and for proofs.

Nothing here reads the clock or Django: the same size, seed and end give the same bytes.
"""

from holdfast.simulator.company import Company, Progress, simulate
from holdfast.simulator.plans import Size
from holdfast.simulator.truth import Truth

__all__ = ["Company", "Progress", "Size", "Truth", "simulate"]
