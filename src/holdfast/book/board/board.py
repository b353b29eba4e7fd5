"""The computed numbers of one workspace at one version of its data, as pages ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from threading import RLock
from typing import Any, ClassVar

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from holdfast.book import preferences
from holdfast.book.board.account_facts import healths, seen
from holdfast.book.board.accounts import accounts
from holdfast.book.board.errors import NothingYet
from holdfast.book.book import Book
from holdfast.book.report import build
from holdfast.core.errors import NotFound
from holdfast.core.models import Workspace
from holdfast.insights.contracts import Report
from holdfast.metrics.benchmarks import Benchmark, benchmark_for
from holdfast.metrics.kernel.period import Calendar, Grain
from holdfast.metrics.kernel.result import CohortTable, KpiResult, Rollforward
from holdfast.metrics.kernel.settings import MetricSettings
from holdfast.metrics.registry import kpi_of

PREVIEWED = ("mrr", "customers", "nrr", "grr", "customer_churn", "gross_mrr_churn")


@dataclass(frozen=True, slots=True)
class Preview:
    """The KPIs that PREVIEWED names, by month, with the settings as they are and as they are proposed."""

    before: tuple[KpiResult, ...]
    after: tuple[KpiResult, ...]


@dataclass
class Board:
    """What pages read numbers from. Every method either answers at once or raises Pending.

    as_of: the data speaks of nothing after it. computed_at: when the numbers were made. stale: the data has changed
    since, newer numbers are on their way. A `period` is month, quarter, year, week or day; `from_` and `to` are labels
    or ISO dates (BadRange if they cannot be read); `by` is plan, currency or a trait; `slice_` one value of it.
    """

    _opened: ClassVar[dict[tuple[int, int], Board]] = {}
    _lock: ClassVar[RLock] = RLock()

    workspace: Workspace
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
                cls._opened[key] = cls(workspace, book, datetime.now(UTC))
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
        self,
        period: str = "month",
        from_: str | None = None,
        to: str | None = None,
        by: str | None = None,
        known_at: datetime | None = None,
    ) -> Rollforward:
        """known_at: as it was known then, from what had been imported."""
        with self._lock:
            book = self.book if known_at is None else self._as_known(known_at)
            return book.rollforward(period, from_, to, by)

    def cohorts(self, kind: str, period: str = "month", from_: str | None = None, to: str | None = None) -> CohortTable:
        """kind: customers, nrr, grr or usage."""
        with self._lock:
            return self.book.cohorts(kind, period, from_, to)

    def survival(self, by: str | None = None) -> pa.Table | None:
        """slice, months, at_risk, survival, low, high; see holdfast.book.report.SURVIVAL."""
        return self.report(by=by).survival

    def movements(self, known_at: datetime | None = None) -> pa.Table:
        """Every movement of MRR, newest first; columns as holdfast.book.book.MOVEMENT. known_at: as known then."""
        with self._lock:
            return (self.book if known_at is None else self._as_known(known_at)).movements()

    def accounts(self) -> pa.Table:
        """One row per account, largest MRR first. Columns: holdfast.book.board.accounts.ACCOUNT (account_id, account
        [key], name, status, plan, currency, mrr, created_at, customer_since, left_at, renews_at, ends_at, people,
        last_seen_at, open_tickets, nps, nps_at, health, health_change), then `trait:<name>` for every trait and
        `kpi:<key>` (float64) for every KPI of accounts: its value of this account alone in the last complete month,
        null where the account has no part in it. See `accounts` there for their meaning, STATUSES for the statuses.
        """
        with self._lock:
            return accounts(self.book)

    def account(self, key: str) -> dict[str, Any]:
        """The row of one account, by its key. NotFound when there is none."""
        rows = self.accounts()
        found = rows.filter(pc.equal(rows["account"], key)).to_pylist()
        if not found:
            raise NotFound(f"There is no account {key!r}; it may have been merged into another one, or never imported.")
        row: dict[str, Any] = found[0]
        return row

    def account_movements(self, account: str) -> pa.Table:
        """The movements of one account (its key), newest first; columns as `movements`."""
        rows = self.movements()
        return rows.filter(pc.equal(rows["account"], account))

    def account_health(self, account: str) -> pa.Table:
        """What makes up the health score of one account (its key) now; largest weight first. No rows: it has no score.

        input (see INPUTS of metrics.kernel.models.health), value (of the input itself), weight (0 to 1), points (they
        sum to the score), before (points at the end of the previous month, null if unknown).
        """
        with self._lock:
            rows = healths(self.book)
            return rows.filter(pc.equal(rows["account"], account)).drop_columns(["account"])

    def account_seen(self, account: str) -> pa.Table:
        """Use by one account (its key), by month: label, days (on which anybody did something), people (who did)."""
        with self._lock:
            rows = seen(self.book)
            return rows.filter(pc.equal(rows["account"], account)).drop_columns(["account"])

    def benchmark(self, key: str, period: str = "month") -> Benchmark | None:
        return benchmark_for(key, Grain(period), self.book.benchmarks or None)

    def _as_known(self, at: datetime) -> Book:
        return Book.open(settings.DATA_DIR, workspace=self.workspace.slug, known_at=at)

    def preview(
        self,
        *,
        metrics: Mapping[str, Any] | None = None,
        ledger: Mapping[str, Any] | None = None,
        health: Mapping[str, Mapping[str, float]] | None = None,
    ) -> Preview:
        """What changes in the last twelve months if these settings (as of `preferences.store`) were stored. An ask:
        raises Pending until it is computed, BadSetting for a value that cannot be.
        """
        with self._lock:
            proposed = preferences.proposed(self.workspace, metrics=metrics, ledger=ledger, health=health)
            book = Book.open(
                settings.DATA_DIR, workspace=self.workspace.slug, settings=proposed.metrics, ledger=proposed.ledger
            )
            return Preview(*(tuple(one.kpi(key).over().result for key in PREVIEWED) for one in (self.book, book)))

    def report(
        self, period: str = "month", from_: str | None = None, to: str | None = None, by: str | None = None
    ) -> Report:
        """All of it as one report: what the scorecard is made from and what exports write."""
        with self._lock:
            key = (period, from_, to, by)
            if key not in self._reports:
                self._reports[key] = build(self.book, period, from_, to, by)
            return self._reports[key]
