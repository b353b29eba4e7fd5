"""One door to all reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from holdfast.metrics.reports.adoption import adoption
from holdfast.metrics.reports.answer import Answer
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.beside import beside
from holdfast.metrics.reports.errors import BadQuery, NotThere
from holdfast.metrics.reports.first_use import first_use
from holdfast.metrics.reports.frequency import frequency
from holdfast.metrics.reports.funnel import funnel
from holdfast.metrics.reports.keeping import keeping
from holdfast.metrics.reports.lifecycle import lifecycle
from holdfast.metrics.reports.paths import paths
from holdfast.metrics.reports.query.adoption import Adoption
from holdfast.metrics.reports.query.base import Query
from holdfast.metrics.reports.query.first_use import FirstUse
from holdfast.metrics.reports.query.frequency import Frequency
from holdfast.metrics.reports.query.funnel import Funnel
from holdfast.metrics.reports.query.keeping import Keeping
from holdfast.metrics.reports.query.lifecycle import Lifecycle
from holdfast.metrics.reports.query.paths import Paths
from holdfast.metrics.reports.query.retention import Retention
from holdfast.metrics.reports.query.revenue import Beside, Revenue
from holdfast.metrics.reports.query.segmentation import Segmentation
from holdfast.metrics.reports.query.stickiness import Stickiness
from holdfast.metrics.reports.query.usage_interval import UsageInterval
from holdfast.metrics.reports.retention import retention
from holdfast.metrics.reports.revenue import revenue
from holdfast.metrics.reports.segmentation import segmentation
from holdfast.metrics.reports.stickiness import stickiness
from holdfast.metrics.reports.usage_interval import usage_interval

REPORTS: dict[type[Query], Callable[[Asking, Any], Answer]] = {
    Beside: beside,
    Revenue: revenue,
    FirstUse: first_use,
    Keeping: keeping,
    Adoption: adoption,
    Frequency: frequency,
    Funnel: funnel,
    Lifecycle: lifecycle,
    Paths: paths,
    Retention: retention,
    Segmentation: segmentation,
    Stickiness: stickiness,
    UsageInterval: usage_interval,
}

_NAMING = ("key", "list", "name")  # the fields of a condition or a breakdown that name what there may not be


def answer(asking: Asking, query: Query) -> Answer:
    """The numbers of a query and who is behind them. Raises BadQuery."""
    try:
        return REPORTS[type(query)](asking, query)
    except NotThere as error:
        raise BadQuery(_place(msgspec.to_builtins(query), error.name), error.problem) from error


def _place(told: object, name: str | int, at: str = "") -> str:
    """The first field of a query that names something, such as `where.conditions[1].key`; empty if only a segment that
    it names does.
    """
    if isinstance(told, dict):
        own = (f"{at}.{field}".lstrip(".") for field in _NAMING if told.get(field) == name)
        return next(own, "") or _first(_place(value, name, f"{at}.{field}") for field, value in told.items())
    if isinstance(told, list | tuple):
        return _first(_place(value, name, f"{at}[{number}]") for number, value in enumerate(told))
    return ""


def _first(places: Iterable[str]) -> str:
    return next(filter(None, places), "")
