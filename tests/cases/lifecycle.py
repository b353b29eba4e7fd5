"""Lifecycle as the cases ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.lifecycle import LifecycleAnswer, Stage, lifecycle
from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.lifecycle import Lifecycle, NewBy
from tests.cases.case import Params, filters, picked, span, starts

NAMES = {
    "new": Stage.NEW, "returning": Stage.RETURNING, "resurrecting": Stage.RESURRECTED,
    "resurrected": Stage.RESURRECTED, "dormant": Stage.DORMANT,
}  # fmt: skip


def answer(params: Params, found: Asking, unit: Unit) -> LifecycleAnswer:
    interval = Interval(params.take("interval"))
    query = Lifecycle(
        unit=unit,
        span=span(params, found, interval),
        interval=interval,
        picked=picked(params.take("event")),
        new_by=NewBy(params.take("new_by", default="created")),
        where=filters(params),
    )
    return lifecycle(found, query)


def compare(expected: Mapping[str, Any], found: LifecycleAnswer) -> None:
    with Params(expected, "expected") as wanted:
        if (days := wanted.take("days", "labels")) is not None:
            assert starts(found.slots) == [day[: len("2020-01-01")] for day in days]
        for name, stage in NAMES.items():
            numbers = wanted.take(name)
            if numbers is not None:
                mine = [found.count(stage, slot) for slot in range(len(found.slots))]
                assert mine == [abs(number) for number in numbers], name
