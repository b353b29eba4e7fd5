from __future__ import annotations

import csv

import numpy as np
import pytest

from holdfast.metrics.kernel.models.sbg import ShiftedBetaGeometric, fit
from tests.shared import shared_data


@pytest.mark.parametrize(
    ("column", "alpha", "beta"),
    [("highend_pct_surviving", 0.668, 3.806), ("regular_pct_surviving", 0.704, 1.182)],
)
def test_the_published_parameters(column: str, alpha: float, beta: float) -> None:
    with shared_data("sbg/fader_hardie_2007_table1_survival.csv").open() as file:
        surviving = np.array([float(row[column]) for row in csv.DictReader(file)][:8]) * 10
    staying = np.zeros(7)
    staying[-1] = surviving[-1]
    model = fit(-np.diff(surviving), staying)
    assert model is not None
    assert (round(model.alpha, 3), round(model.beta, 3)) == (alpha, beta)


def test_survival_by_hand() -> None:
    # alpha = beta = 1: S(t) = 1 / (1 + t); retention at renewal t: t / (t + 1).
    model = ShiftedBetaGeometric(1, 1)
    assert list(model.survival([0, 1, 2, 3])) == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4])
    assert list(model.retention([1, 2, 3])) == pytest.approx([1 / 2, 2 / 3, 3 / 4])


def test_lifetime_is_the_sum_of_survival() -> None:
    # alpha = 2, beta = 1: S(t) = 2 / ((t + 1)(t + 2)), whose sum telescopes to 2.
    model = ShiftedBetaGeometric(2, 1)
    assert model.lifetime() == pytest.approx(2)
    # Just before the first renewal: S(1)/S(0) + S(2)/S(0) + ... = 2 - 1.
    assert model.residual_lifetime(0) == pytest.approx(1)
    # After two renewals S(2) = 1/6: (2 - 1 - 1/3 - 1/6) / (1/6) = 3.
    assert model.residual_lifetime(2) == pytest.approx(3)


def test_discounted_lifetime_agrees_with_the_plain_sum() -> None:
    model = ShiftedBetaGeometric(0.668, 3.806)
    ages = np.arange(0, 2000)
    assert model.lifetime(0.1) == pytest.approx(float(np.sum(model.survival(ages) / 1.1**ages)))
    later = model.survival(ages + 4) / model.survival(3)
    assert model.residual_lifetime(3, 0.1) == pytest.approx(float(np.sum(later / 1.1**ages)))


def test_a_lifetime_without_limit_is_undefined() -> None:
    assert ShiftedBetaGeometric(0.668, 3.806).lifetime() is None


def test_counts_that_tell_nothing_give_no_model() -> None:
    assert fit([0, 0], [0, 10]) is None
    assert fit([5], [0]) is None
