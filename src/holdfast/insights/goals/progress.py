"""How far a goal is: the last complete period against its target, and the trend up to its due period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from holdfast.insights.goals.contracts import GoalFacts
from holdfast.insights.goals.forecast import Forecast, trend
from holdfast.insights.goals.scale import bounds
from holdfast.metrics.kernel.period import floor, following, label
from holdfast.metrics.kernel.result import Cell, KpiResult

FARTHEST = 1200  # periods: a due date beyond is no forecast any more


class Status(StrEnum):
    """REACHED: the last complete period meets the target (or, once it is due, the due period did).

    ON_THE_WAY, BEHIND: the trend meets the target in the due period, or does not; with too few periods for a trend,
    the value is at least where a straight line from the start to the target would be, or is not.
    MISSED: the due period is over and did not meet it. UNKNOWN: there is no value to judge by.
    """

    REACHED = "reached"
    ON_THE_WAY = "on_the_way"
    BEHIND = "behind"
    MISSED = "missed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Progress:
    """cell: the period judged; due_label: the period that holds the due day; left: periods from the last complete one
    to it; share: of the way from start to target, 0 to 1, None if there is no start; expected: where the straight
    line to the target is now.
    """

    status: Status
    cell: Cell | None
    due_label: str
    left: int
    share: float | None
    expected: float | None
    forecast: Forecast | None


def progress(goal: GoalFacts, result: KpiResult) -> Progress:
    """`result`: the goal's KPI by its period, of its slice alone, over all periods there are."""
    due_label, left = _until(goal.due, result)
    complete = [cell for cell in result.cells() if not cell.partial]
    last = complete[-1] if complete else None
    judged = next((cell for cell in complete if cell.label == due_label), last) if left <= 0 else last
    if judged is None or judged.value is None:
        return Progress(Status.UNKNOWN, judged, due_label, left, None, None, None)
    line = trend([cell.value for cell in complete])
    forecast = line.ahead(left).within(*bounds(result.kpi)) if line and 0 < left < FARTHEST else None
    expected = _expected(goal, result, left)
    status = _status(goal, judged.value, left, forecast, expected)
    return Progress(status, judged, due_label, left, _share(goal, judged.value), expected, forecast)


def _status(goal: GoalFacts, value: float, left: int, forecast: Forecast | None, expected: float | None) -> Status:
    if goal.met_by(value):
        return Status.REACHED
    if left <= 0:
        return Status.MISSED
    if forecast is not None:
        return Status.ON_THE_WAY if goal.met_by(forecast.value) else Status.BEHIND
    if expected is None:
        return Status.UNKNOWN
    ahead = value >= expected if goal.direction == "higher" else value <= expected
    return Status.ON_THE_WAY if ahead else Status.BEHIND


def _until(due: date, result: KpiResult) -> tuple[str, int]:
    """The label of the period that holds the due day, and how many periods it is after the last complete one."""
    calendar, settings = result.calendar, result.settings
    edges = {"week_start": settings.week_start, "year_start": settings.year_start}
    goal_day = floor(due, calendar.grain, **edges)
    reached = label(goal_day, calendar.grain, settings.year_start)
    last = calendar.last_complete
    first = last.start if last else calendar.periods[0].start
    day, count = first.astimezone(calendar.zone).date(), 0 if last else 1
    while day < goal_day and count < FARTHEST:
        day, count = following(day, calendar.grain), count + 1
    return reached, count if day <= goal_day else -1


def _share(goal: GoalFacts, value: float) -> float | None:
    if goal.met_by(value):
        return 1.0
    if goal.start_value is None or goal.start_value == float(goal.target):
        return None
    way = (value - goal.start_value) / (float(goal.target) - goal.start_value)
    return min(max(way, 0.0), 1.0)


def _expected(goal: GoalFacts, result: KpiResult, left: int) -> float | None:
    """Where a straight line from the value at the start to the target is in the last complete period."""
    labels = [period.label for period in result.calendar]
    last = result.calendar.last_complete
    if goal.start_value is None or last is None or goal.start_label not in labels:
        return None
    gone = labels.index(last.label) - labels.index(goal.start_label)
    if gone + left <= 0:
        return float(goal.target)
    way = min(max(gone / (gone + left), 0.0), 1.0)
    return goal.start_value + (float(goal.target) - goal.start_value) * way
