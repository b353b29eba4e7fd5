"""The library's door: a book of a company's facts, and every KPI of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend

from holdfast.billing import api as billing
from holdfast.billing.api import LedgerSettings
from holdfast.book import material as sources
from holdfast.book import preferences
from holdfast.book.bounds import bounded
from holdfast.book.range import BadRange, over
from holdfast.book.rates import Standing, asking, boundary_rates, standings
from holdfast.book.usage.of_book import asking_of
from holdfast.book.usage.report import UsageReport
from holdfast.book.views import KpiView, Series
from holdfast.metrics.benchmarks import Benchmark
from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.active import Activity
from holdfast.metrics.kernel.cohorts import COHORTS
from holdfast.metrics.kernel.facts import Facts
from holdfast.metrics.kernel.period import Calendar
from holdfast.metrics.kernel.result import CohortTable, Rollforward
from holdfast.metrics.kernel.settings import MetricSettings
from holdfast.metrics.registry import all_kpis, kpi_of
from holdfast.metrics.reports.answering import answer
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.directory import Directory
from holdfast.metrics.reports.query.reading import AnyQuery, read, read_data
from holdfast.metrics.tables import cohorts, rollforward

# What tells when things began: the fact and its instant, the most telling first.
_HAPPENED = {"mrr_change": "effective_at", "purchase": "bought_at", "event": "occurred_at",
             "survey_answer": "asked_at", "ticket": "opened_at"}  # fmt: skip
# A website is of one account alone: a series for each of 100,000 says nothing and takes hours.
MOST_SLICES = 200
MOVEMENT = (
    "account", "name", "effective_at", "kind", "reason", "plan", "currency", "amount", "amount_reporting",
    "subscription", "recorded_at",
)  # fmt: skip


@dataclass(repr=False)
class Book:
    """The facts of one company and the KPIs computed from them. Use one book from one thread."""

    name: str
    facts: Facts
    con: Backend
    settings: MetricSettings
    ledger: LedgerSettings
    as_of: datetime
    material: sources.Material | None = None
    benchmarks: tuple[Benchmark, ...] = ()
    activity: Activity | None = None

    @classmethod
    def open(
        cls,
        source: str | Path | Backend,
        *,
        workspace: str | None = None,
        mapping: str | Path | None = None,
        currency: str | None = None,
        timezone: str = "UTC",
        as_of: datetime | date | None = None,
        known_at: datetime | None = None,
        settings: MetricSettings | None = None,
        ledger: LedgerSettings | None = None,
    ) -> Book:
        """Open a folder of files, the data folder of an installation, or an Ibis connection with tables like facts.

        as_of: nothing after it has happened yet; default: the end of the last day the data speaks of. known_at: as the
        installation knew it then. currency: the reporting currency; default: the workspace's, or the most used.
        """
        _refuse_what_is_no_zone(timezone)
        _refuse_without_zone("known_at", known_at)
        now = sources.utc_now()
        if not isinstance(source, str | Path):
            return cls._of_connection(
                source, settings or MetricSettings(timezone=timezone), _instant(as_of, timezone) or now
            )
        path = Path(source).expanduser()
        own_metrics, own_ledger = preferences.read(Path(mapping) if mapping else path / preferences.NAME)
        if sources.is_installation(path) or workspace is not None:
            found = sources.from_installation(path, workspace, known_at=known_at, now=now)
        else:
            if known_at is not None:
                raise BadRange("Only an installation knows what was known when; import the folder first.")
            found = sources.from_folder(
                path,
                mapping=Path(mapping) if mapping else None,
                timezone=timezone,
                currency=currency or own_ledger.reporting_currency,
                now=now,
            )
        told = preferences.laid_over(found.settings, own_metrics, own_ledger)
        moment = _instant(as_of, found.timezone) or min(now, _end_of_day(found.as_of, found.timezone))
        found = replace(found, as_of=moment)
        book = cls._of_material(found, currency, settings or told.metrics, ledger or told.ledger)
        return replace(book, benchmarks=preferences.usual(path))

    @classmethod
    def _of_material(
        cls, found: sources.Material, currency: str | None, settings: MetricSettings, ledger: LedgerSettings
    ) -> Book:
        con = _engine()
        wanted = currency or ledger.reporting_currency or found.currency
        ledger = replace(ledger, reporting_currency=wanted or billing.reporting_currency(found.records, ledger))
        settings = replace(
            settings,
            currency=ledger.reporting_currency or "EUR",
            timezone=found.timezone,
            week_start=found.week_start,
            year_start=found.year_start,
        )
        facts = sources.facts_of(con, found, ledger)
        activity = found.stored.activity(found.as_of) if found.stored else None
        return cls(found.name, facts, con, settings, ledger, found.as_of, found, activity=activity)

    @classmethod
    def _of_connection(cls, con: Backend, settings: MetricSettings, as_of: datetime) -> Book:
        return cls("Book", sources.facts_of_connection(con), con, settings, LedgerSettings(), as_of)

    def __repr__(self) -> str:
        return f"<Book {self.name!r} in {self.settings.currency}, data as of {self.as_of:%Y-%m-%d %H:%M %Z}>"

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What a reader of any number of this book should know."""
        known = self.material.notes if self.material else ()
        foreign = sorted(currency for currency in self._standings if currency != self.settings.currency)
        last = billing.last_reference_day(*foreign, self.settings.currency)
        if not foreign or self.as_of.date() <= last + timedelta(days=self.ledger.rate_max_age_days):
            return known
        return (
            *known,
            f"The reference rates that come with Holdfast end on {last}; later amounts in {', '.join(foreign)} are "
            "converted at the rates of that day, unless exchange rates of your own are given.",
        )

    @cached_property
    def _standings(self) -> dict[str, Standing]:
        return standings(self.con, self.facts)

    @cached_property
    def engine(self) -> Engine:
        """What computes; shared by everything that is asked of this book."""
        return Engine(self.con, self.facts, self.settings, self.as_of, self._rates, self.activity)

    def calendar(self, period: str = "month", from_: str | None = None, to: str | None = None) -> Calendar:
        """The periods from one label or ISO date to another, both included; default: all that have data, at most 60.

        Raises BadRange for a period or label that is none, or a range that is empty.
        """
        return over(period, from_, to, settings=self.settings, as_of=self.as_of, first=self.first_day)

    def kpi(self, key: str) -> KpiView:
        """One KPI by its key, ready to be asked `.over(...)`, `.behind(...)` or for a `.chart()`."""
        return KpiView(self, kpi_of(key))

    def available(self) -> tuple[str, ...]:
        """The keys of the KPIs this book has the data for."""
        return tuple(kpi.key for kpi in all_kpis() if self.engine.available(kpi))

    def scorecard(
        self, period: str = "month", from_: str | None = None, to: str | None = None, by: str | None = None
    ) -> tuple[Series, ...]:
        """All KPIs that have data, in the order of the scorecard. Raises BadRange as `over` does."""
        self.known_trait(by)
        periods = self.calendar(period, from_, to)
        return tuple(Series(self, self.engine.compute(kpi_of(key), periods, by)) for key in self.available())

    def rollforward(
        self, period: str = "month", from_: str | None = None, to: str | None = None, by: str | None = None
    ) -> Rollforward:
        """MRR and customers at start, what moved them, and at end. Raises BadRange as `over` does."""
        self.known_trait(by)
        return rollforward(self.engine, self.calendar(period, from_, to), by)

    def cohorts(
        self, kind: str = "customers", period: str = "month", from_: str | None = None, to: str | None = None
    ) -> CohortTable:
        """A cohort table: customers, nrr, grr or usage. Raises BadRange for another kind."""
        if kind not in COHORTS:
            raise BadRange(f"{kind!r} is no cohort table; use one of {', '.join(COHORTS)}.")
        return cohorts(self.engine, kind, self.calendar(period, from_, to))

    def usage(self, query: str | Mapping[str, Any] | AnyQuery) -> UsageReport:
        """A report of usage: JSON, dictionaries or a query; see docs/reference/reports. Raises BadQuery."""
        asked = read(query) if isinstance(query, str) else read_data(query) if isinstance(query, Mapping) else query
        asking, who = self._asking
        return UsageReport(asked, answer(asking, asked), who)

    @cached_property
    def _asking(self) -> tuple[Asking, Directory]:
        return asking_of(self)

    def movements(self, from_: str | None = None, to: str | None = None) -> pa.Table:
        """Every movement of MRR with its reason and subscription, newest first."""
        days = self.calendar("day", from_ or self.first_day.isoformat(), to)
        changes, accounts = self.facts["mrr_change"], self.facts["account"]
        inside = changes.filter(
            (changes.effective_at >= days.periods[0].start) & (changes.effective_at < days.periods[-1].end)
        )
        named = inside.left_join(accounts.select("account_id", "account", "name"), "account_id")
        return (
            named.select(*MOVEMENT)
            .order_by(ibis.desc("effective_at"), "account", "plan", ibis.desc("kind"), "currency")
            .to_pyarrow()
        )

    def traits(self) -> Sequence[str]:
        """What the KPIs can be sliced by: plan, currency and every trait of an account that has not too many values."""
        own = (name for name, values in self._values_of_traits.items() if values <= MOST_SLICES)
        return ["plan", "currency", *(name for name in own if name not in ("plan", "currency"))]

    def known_trait(self, by: str | None) -> None:
        """Raises BadRange for what the KPIs cannot be sliced by."""
        if not by or by in self.traits():
            return
        if self._values_of_traits.get(by, 0) > MOST_SLICES:
            raise BadRange(
                f"{by!r} has more than {MOST_SLICES} values, too many to slice by; "
                f"slice by one of {', '.join(self.traits())}."
            )
        raise BadRange(f"{by!r} is nothing the accounts have; slice by one of {', '.join(self.traits())}.")

    @cached_property
    def _values_of_traits(self) -> dict[str, int]:
        """How many different values each trait of accounts has."""
        table = self.facts["trait"]
        counts = table.filter(table.subject == "account").group_by("name").agg(values=table.value.nunique())
        found = self.con.to_pyarrow(counts.order_by("name"))
        return dict(zip(found["name"].to_pylist(), found["values"].to_pylist(), strict=True))

    @cached_property
    def first_day(self) -> date:
        """The day of the first movement, or of the first of anything if there is none."""
        first = next((first for fact in _HAPPENED if (first := self._first_of(fact)) is not None), self.as_of)
        return min(first, self.as_of).astimezone(ZoneInfo(self.settings.timezone)).date()

    @property
    def is_before_everything(self) -> bool:
        """Whether nothing that the book knows of has happened before its last instant."""
        begun = [first for fact in _HAPPENED if (first := self._first_of(fact)) is not None]
        return all(first >= self.as_of for first in begun)

    def _first_of(self, fact: str) -> datetime | None:
        first: datetime | None = self.con.to_pyarrow(self.facts[fact][_HAPPENED[fact]].min()).as_py()
        return first

    def _rates(self, boundaries: tuple[datetime, ...]) -> pa.Table | None:
        if self.material is None:
            table = self.facts["fx_rate"] if "fx_rate" in self.facts.present else None
            return None if table is None else self.con.to_pyarrow(table)
        if set(self._standings) <= {self.settings.currency}:
            return None
        zone = ZoneInfo(self.settings.timezone)
        ask = asking(self.con, self.ledger, self.material.records, self.as_of, zone)
        return boundary_rates(self._standings, boundaries, ask)


def _engine() -> Backend:
    con = ibis.duckdb.connect()
    con.raw_sql("SET TimeZone = 'UTC'")
    bounded(con)
    return con


def _instant(moment: datetime | date | None, timezone: str) -> datetime | None:
    """A date means the end of that day in the zone; an instant must be aware."""
    if moment is None or isinstance(moment, datetime):
        _refuse_without_zone("as_of", moment, " Or give a date.")
        return moment
    return _end_of(moment, ZoneInfo(timezone))


def _refuse_without_zone(name: str, moment: datetime | None, more: str = "") -> None:
    if moment is not None and moment.tzinfo is None:
        raise BadRange(f"{name} needs a time zone, such as datetime(2024, 12, 31, tzinfo=UTC).{more}")


def _refuse_what_is_no_zone(timezone: str) -> None:
    if timezone not in available_timezones():
        raise BadRange(f"{timezone!r} is no time zone; write Europe/Berlin, for example.")


def _end_of_day(moment: datetime, timezone: str) -> datetime:
    """The end of the day that an instant closes or lies in: data comes by the day."""
    zone = ZoneInfo(timezone)
    return _end_of((moment - timedelta(microseconds=1)).astimezone(zone).date(), zone)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
