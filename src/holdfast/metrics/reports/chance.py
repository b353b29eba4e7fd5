"""How far two shares may be apart by chance alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sqrt

import numpy as np

from holdfast.metrics.kernel.models.intervals import Z, wilson


@dataclass(frozen=True, slots=True)
class Fourfold:
    """How many did it and stayed, did it and left, did not and stayed, did not and left."""

    did_stayed: int
    did_left: int
    stayed: int
    left: int

    @property
    def did(self) -> int:
        return self.did_stayed + self.did_left

    @property
    def did_not(self) -> int:
        return self.stayed + self.left

    @property
    def all_stayed(self) -> int:
        return self.did_stayed + self.stayed

    @property
    def everybody(self) -> int:
        return self.did + self.did_not

    def phi(self) -> float | None:
        """The correlation of the two, -1 to 1; null where all did it, stayed, or nobody did."""
        margins = self.did * self.did_not * self.all_stayed * (self.did_left + self.left)
        return (self.did_stayed * self.left - self.did_left * self.stayed) / sqrt(margins) if margins else None

    def ppv(self) -> tuple[float, float]:
        """Wilson's interval of the share of those who did it that stayed."""
        return wilson(self.did_stayed, self.did)

    def sensitivity(self) -> tuple[float, float]:
        """Wilson's interval of the share of those who stayed that had done it."""
        return wilson(self.did_stayed, self.all_stayed)

    def ratio(self) -> tuple[float, float, float] | None:
        """How many times likelier they stayed who did it than who did not, low and high; null where one of them never.

        Katz, Baptista, Azen and Pike, "Obtaining confidence intervals for the risk ratio in cohort studies",
        Biometrics 34 (1978): the logarithm is taken for normal.
        """
        if not (self.did_stayed and self.stayed):
            return None
        ratio = (self.did_stayed / self.did) / (self.stayed / self.did_not)
        spread = Z * sqrt(1 / self.did_stayed - 1 / self.did + 1 / self.stayed - 1 / self.did_not)
        return ratio, ratio * exp(-spread), ratio * exp(spread)

    def lift(self) -> tuple[float, float | None, float | None] | None:
        """PPV / base rate, low and high: the interval of the ratio, carried over with the sizes of the groups as given.

        With w the share that did it, PPV / base rate = ratio / (w * ratio + 1 - w), which rises with the ratio.
        """
        if not (self.did and self.all_stayed):
            return None
        lift = (self.did_stayed / self.did) / (self.all_stayed / self.everybody)
        found, share = self.ratio(), self.did / self.everybody
        if found is None:
            return lift, None, None
        low, high = (one / (share * one + 1 - share) for one in found[1:])
        return lift, low, high

    def p(self) -> float:
        """Fisher's exact test, two-sided: the chance of a table as unlikely as this one if the two had nothing to do
        with each other.
        """
        from scipy.stats import fisher_exact  # half a second to load, and only this report needs it

        return float(fisher_exact([[self.did_stayed, self.did_left], [self.stayed, self.left]]).pvalue)


def false_discoveries(chances: Sequence[float]) -> list[float]:
    """Of p-values the q-values: the share of false ones among all findings as strong as this one.

    Benjamini and Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57
    (1995). Counts of one feature depend on each other positively, for which it holds too.
    """
    many = len(chances)
    order = np.argsort(chances, kind="stable")
    scaled = np.array(chances)[order] * many / np.arange(1, many + 1)
    lowest = np.minimum.accumulate(scaled[::-1])[::-1].clip(max=1.0)
    found = np.empty(many)
    found[order] = lowest
    return [float(one) for one in found]
