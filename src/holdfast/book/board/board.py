"""The computed numbers of one workspace at one version of its data, as pages ask for them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from holdfast.book import preferences
from holdfast.book.board import asking, slices
from holdfast.book.board.behind import behind, named, rates_of, terms_of, traces_of
from holdfast.book.board.errors import NotComputed, NothingYet, Pending
from holdfast.book.board.files import read_table
from holdfast.book.board.making import CUSTOMERS, MONEY, PREVIEWED
from holdfast.book.board.meta import Meta, read_meta
from holdfast.book.board.shelf import Shelf, is_fresh, wanted
from holdfast.book.board.what import Kind, What
from holdfast.book.board.who import NEEDED, directory
from holdfast.book.board.window import labelled, only, window
from holdfast.book.range import BadRange
from holdfast.core.errors import NotFound
from holdfast.core.models import Workspace
from holdfast.insights.contracts import Report
from holdfast.metrics.behind import Trace
from holdfast.metrics.benchmarks import Benchmark, benchmark_for
from holdfast.metrics.kernel.cohorts import COHORTS
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.metrics.kernel.period import Calendar, Grain
from holdfast.metrics.kernel.result import CohortTable, KpiResult, Rollforward
from holdfast.metrics.kernel.settings import MetricSettings
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.reports.directory import Directory
from holdfast.metrics.rows.members import with_starts


@dataclass(frozen=True, slots=True)
class Preview:
    """The KPIs that PREVIEWED names, by month, with the settings as they are and as they are proposed."""

    before: tuple[KpiResult, ...]
    after: tuple[KpiResult, ...]


@dataclass(frozen=True)
class Board:
    """What pages read numbers from. Every method either answers at once or raises Pending.

    as_of: the data speaks of nothing after it. computed_at: when the numbers were made. stale: the data has changed
    since, newer numbers are on their way. A `period` is month, quarter, year, week or day; `from_` and `to` are labels
    or ISO dates (BadRange if they cannot be read); `by` is plan, currency or a trait; `slice_` one value of it.
    waiting: why what is missing here is not asked for; the newer board is being made, or this one is.
    """

    workspace: Workspace
    folder: Path
    stale: bool = False
    waiting: Pending | NotComputed | None = None

    @classmethod
    def of(cls, workspace: Workspace) -> Board:
        """The newest board of a workspace. NothingYet: nothing was imported. Pending: it is being made. NotComputed:
        it cannot be, and there is no older one.
        """
        if not workspace.data_version:
            raise NothingYet("Nothing has been imported yet.")
        shelf, fingerprint = Shelf.of(workspace), wanted(workspace)
        current = shelf.current()
        if current is not None and is_fresh(current, fingerprint):
            return cls(workspace, current)
        if asking.at_once():
            return cls(workspace, asking.begin(workspace))
        waiting = _asked(workspace, fingerprint)
        shown = current or shelf.begun(fingerprint)
        if shown is None:
            raise waiting
        return cls(workspace, shown, stale=current is not None, waiting=waiting)

    @property
    def meta(self) -> Meta:
        """All that the board says of itself."""
        return read_meta(self.folder)

    @property
    def as_of(self) -> datetime:
        return self.meta.as_of

    @property
    def computed_at(self) -> datetime:
        return self.meta.computed_at

    @property
    def settings(self) -> MetricSettings:
        return self.meta.settings

    @property
    def ledger(self) -> Mapping[str, object]:
        return self.meta.ledger

    @property
    def notes(self) -> tuple[str, ...]:
        return self.meta.notes

    @property
    def available(self) -> tuple[str, ...]:
        """Keys of the KPIs there is data for, in the order of the scorecard."""
        return self.meta.available

    @property
    def traits(self) -> tuple[str, ...]:
        """What KPIs can be sliced by: plan, currency, every trait of an account, and every segment."""
        return (*self.meta.traits, *self._segments)

    @cached_property
    def _segments(self) -> Mapping[str, str]:
        """What slices by a segment are called, and what they are kept under."""
        return slices.of_workspace(self.workspace)

    def calendar(self, period: str = "month", from_: str | None = None, to: str | None = None) -> Calendar:
        return window(self.folder, period, from_, to).calendar

    def result(
        self, key: str, period: str = "month", from_: str | None = None, to: str | None = None, by: str | None = None
    ) -> KpiResult:
        """The series of one KPI. KeyError names the nearest keys when there is no such KPI."""
        what = self._series(kpi_of(key).key, period, from_, to, by)
        self._have([what])
        return _result(self.folder, what, from_, to)

    def results(
        self, period: str = "month", from_: str | None = None, to: str | None = None, by: str | None = None
    ) -> tuple[KpiResult, ...]:
        """All KPIs there is data for, in the order of the scorecard."""
        wanted = [self._series(key, period, from_, to, by) for key in self.available]
        self._have(wanted)
        return tuple(_result(self.folder, what, from_, to) for what in wanted)

    def behind(
        self, key: str, label: str, period: str = "month", by: str | None = None, slice_: str | None = None
    ) -> pa.Table:
        """Who is behind one number: subject_id, subject (key), name, numerator, denominator; largest first."""
        kpi, number = kpi_of(key), labelled(self.folder, period, label).number
        terms = What(kind=Kind.TERMS, key=key, period=period, by=self._by(by))
        names = What(kind=Kind.NAMES, key=self.subject(key))
        self._have([terms, names, What(kind=Kind.RATES, period=period)])
        rates = rates_of(self.folder, period)
        return named(behind(terms_of(self.folder, terms), number, slice_, kpi.statistic, rates), self._table(names))

    def subject(self, key: str) -> str:
        """account or person: who stands behind this KPI."""
        return self.meta.subjects.get(key) or kpi_of(key).subject

    def rollforward(
        self,
        period: str = "month",
        from_: str | None = None,
        to: str | None = None,
        by: str | None = None,
        known_at: datetime | None = None,
    ) -> Rollforward:
        """known_at: as it was known then, from what had been imported."""
        shown = window(self.folder, period, from_, to)
        told = known_at.isoformat() if known_at else ""
        what = What(kind=Kind.ROLLFORWARD, period=period, by=self._by(by), whole=shown.whole, known_at=told)
        rows = shown.cut(self._table(what))
        calendar = only(shown.calendar, set(rows["label"].to_pylist())) if known_at else shown.calendar
        money, customers = (rows.filter(pc.equal(rows["of"], of)).drop_columns(["of"]) for of in (MONEY, CUSTOMERS))
        uncounted = [name for name in NOT_COUNTED if name in rows.column_names]
        return Rollforward(calendar, by or None, money, customers.drop_columns(uncounted))

    def cohorts(self, kind: str, period: str = "month", from_: str | None = None, to: str | None = None) -> CohortTable:
        """kind: customers, nrr, grr or usage."""
        shown = window(self.folder, period, from_, to)
        rows = self._table(What(kind=Kind.COHORTS, key=kind, period=period, whole=shown.whole))
        return CohortTable(kind, shown.calendar, shown.cut_cohorts(rows))

    def survival(self, by: str | None = None) -> pa.Table | None:
        """slice, months, at_risk, survival, low, high; see holdfast.book.report.SURVIVAL."""
        return self._table(What(kind=Kind.SURVIVAL, by=self._by(by))) if self.meta.has_mrr else None

    def movements(self, known_at: datetime | None = None) -> pa.Table:
        """Every movement of MRR, newest first; columns as holdfast.book.book.MOVEMENT. known_at: as known then."""
        return self._table(What(kind=Kind.MOVEMENTS, known_at=known_at.isoformat() if known_at else ""))

    def moved(
        self, period: str = "month", from_: str | None = None, to: str | None = None, by: str | None = None
    ) -> pa.Table:
        """The movements behind every cell of the roll-forward of the same arguments; see metrics.rows.moved."""
        shown = window(self.folder, period, from_, to)
        return shown.cut(self._table(What(kind=Kind.MOVED, period=period, by=self._by(by), whole=shown.whole)))

    def upcoming(self) -> pa.Table:
        """Changes of MRR that are known and have not happened, the next one first; see metrics.rows.upcoming."""
        return self._table(What(kind=Kind.UPCOMING))

    def cohort_members(self, kind: str, cohort: str, age: int, period: str = "month") -> pa.Table:
        """Who is behind a cell of a cohort table; see metrics.rows.members. KeyError when there is no such cell."""
        began, kpi = labelled(self.folder, period, cohort), COHORTS[kind]
        number = began.number + age
        if age < 0 or number > window(self.folder, period).calendar.periods[-1].number:
            raise KeyError(f"no cell of age {age} for {cohort}")
        terms, firsts = What(kind=Kind.TERMS, key=kpi.key, period=period), What(kind=Kind.MEMBERS, key=kind)
        self._have([terms, firsts, What(kind=Kind.RATES, period=period)])
        rates = rates_of(self.folder, period)
        rows = behind(terms_of(self.folder, terms), number, str(began.number), kpi.statistic, rates)
        return with_starts(rows, self._table(firsts))

    def accounts(self) -> pa.Table:
        """One row per account, largest MRR first. Columns: holdfast.book.accounts.table.ACCOUNT (account_id, account
        [key], name, status, plan, currency, mrr, created_at, customer_since, left_at, renews_at, ends_at, people,
        last_seen_at, open_tickets, nps, nps_at, health, health_change), then `trait:<name>` for every trait and
        `kpi:<key>` (float64) for every KPI of accounts: its value of this account alone in the last complete month,
        null where the account has no part in it. See `accounts` there for their meaning, STATUSES for the statuses.
        """
        self._have([What(kind=Kind.ACCOUNTS), What(kind=Kind.ACCOUNT_KPIS)])
        return _accounts(self.folder)

    def account(self, key: str) -> dict[str, Any]:
        """The row of one account, by its key. NotFound when there is none."""
        rows = self.accounts()
        place = pc.index(rows["account"], key).as_py()
        if place < 0:
            raise NotFound(f"There is no account {key!r}; it may have been merged into another one, or never imported.")
        row: dict[str, Any] = rows.slice(place, 1).to_pylist()[0]
        return row

    def account_movements(self, account: str) -> pa.Table:
        """The movements of one account (its key), newest first; columns as `movements`."""
        return _of_account(self.movements(), account)

    def account_health(self, account: str) -> pa.Table:
        """What makes up the health score of one account (its key) now; largest weight first. No rows: it has no score.

        input (see INPUTS of metrics.kernel.models.health), value (of the input itself), weight (0 to 1), points (they
        sum to the score), before (points at the end of the previous month, null if unknown).
        """
        return _of_account(self._table(What(kind=Kind.HEALTH)), account).drop_columns(["account"])

    def directory(self) -> Directory:
        """Who is who, for reports of usage."""
        self._have(NEEDED)
        return directory(self.folder)

    def benchmark(self, key: str, period: str = "month") -> Benchmark | None:
        return benchmark_for(key, Grain(period), self.meta.benchmarks or None)

    def preview(
        self,
        *,
        metrics: Mapping[str, Any] | None = None,
        ledger: Mapping[str, Any] | None = None,
        health: Mapping[str, Mapping[str, float]] | None = None,
    ) -> Preview:
        """What changes by month if these settings (as of `preferences.store`) were stored. An ask: raises Pending until
        it is computed, BadSetting for a value that cannot be.
        """
        proposed: dict[str, Any] = {"metrics": metrics, "ledger": ledger, "health": health}
        told = preferences.proposed(self.workspace, **proposed)
        rows = self._table(What(kind=Kind.PREVIEW, settings=json.dumps(proposed, default=str, sort_keys=True)))
        calendar, after = self.calendar(), []
        for key in PREVIEWED:
            table = rows.filter(pc.equal(rows["key"], key)).drop_columns(["key"])
            shown = only(calendar, set(table["label"].to_pylist()))
            after.append(KpiResult(kpi_of(key), shown, None, told.metrics, self.as_of, table))
        return Preview(tuple(self.result(key) for key in PREVIEWED), tuple(after))

    def report(
        self, period: str = "month", from_: str | None = None, to: str | None = None, by: str | None = None
    ) -> Report:
        """All of it as one report: what exports write. Raises Pending until all of it is there."""
        meta, shown = self.meta, window(self.folder, period, from_, to)
        ready = [kpi_of(key) for key in meta.available]
        found = {kpi.key: self.benchmark(kpi.key, period) for kpi in ready}
        sliceable = {kpi.key for kpi in ready if kpi.sliceable}
        sliced = self.results(period, from_, to, by) if by else ()
        return Report(
            name=meta.name,
            calendar=shown.calendar,
            as_of=meta.as_of,
            settings=meta.settings,
            results=self.results(period, from_, to),
            sliced=tuple(result for result in sliced if result.kpi.key in sliceable),
            by=by or None,
            rollforward=self.rollforward(period, from_, to) if meta.has_mrr else None,
            rollforward_sliced=self.rollforward(period, from_, to, by) if meta.has_mrr and by else None,
            cohorts=tuple(self.cohorts(kind, period, from_, to) for kind in meta.cohort_kinds),
            survival=self._survival_until(shown.calendar, by) if meta.has_mrr else None,
            benchmarks={key: one for key, one in found.items() if one is not None},
            traces=lambda kpi: self._traces(kpi, shown.calendar),
            behind=lambda kpi, label: self.behind(kpi.key, label, period),
            names=lambda: self._names("account"),
            people=lambda: self._names("person"),
            rates=lambda: self._rates(period),
            missing=meta.missing,
            sources=meta.sources,
            rejected=meta.rejected,
            notes=meta.notes,
            ledger=meta.ledger,
        )

    def _series(self, key: str, period: str, from_: str | None, to: str | None, by: str | None) -> What:
        whole = window(self.folder, period, from_, to).whole
        return What(kind=Kind.RESULT, key=key, period=period, by=self._by(by), whole=whole)

    def _by(self, by: str | None) -> str:
        if by and by not in self.meta.traits and by not in self._segments:
            raise BadRange(
                f"{by!r} is nothing the accounts have, or has too many values; slice by one of "
                f"{', '.join(self.traits)}."
            )
        return self._segments.get(by, by) if by and by not in self.meta.traits else by or ""

    def _survival_until(self, shown: Calendar, by: str | None) -> pa.Table | None:
        last = shown.periods[-1]
        if last == window(self.folder, shown.grain.value).calendar.periods[-1]:
            return self.survival(by)
        return self._table(What(kind=Kind.SURVIVAL, by=self._by(by), period=shown.grain.value, until=last.label))

    def _traces(self, kpi: Kpi, shown: Calendar) -> list[Trace]:
        what = What(kind=Kind.TERMS, key=kpi.key, period=shown.grain.value)
        self._have([what])
        return traces_of(self.folder, what, shown.periods[-1].number)

    def _names(self, subject: str) -> pa.Table:
        return self._table(What(kind=Kind.NAMES, key=subject)).rename_columns([f"{subject}_id", subject, "name"])

    def _rates(self, period: str) -> pa.Table | None:
        self._have([What(kind=Kind.RATES, period=period)])
        return rates_of(self.folder, period)

    def _table(self, what: What) -> pa.Table:
        self._have([what])
        return read_table(self.folder / what.file)

    def _have(self, wanted: Iterable[What]) -> None:
        """Returns when all of it is there; otherwise asks for what is not, or says why that would be of no use."""
        missing = [what for what in wanted if not _is_there(self.folder, what)]
        if not missing:
            return
        if self.waiting is not None:
            raise self.waiting
        asking.ask(self.workspace, self.folder, missing)


NOT_COUNTED = ("expansion", "contraction", "fx")  # movements of money that are none of customers


def _asked(workspace: Workspace, fingerprint: str) -> Pending | NotComputed:
    try:
        return asking.ask_for_all(workspace, fingerprint)
    except NotComputed as error:
        return error


def _is_there(folder: Path, what: What) -> bool:
    """What was there once stays, so this is asked of the disk once."""
    try:
        return _seen(folder, what)
    except FileNotFoundError:
        return False


@lru_cache(maxsize=8192)
def _seen(folder: Path, what: What) -> bool:
    (folder / what.file).stat()
    return True


@lru_cache(maxsize=600)
def _result(folder: Path, what: What, from_: str | None, to: str | None) -> KpiResult:
    meta, shown = read_meta(folder), window(folder, what.period, from_, to)
    table = shown.cut(read_table(folder / what.file))
    return KpiResult(kpi_of(what.key), shown.calendar, slices.shown(what.by) or None, meta.settings, meta.as_of, table)


@lru_cache(maxsize=4)
def _accounts(folder: Path) -> pa.Table:
    rows = read_table(folder / What(kind=Kind.ACCOUNTS).file)
    kpis = read_table(folder / What(kind=Kind.ACCOUNT_KPIS).file)
    own = kpis.take(pc.index_in(rows["account_id"], kpis["account_id"].combine_chunks()))
    for name in own.column_names[1:]:
        rows = rows.append_column(name, own[name])
    return rows.combine_chunks()


def _of_account(rows: pa.Table, account: str) -> pa.Table:
    return rows.filter(pc.equal(rows["account"], account))
