"""Stickiness as the cases ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.stickiness import Compare, Occurrences, Stickiness
from holdfast.metrics.reports.stickiness import StickinessAnswer, stickiness
from tests.cases.case import Params, filters, picked, span

OPERATORS = {"gte": Compare.AT_LEAST, "lte": Compare.AT_MOST, "exact": Compare.EXACTLY}


def answer(params: Params, found: Asking, unit: Unit) -> StickinessAnswer:
    interval = Interval(params.take("interval"))
    query = Stickiness(
        unit=unit,
        span=span(params, found, interval),
        interval=interval,
        picked=picked(params.take("event")),
        cumulative=params.take("cumulative", default=False) or params.take("computed_as") == "cumulative",
        occurrences=occurrences(params.take("criteria", "stickiness_criteria")),
        group=params.take("interval_count", default=1),
        where=filters(params),
    )
    return stickiness(found, query)


def compare(expected: Mapping[str, Any], found: StickinessAnswer) -> None:
    with Params(expected, "expected") as wanted:
        assert found.counts() == wanted.take("data")
        if (count := wanted.take("count")) is not None:
            assert len(found.anyone) == count


def occurrences(given: Mapping[str, Any] | None) -> Occurrences:
    if given is None:
        return Occurrences()
    with Params(given, "criteria") as params:
        return Occurrences(OPERATORS[params.take("operator")], params.take("value", "times"))
