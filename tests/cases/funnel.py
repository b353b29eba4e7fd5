"""Funnels as the cases ask for them: there the span holds all steps, not the first one alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.breaking import NO_VALUE
from holdfast.metrics.reports.funnel import FunnelAnswer, funnel
from holdfast.metrics.reports.funnels.attributing import NOT_REACHED
from holdfast.metrics.reports.query.base import Breakdown, Interval, Span
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.funnel import Attribution, Exclusion, Funnel, Order, Window, WindowUnit
from tests.cases.case import Params, equals, instant, moment, picked
from tests.cases.trends import label_of

ORDERS = {"ordered": Order.ORDERED, "strict": Order.STRICT, "unordered": Order.ANY, "any": Order.ANY}
ATTRIBUTIONS = {
    "first_touch": Attribution.FIRST, "first": Attribution.FIRST, "last_touch": Attribution.LAST,
    "last": Attribution.LAST, "step": Attribution.STEP, "all_events": Attribution.EVERY, "every": Attribution.EVERY,
}  # fmt: skip
DAY = len("2020-01-01")


def answer(params: Params, found: Asking, unit: Unit) -> FunnelAnswer:
    breakdown, attribution, step = breakdown_of(params)
    query = Funnel(
        unit=unit,
        span=span(params, found),
        steps=tuple(picked(step) for step in params.take("steps")),
        order=ORDERS[params.take("order", default="ordered")],
        window=window(params),
        exclusions=tuple(exclusion(one) for one in params.take("exclusions", default=())),
        complete_within_span=params.take("complete_within_span", default=True),
        breakdown=breakdown,
        attribution=attribution,
        step=step,
        where=equals(params.take("where")),
    )
    answered = funnel(found, query)
    assert isinstance(answered, FunnelAnswer)
    return answered


def compare(expected: Mapping[str, Any], found: FunnelAnswer) -> None:
    with Params(expected, "expected") as wanted:
        groups = wanted.take("breakdown", "breakdowns", "groups", "by_value", default=None)
        if groups is not None:
            compare_groups(groups, found)
        compare_steps(wanted, found, 0)


def compare_groups(expected: Any, found: FunnelAnswer) -> None:
    """expected: a list of mappings with `value`, or a mapping from values to counts or to mappings."""
    if isinstance(expected, Mapping):
        expected = [
            {"value": value, **(one if isinstance(one, Mapping) else {"counts": one})}
            for value, one in expected.items()
        ]
    labels = [group.label for group in found.groups]
    seen = {NOT_REACHED}
    for one in expected:
        with Params(one, "group") as wanted:
            value = wanted.take("value", "breakdown", "breakdown_value")
            value = value[0] if isinstance(value, list) else value
            label = NO_VALUE if value == "" else label_of(value)
            seen.add(label)
            if label in labels:
                compare_steps(wanted, found, labels.index(label))
            else:
                assert not any(wanted.take("counts")), f"nobody is under {label}"
    assert set(labels) <= seen


def compare_steps(wanted: Params, found: FunnelAnswer, group: int) -> None:
    counts = wanted.take("counts")
    if counts is not None:
        assert found.counts(group) == counts
    for place, names in enumerate((("average_conversion_seconds", "average"), ("median_conversion_seconds", "median"))):
        seconds: Sequence[float | None] | None = wanted.take(*names)
        for step, one in enumerate(seconds or ()):
            mine = found.times(step + 1, group)[place] if step else None
            # Where all took no time others leave them out of the average.
            assert (not mine) if one is None else mine == pytest.approx(one), (names, step + 1)


def window(params: Params) -> Window:
    given = params.take("window")
    if given is None:
        return Window(params.take("window_days", default=14))
    with Params(given, "window") as taken:
        return Window(taken.take("n", "value", "interval"), WindowUnit(taken.take("unit")))


def exclusion(given: Mapping[str, Any]) -> Exclusion:
    with Params(given, "exclusion") as params:
        after, before = params.take("between", "steps", default=(None, None))
        after = params.take("after", "after_step", "from", "from_step", "funnel_from_step", default=after)
        before = params.take("before", "before_step", "to", "to_step", "funnel_to_step", default=before)
        event, where = params.take("event"), params.take("where", "properties", default={})
        return Exclusion(picked(event, where), after, before)


def breakdown_of(params: Params) -> tuple[Breakdown | None, Attribution, int | None]:
    """The attribution may stand inside of the breakdown or beside it."""
    given = params.take("breakdown")
    beside = params.take("breakdown_attribution", "attribution", default="first_touch")
    step = params.take("attribution_step", "breakdown_attribution_step")
    top = params.take("breakdown_limit", default=25)
    if given is None:
        return None, Attribution.FIRST, None
    with Params(given, "breakdown") as taken:
        by_event, by_person = taken.take("event_property", "event"), taken.take("person_property", "person")
        kind, name = taken.take("type", "by", default="event"), taken.take("property", "name")
        named = taken.take("attribution", "on", default=beside)
        step = taken.take("step", "attribution_step", default=step)
        top = taken.take("limit", "top", default=top)
    kind, name = ("person", by_person) if by_person else (kind, by_event or name)
    if isinstance(named, Mapping):
        named, step = "step", named["step"]
    if named.startswith("step_"):
        named, step = "step", int(named.removeprefix("step_"))
    attribution = ATTRIBUTIONS[named]
    return Breakdown(by=kind, name=name, top=top), attribution, step if attribution is Attribution.STEP else None


def span(params: Params, found: Asking) -> Span:
    """Both ends are included; one with a time is taken by the hour, and the end then goes up to that very instant."""
    first, last = params.take("date_from"), params.take("date_to")
    if len(first) == len(last) == DAY:
        return Span(first, last)
    first = first if len(first) > DAY else f"{first}T00:00:00"
    last = instant(last) - timedelta(microseconds=1) if len(last) > DAY else instant(f"{last}T23:59:59")
    return Span(moment(first, found, Interval.HOUR), moment(last.isoformat(), found, Interval.HOUR))
