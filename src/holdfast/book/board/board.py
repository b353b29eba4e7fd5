"""The computed numbers of one workspace at one version of its data, as pages ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from threading import RLock
from typing import Any, ClassVar

import pyarrow as pa
from django.conf import settings

from holdfast.book.board.errors import NothingYet
from holdfast.book.book import Book
from holdfast.book.report import build
from holdfast.core.models import Workspace
from holdfast.insights.contracts import Report
from holdfast.metrics.benchmarks import Benchmark, benchmark_for
from holdfast.metrics.kernel.period import Calendar, Grain
from holdfast.metrics.kernel.result import CohortTable, KpiResult, Rollforward
from holdfast.metrics.kernel.settings import MetricSettings
from holdfast.metrics.registry import kpi_of


@dataclass
class Board:
    """What pages read numbers from. Every method either answers at once or raises Pending.

    as_of: the data speaks of nothing after it. computed_at: when the numbers were made. stale: the data has changed
    since, newer numbers are on their way. A `period` is month, quarter, year, week or day; `from_` and `to` are labels
    or ISO dates (BadRange if they cannot be read); `by` is plan, currency or a trait; `slice_` one value of it.
    """

    _opened: ClassVar[dict[tuple[int, int], Board]] = {}
    _lock: ClassVar[RLock] = RLock()

    book: Book
    computed_at: datetime
    stale: bool = False
    _reports: dict[Any, Report] = field(default_factory=dict)

    @classmethod
    def of(cls, workspace: Workspace) -> Board:
        """The newest board of an entered workspace. NothingYet: nothing was imported. Pending: it is being made."""
        if not workspace.data_version:
            raise NothingYet("Nothing has been imported yet.")
        with cls._lock:
            key = (workspace.pk, workspace.data_version)
            if key not in cls._opened:
                book = Book.open(settings.DATA_DIR, workspace=workspace.slug)
                cls._opened[key] = cls(book, datetime.now(UTC))
            return cls._opened[key]

    @property
    def as_of(self) -> datetime:
        return self.book.as_of

    @property
    def settings(self) -> MetricSettings:
        return self.book.settings

    @property
    def ledger(self) -> Mapping[str, object]:
        return asdict(self.book.ledger)

    @property
    def notes(self) -> tuple[str, ...]:
        return self.book.notes

    @property
    def available(self) -> tuple[str, ...]:
        """Keys of the KPIs there is data for, in the order of the scorecard."""
        return self.book.available()

    @property
    def traits(self) -> tuple[str, ...]:
        """What KPIs can be sliced by: plan, currency and every trait of an account."""
        return tuple(self.book.traits())

    def calendar(self, period: str = "month", from_: str | None = None, to: str | None = None) -> Calendar:
        return self.book.calendar(period, from_, to)

    def result(
        self, key: str, period: str = "month", from_: str | None = None, to: str | None = None, by: str | None = None
    ) -> KpiResult:
        """The series of one KPI. KeyError names the nearest keys when there is no such KPI."""
        with self._lock:
            return self.book.kpi(key).over(period, from_, to, by).result

    def results(
        self, period: str = "month", from_: str | None = None, to: str | None = None, by: str | None = None
    ) -> tuple[KpiResult, ...]:
        """All KPIs there is data for, in the order of the scorecard."""
        with self._lock:
            return tuple(series.result for series in self.book.scorecard(period, from_, to, by))

    def behind(
        self, key: str, label: str, period: str = "month", by: str | None = None, slice_: str | None = None
    ) -> pa.Table:
        """Who is behind one number: subject_id, subject (key), name, numerator, denominator; largest first."""
        with self._lock:
            return self.book.kpi(key).over(period, None, None, by).behind(label, slice_)

    def subject(self, key: str) -> str:
        """account or person: who stands behind this KPI."""
        with self._lock:
            return self.book.engine.subject(kpi_of(key))

    def rollforward(
        self, period: str = "month", from_: str | None = None, to: str | None = None, by: str | None = None
    ) -> Rollforward:
        with self._lock:
            return self.book.rollforward(period, from_, to, by)

    def cohorts(self, kind: str, period: str = "month", from_: str | None = None, to: str | None = None) -> CohortTable:
        """kind: customers, nrr, grr or usage."""
        with self._lock:
            return self.book.cohorts(kind, period, from_, to)

    def survival(self, by: str | None = None) -> pa.Table | None:
        """slice, months, at_risk, survival, low, high; see holdfast.book.report.SURVIVAL."""
        return self.report(by=by).survival

    def movements(self) -> pa.Table:
        """Every movement of MRR, newest first; columns as holdfast.book.book.MOVEMENT."""
        with self._lock:
            return self.book.movements()

    def benchmark(self, key: str, period: str = "month") -> Benchmark | None:
        return benchmark_for(key, Grain(period), self.book.benchmarks or None)

    def report(
        self, period: str = "month", from_: str | None = None, to: str | None = None, by: str | None = None
    ) -> Report:
        """All of it as one report: what the scorecard is made from and what exports write."""
        with self._lock:
            key = (period, from_, to, by)
            if key not in self._reports:
                self._reports[key] = build(self.book, period, from_, to, by)
            return self._reports[key]
