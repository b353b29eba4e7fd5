"""How a goal stands: by its last complete period, its trend, and the day it is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from holdfast.insights.goals.contracts import GoalFacts
from holdfast.insights.goals.progress import Status, progress
from holdfast.metrics.kernel.period import Grain, calendar
from holdfast.metrics.kernel.result import SCHEMA, KpiResult
from holdfast.metrics.kernel.settings import MetricSettings
from holdfast.metrics.registry import kpi_of

SET = datetime(2026, 1, 31, tzinfo=UTC)
GOAL = GoalFacts(
    goal_id=1, kpi="mrr", by="", slice="", grain="month", direction="higher", target=Decimal(200),
    due=date(2026, 12, 31), why="", start_label="2026-01", start_value=100.0,
    set_by="", set_at=SET, reviewed_at=SET, closed_at=None,
)  # fmt: skip


def course(values: list[float | None], key: str = "mrr") -> KpiResult:
    """A KPI by month from January 2026, complete up to the last value."""
    as_of = datetime(2026, len(values) + 1, 1, tzinfo=UTC)
    over = calendar(Grain.MONTH, date(2026, 1, 1), date(2026, len(values), 28), as_of=as_of, zone=ZoneInfo("UTC"))
    rows = [
        {"period": period.number, "label": period.label, "start_at": period.start, "end_at": period.end,
         "partial": period.partial, "slice": "", "numerator": None, "denominator": None, "value": value,
         "low": None, "high": None}
        for period, value in zip(over, values, strict=True)
    ]  # fmt: skip
    return KpiResult(kpi_of(key), over, None, MetricSettings(), over.as_of, pa.Table.from_pylist(rows, schema=SCHEMA))


def test_what_is_there_already_is_reached() -> None:
    found = progress(GOAL, course([100, 150, 201]))
    assert found.status is Status.REACHED
    assert found.share == 1.0


def test_a_trend_that_gets_there_is_on_the_way() -> None:
    # 100, 110, 120, 130, 140: ten a month from May gives 210 in December, seven months on.
    found = progress(GOAL, course([100, 110, 120, 130, 140]))
    assert found.status is Status.ON_THE_WAY
    assert (found.left, found.due_label) == (7, "2026-12")
    assert found.forecast.value == pytest.approx(210)
    assert found.share == pytest.approx(0.4)


def test_a_trend_that_does_not_is_behind() -> None:
    found = progress(GOAL, course([100, 102, 104, 106, 108]))
    assert found.status is Status.BEHIND
    assert found.forecast.value == pytest.approx(122)


def test_falling_to_a_target_is_reached_from_above() -> None:
    goal = replace(GOAL, direction="lower", target=Decimal(50))
    assert progress(goal, course([100, 90, 80, 70, 60])).status is Status.ON_THE_WAY
    assert progress(goal, course([100, 50])).status is Status.REACHED


def test_few_periods_are_judged_by_a_straight_line() -> None:
    # Two of eleven months on the line from 100 to 200 is 118.2 in March.
    assert progress(GOAL, course([100, 110, 119])).status is Status.ON_THE_WAY
    found = progress(GOAL, course([100, 110, 118]))
    assert found.status is Status.BEHIND
    assert found.forecast is None
    assert found.expected == pytest.approx(100 + 100 * 2 / 11)


def test_what_is_over_and_was_not_reached_is_missed() -> None:
    goal = replace(GOAL, due=date(2026, 3, 31))
    assert progress(goal, course([100, 120, 150, 250])).status is Status.MISSED
    assert progress(goal, course([100, 120, 200, 150])).status is Status.REACHED


def test_without_a_value_nothing_is_said() -> None:
    assert progress(GOAL, course([None, None])).status is Status.UNKNOWN


def test_a_value_equal_but_for_its_last_digit_is_reached() -> None:
    goal = replace(GOAL, kpi="grr", target=Decimal("0.3"), start_value=0.1)
    assert progress(goal, course([0.1, 0.1 + 0.2 - 1e-16], "grr")).status is Status.REACHED


def test_a_share_is_never_expected_above_the_whole() -> None:
    goal = replace(GOAL, kpi="grr", target=Decimal(1), start_value=0.5)
    assert progress(goal, course([0.5, 0.7, 0.8, 0.9, 0.95], "grr")).forecast.value == 1.0


@pytest.mark.parametrize(("key", "rises", "falls"), [("health_score", 100, 0), ("ces", 7, 1), ("nps", 100, -100)])
def test_no_score_is_expected_beyond_the_ends_of_its_scale(key: str, rises: float, falls: float) -> None:
    goal = replace(GOAL, kpi=key, target=Decimal(6), start_value=1.0)
    step = rises / 5
    up, down = [step, 2 * step, 3 * step, 4 * step], [4 * step, 3 * step, 2 * step, step]
    assert progress(goal, course(up, key)).forecast.value == rises
    found = progress(replace(goal, target=Decimal(1000)), course([*down[:3], falls + 0.1], key)).forecast
    assert (found.value, found.low) == (falls, falls)


def test_it_is_due_for_review_after_ninety_days() -> None:
    assert not GOAL.review_due(datetime(2026, 5, 1, tzinfo=UTC))
    assert GOAL.review_due(datetime(2026, 5, 2, tzinfo=UTC))
    assert not replace(GOAL, closed_at=SET).review_due(datetime(2027, 1, 1, tzinfo=UTC))


def test_what_was_there_when_it_was_set_is_reached_in_full() -> None:
    # From 100 to a target of 80 that 100 is beyond already: nothing is left of the way, though no step was made.
    found = progress(replace(GOAL, target=Decimal(80)), course([100, 100]))
    assert (found.status, found.share) == (Status.REACHED, 1.0)
