"""Whether a number under watch makes its alert fire."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from holdfast.insights.alerts.api import LIMITS, OF_VALUE, Fired, Rule, Test
from holdfast.insights.alerts.unusual import Judgement, TooShort, judge
from holdfast.reporting.watch.reading import Point, Reading, Unreadable


def judged(rule: Rule, reading: Reading) -> Fired | None:
    """None: it is ordinary. Raises Unreadable when it cannot be told."""
    points = reading.points
    if not points or points[-1].value is None:
        raise Unreadable(gettext("There is no value for the last period."))
    now, before = points[-1], points[-2] if len(points) > 1 else None
    if rule.test in OF_VALUE:
        return _by_value(rule, now, before, reading)
    if rule.test is Test.UNUSUAL:
        return _unusual(rule, reading)
    if before is None or before.value is None:
        raise Unreadable(gettext("There is no value for the period before."))
    return _by_change(rule, now, before, reading)


def judgement(rule: Rule, reading: Reading) -> Judgement | TooShort | None:
    """Of the last point, by season and trend."""
    return judge(
        [point.value for point in reading.points], season=reading.season, scale=reading.scale,
        limit=LIMITS[rule.sensitivity], of=[point.below for point in reading.points],
    )  # fmt: skip


def _by_value(rule: Rule, now: Point, before: Point | None, reading: Reading) -> Fired | None:
    value, amount = now.value or 0.0, rule.amount or 0.0
    if not (value > amount if rule.test is Test.ABOVE else value < amount):
        return None
    return _fired(reading, now, before)


def _by_change(rule: Rule, now: Point, before: Point, reading: Reading) -> Fired | None:
    """Of nothing every rise is infinitely large."""
    change = (now.value or 0.0) - (before.value or 0.0)
    if rule.relative:
        whole = abs(before.value or 0.0)
        change = change / whole if whole else float("inf") * change if change else 0.0
    amount = rule.amount or 0.0
    rises, falls = change >= amount, -change >= amount
    hit = {Test.RISES: rises, Test.FALLS: falls, Test.CHANGES: rises or falls}[rule.test]
    return _fired(reading, now, before) if hit else None


def _unusual(rule: Rule, reading: Reading) -> Fired | None:
    found = judgement(rule, reading)
    if isinstance(found, TooShort):
        words = {"needed": found.needed, "there": found.there}
        raise Unreadable(
            ngettext(
                "There is %(there)s period with a value; %(needed)s are needed to know what is usual.",
                "There are %(there)s periods with a value; %(needed)s are needed to know what is usual.",
                found.there,
            )
            % words
        )
    if found is None or not found.unusual:
        return None
    before = reading.points[-2] if len(reading.points) > 1 else None
    return _fired(reading, reading.points[-1], before, found)


def _fired(reading: Reading, now: Point, before: Point | None, found: Judgement | None = None) -> Fired:
    return Fired(
        label=now.label, unit=reading.unit, value=now.value, before=before.value if before else None,
        expected=found.expected if found else None, low=found.low if found else None,
        high=found.high if found else None,
    )  # fmt: skip
