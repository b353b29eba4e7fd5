"""One door to all reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from holdfast.metrics.reports.adoption import adoption
from holdfast.metrics.reports.answer import Answer
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.beside import beside
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


def answer(asking: Asking, query: Query) -> Answer:
    """The numbers of a query and who is behind them. Raises BadQuery."""
    return REPORTS[type(query)](asking, query)
