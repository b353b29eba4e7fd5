"""A goal in words, for a card, a page or a chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext, pgettext_lazy

from holdfast.insights.goals.contracts import GoalFacts
from holdfast.insights.goals.progress import Progress, Status
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.web.format import Formatter

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Translators: how a goal stands
STATUSES: dict[str, _StrPromise] = {
    Status.REACHED: pgettext_lazy("goal", "reached"),
    Status.ON_THE_WAY: pgettext_lazy("goal", "on the way"),
    Status.BEHIND: pgettext_lazy("goal", "behind"),
    Status.MISSED: pgettext_lazy("goal", "missed"),
    Status.UNKNOWN: pgettext_lazy("goal", "not known yet"),
}
SIGNS = {Status.REACHED: "✓", Status.ON_THE_WAY: "→", Status.BEHIND: "!", Status.MISSED: "✗", Status.UNKNOWN: "–"}
COLOURS = {Status.REACHED: "better", Status.ON_THE_WAY: "neutral", Status.BEHIND: "worse", Status.MISSED: "worse"}


@dataclass(frozen=True, slots=True)
class GoalLine:
    """kind: a class that colours what sign and words say as well. share: of the way, in whole percent, or None."""

    goal: GoalFacts
    progress: Progress
    target: str
    status: str
    sign: str
    kind: str
    share: int | None
    forecast: str
    forecast_note: str
    review_due: bool

    @property
    def text(self) -> str:
        return gettext("goal %(target)s") % {"target": self.target}


def goal_line(goal: GoalFacts, found: Progress, kpi: Kpi, write: Formatter, now: datetime) -> GoalLine:
    """Texts are in the language that is active."""
    return GoalLine(
        goal=goal,
        progress=found,
        target=target_text(goal.target, kpi, write),
        status=str(STATUSES[found.status]),
        sign=SIGNS[found.status],
        kind=COLOURS.get(found.status, "neutral"),
        share=None if found.share is None else int(found.share * 100),
        forecast=_forecast(found, kpi, write),
        forecast_note=_note(found),
        review_due=goal.review_due(now),
    )


def target_text(target: Decimal, kpi: Kpi, write: Formatter) -> str:
    """97.0 %, 1,500, 300,000 EUR; cents only where the target has some."""
    short, exact = write.value(target, kpi.unit), write.value(target, kpi.unit, exact=True)
    return exact if kpi.unit == "money" and target != target.to_integral_value() else short


def _forecast(found: Progress, kpi: Kpi, write: Formatter) -> str:
    if found.forecast is None:
        return ""
    words = {
        "value": write.value(found.forecast.value, kpi.unit),
        "low": write.value(found.forecast.low, kpi.unit),
        "high": write.value(found.forecast.high, kpi.unit),
        "period": write.period(found.due_label),
    }
    return gettext("%(value)s in %(period)s (95 %%: %(low)s to %(high)s)") % words


def _note(found: Progress) -> str:
    """What a reader should know of the forecast, or why there is none."""
    if found.forecast is None:
        if found.left <= 0 or found.status is Status.UNKNOWN:
            return ""
        return gettext("Too few periods for a forecast; judged by a straight line from the start to the target.")
    if not found.forecast.few:
        return ""
    count = found.forecast.points
    return ngettext(
        "Drawn from %(count)s period only: read the interval, not the value.",
        "Drawn from %(count)s periods only: read the interval, not the value.",
        count,
    ) % {"count": count}
