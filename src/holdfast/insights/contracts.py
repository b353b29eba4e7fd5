"""What a report is made of, whoever computed it and whichever format it is written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

from holdfast.metrics.behind import Trace
from holdfast.metrics.benchmarks import Benchmark
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.metrics.kernel.period import Calendar
from holdfast.metrics.kernel.result import CohortTable, KpiResult, Rollforward
from holdfast.metrics.kernel.settings import MetricSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A company's KPIs over one calendar.

    ledger: the settings of the ledger, which change a number as those of the metrics do.
    results: the KPIs that have data, in the order of the scorecard, not sliced; sliced: the same by the values of `by`.
    traces: the contributions of a KPI, term by term; behind: the customers behind one cell (see Engine).
    names: account_id, account (key), name; people: person_id, person (key), name; rates: period, currency, opening_rate
    and closing_rate, None when all money is in the reporting currency.
    missing: KPI title -> what the book lacks for it. sources: file -> rows read. rejected: rows that were refused.
    """

    name: str
    calendar: Calendar
    as_of: datetime
    settings: MetricSettings
    results: tuple[KpiResult, ...]
    sliced: tuple[KpiResult, ...] = ()
    by: str | None = None
    rollforward: Rollforward | None = None
    rollforward_sliced: Rollforward | None = None
    cohorts: tuple[CohortTable, ...] = ()
    survival: pa.Table | None = None
    benchmarks: Mapping[str, Benchmark] = field(default_factory=dict)
    traces: Callable[[Kpi], list[Trace]] = lambda kpi: []
    behind: Callable[[Kpi, str], pa.Table] | None = None
    names: Callable[[], pa.Table] | None = None
    people: Callable[[], pa.Table] | None = None
    rates: Callable[[], pa.Table | None] = lambda: None
    missing: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, int] = field(default_factory=dict)
    rejected: int = 0
    ledger: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
