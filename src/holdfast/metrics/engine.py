"""Computes KPIs: puts the kernel's expressions on an engine, keeps shared tables there, and completes the calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal, localcontext
from functools import cached_property, lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from holdfast.metrics.actor_days import NUMBER, day_numbers, on_days, once
from holdfast.metrics.behind import RateOf, Trace, contributions
from holdfast.metrics.kernel.active import Activity
from holdfast.metrics.kernel.counting import Counting
from holdfast.metrics.kernel.facts import Facts
from holdfast.metrics.kernel.fold import decimal, figure, medians
from holdfast.metrics.kernel.frame import DATE, DAY, PERIOD, RATE, TOTAL, Frame
from holdfast.metrics.kernel.kpi import Kpi, MonthlyValue, Statistic, Term
from holdfast.metrics.kernel.period import Calendar, Grain, Period, calendar
from holdfast.metrics.kernel.result import DIGITS, EXACT, SCHEMA, KpiResult
from holdfast.metrics.kernel.settings import MetricSettings
from holdfast.metrics.registry import kpi_of

DAYS_BEFORE = 400

Rates = Callable[[tuple[datetime, ...]], pa.Table | None]
"""Boundaries -> (currency, at, rate), or None when all money is in the reporting currency."""

Row = dict[str, Any]
ORDER = [("n", "ascending"), ("d", "ascending"), ("s", "ascending")]


@dataclass
class Engine:
    """Facts on one Ibis connection, and what has been computed from them. Not safe for use by several threads.

    activity: an index of the fact `event`, up to as_of and in the days of the settings' time zone. histories: what
    accounts were by names that are no trait of theirs, as kernel.dimension.HISTORY.
    """

    con: Any
    facts: Facts
    settings: MetricSettings
    as_of: datetime
    rates: Rates = lambda boundaries: None
    activity: Activity | None = None
    histories: dict[str, pa.Table] = field(default_factory=dict)
    _frames: dict[tuple[Any, ...], Frame] = field(default_factory=dict)
    _countings: dict[tuple[Any, ...], Counting] = field(default_factory=dict)
    _kept: int = 0
    _traced: dict[Any, pa.Table] = field(default_factory=dict)
    _figures: dict[Any, list[Row]] = field(default_factory=dict)
    _rate_of: dict[ir.Table | None, RateOf] = field(default_factory=dict)
    _named: dict[str, dict[int, tuple[str, str | None]]] = field(default_factory=dict)
    _knows_people: dict[str, bool] = field(default_factory=dict)

    def frame(self, over: Calendar, by: str | None = None) -> Frame:
        """The frame of this calendar and way of slicing, on the engine; made once."""
        key = (over.grain, over.zone, over.whole, by)
        if key not in self._frames:
            self._frames[key] = self._build(over, by)
        return self._frames[key]

    def compute(self, kpi: Kpi, over: Calendar, by: str | None = None) -> KpiResult:
        """The KPI for every period of the calendar and every slice, without gaps."""
        with localcontext(DIGITS):
            return KpiResult(kpi, over, by, self.settings, self.as_of, self._table(kpi, over, by))

    def _table(self, kpi: Kpi, over: Calendar, by: str | None) -> pa.Table:
        known = self.available(kpi, by)
        rows = self._rows(kpi, over, by) if known else {}
        slices = sorted({slice_ for _, slice_ in rows}) or [TOTAL]
        return pa.Table.from_pylist(
            [
                _cell(kpi, period, slice_, rows.get((period.number, slice_), {}), known)
                for slice_ in slices
                for period in over
            ],
            schema=SCHEMA,
        )

    def available(self, kpi: Kpi, by: str | None = None) -> bool:
        """Whether the book holds the facts this KPI needs, and can be sliced this way."""
        known = all(name in self.facts.present for name in kpi.needs) and (by is None or kpi.sliceable)
        return known and not (kpi.needs_setting and getattr(self.settings, kpi.needs_setting) is None)

    def subject(self, kpi: Kpi) -> str:
        """Who stands behind it: account or person. Where a source knows no persons, its accounts are counted."""
        fact = self.facts[kpi.needs[0]]
        if kpi.subject != "person" or "person_id" not in fact.columns:
            return kpi.subject
        if kpi.needs[0] not in self._knows_people:
            largest = self.con.to_pyarrow(fact.person_id.max())
            self._knows_people[kpi.needs[0]] = largest.as_py() is not None
        return "person" if self._knows_people[kpi.needs[0]] else "account"

    def behind(
        self, kpi: Kpi, over: Calendar, period: Period, by: str | None = None, slice_: str | None = None
    ) -> pa.Table:
        """The customers behind a number: subject_id, subject (key), name, numerator, denominator; largest first.

        The columns sum to numerator and denominator of the number; those of a KPI made of others, or of a model, show
        what it was made from. Rows without a subject (a cost) have a null id.
        """
        traces = self.traces(kpi, over, by)
        rates = self._rate_of.get(self.frame(over, by).rates)
        rows = contributions(traces, period.number, slice_, kpi.statistic, rates)
        names = self._names(self.subject(kpi))
        subjects = [names.get(key, (None, None)) for key in rows["subject_id"].to_pylist()]
        table = rows.add_column(1, "subject", pa.array([key for key, _ in subjects], pa.string()))
        table = table.add_column(2, "name", pa.array([name for _, name in subjects], pa.string()))
        sizes = [pc.negate(pc.abs(table[side])) for side in ("numerator", "denominator")]
        return table.take(pc.sort_indices(pa.table([*sizes, table["subject"]], names=["n", "d", "s"]), sort_keys=ORDER))

    def _names(self, subject: str) -> dict[int, tuple[str, str | None]]:
        """Key and name of every account, or person, by id."""
        if subject not in self._named:
            table = self.con.to_pyarrow(self.facts[subject].select(f"{subject}_id", subject, "name"))
            self._named[subject] = {
                key: (text, name) for key, text, name in zip(*(column.to_pylist() for column in table), strict=True)
            }
        return self._named[subject]

    def traces(self, kpi: Kpi, over: Calendar, by: str | None = None) -> list[Trace]:
        """The contributions of all periods, term by term, as they are added up; for workbooks and audits."""
        frame = self.frame(over, by)
        return [self._trace(kpi, term) for term in kpi.terms(frame)]

    def _trace(self, kpi: Kpi, term: Term) -> Trace:
        key = (term.rows.op(), kpi.statistic)
        if key not in self._traced:
            keys = [name for name in ("period", "slice", "subject_id", "currency") if name in term.rows.columns]
            if kpi.statistic is Statistic.MEDIAN:
                rows = term.rows.select(*keys, amount=term.rows.amount.cast("decimal(38, 15)"))
            else:
                rows = term.rows.group_by(*keys).agg(amount=decimal(term.rows).sum().cast("decimal(38, 15)"))
            self._traced[key] = self._fetch(rows.order_by(*keys, "amount"))
        return Trace(self._traced[key], self.subject(kpi), term.fold, term.side, term.sign, term.earlier)

    def _build(self, over: Calendar, by: str | None) -> Frame:
        lag = self.settings.acquisition_lag_months
        frame = Frame(
            facts=self.facts,
            periods=self._keep_rows("period", over.table(), PERIOD),
            days=self._keep_rows("day", self._days(over), DAY),
            dates=self._keep_rows("date", over.dates(), DATE),
            grain=over.grain,
            settings=self.settings,
            rates=self._rates(over),
            spending=self._keep_rows("spending", over.earlier(lag), PERIOD) if lag else None,
            by=by,
            own=self.histories.get(by or ""),
            active=self._active(over),
        )
        kept: dict[str, ir.Table] = {}
        return replace(frame, keep=partial(self._keep, kept))

    def _keep(self, kept: dict[str, ir.Table], name: str, make: Callable[[], ir.Table]) -> ir.Table:
        if name not in kept:
            made = make()
            self._kept += 1
            kept[name] = self.con.create_table(f"{name}_{self._kept}", made, temp=True)
        return kept[name]

    def _keep_rows(self, name: str, rows: pa.Table, schema: ibis.Schema) -> ir.Table:
        self._kept += 1
        return self.con.create_table(f"{name}_{self._kept}", rows.cast(schema.to_pyarrow()), schema=schema, temp=True)

    def _days(self, over: Calendar) -> pa.Table:
        """Days of the zone from DAYS_BEFORE the calendar up to as_of: people come back long after they have started."""
        first = over.periods[0].start.astimezone(over.zone).date() - timedelta(days=DAYS_BEFORE)
        return _day_rows(first, self.as_of, over.zone)

    def _active(self, over: Calendar) -> ir.Table | None:
        """The actor-days of the index, by the numbers of the days of a frame."""
        if self._told_days is None:
            return None
        numbers = day_numbers(self._days(over), over.zone)
        return on_days(self._told_days, self._keep_rows("number", numbers, NUMBER))

    @cached_property
    def _told_days(self) -> ir.Table | None:
        """Made once for all frames."""
        found = self.activity.actor_days() if self.activity is not None else None
        if self.activity is None or found is None:
            return None
        told = once(ibis.memtable(found), self.facts["person"], people=self.activity.knows_people)
        kept: ir.Table = self.con.create_table("told_days", told, temp=True)
        return kept

    def _rates(self, over: Calendar) -> ir.Table | None:
        table = self.rates(over.boundaries())
        if table is None:
            return None
        at: dict[tuple[str, datetime], Decimal] = {
            (row["currency"], row["at"]): row["rate"] for row in table.to_pylist()
        }
        currencies = sorted({currency for currency, _ in at})
        rows: list[Row] = [
            {
                "period": period.number,
                "currency": currency,
                "opening_rate": at[currency, period.start],
                "closing_rate": at[currency, period.end],
            }
            for period in over.whole
            for currency in currencies
        ]
        before = [{**row, "period": -1, "closing_rate": row["opening_rate"]} for row in rows if row["period"] == 0]
        kept = self._keep_rows("rate", pa.Table.from_pylist(before + rows, schema=RATE.to_pyarrow()), RATE)
        self._rate_of[kept] = {
            (row["period"], row["currency"]): (row["opening_rate"], row["closing_rate"]) for row in rows
        }
        return kept

    def _counting(self, activity: Activity, over: Calendar) -> Counting:
        key = (over.grain, over.zone, over.whole)
        if key not in self._countings:
            self._countings[key] = Counting(activity, self._homes, over, self.as_of, self.settings)
        return self._countings[key]

    @cached_property
    def _homes(self) -> dict[int, int]:
        """Person -> account, for events that name none."""
        person = self.facts["person"]
        found = self.con.to_pyarrow(person.filter(person.account_id.notnull()).select("person_id", "account_id"))
        return dict(zip(*(column.to_pylist() for column in found), strict=True))

    def _rows(self, kpi: Kpi, over: Calendar, by: str | None) -> dict[tuple[int, str], Row]:
        """(period, slice) -> numerator, denominator and what else the KPI's statistic gives."""
        if kpi.combine is not None:
            return self._combined(kpi, over, by)
        if kpi.counted is not None and self.activity is not None and by is None:
            figures = kpi.counted(self._counting(self.activity, over))
            return {cell: {side.value: amount for side, amount in sides.items()} for cell, sides in figures.items()}
        frame = self.frame(over, by)
        if kpi.fit is not None:
            fitted = kpi.fit(frame, over.periods)
            return {cell: {name: getattr(one, name) for name in one.__slots__} for cell, one in fitted.items()}
        if kpi.statistic is Statistic.MEDIAN:
            rows = self._fetch(medians(kpi, frame)).to_pylist()
            return {(row["period"], row["slice"]): row for row in rows}
        return self._summed(kpi.terms(frame), frame)

    def _summed(self, terms: Iterable[Term], frame: Frame) -> dict[tuple[int, str], Row]:
        """The terms added up by side. KPIs share most of their terms, so each is computed once."""
        rows: dict[tuple[int, str], Row] = {}
        for term in terms:
            key = (id(frame), term.rows.op(), term.fold, term.sign, term.earlier)
            if key not in self._figures:
                self._figures[key] = self._fetch(figure(term, frame)).to_pylist()
            for found in self._figures[key]:
                row = rows.setdefault((found["period"], found["slice"]), {})
                row[term.side] = (row.get(term.side) or Decimal()) + (found["amount"] or Decimal())
        return rows

    def _fetch(self, table: ir.Table) -> pa.Table:
        """The rows of an expression. Ibis would take a quarter of its time to merge steps that engines merge anyway."""
        merges, ibis.options.sql.fuse_selects = ibis.options.sql.fuse_selects, False
        try:
            fetched: pa.Table = self.con.to_pyarrow(table)
        finally:
            ibis.options.sql.fuse_selects = merges
        return fetched

    def _combined(self, kpi: Kpi, over: Calendar, by: str | None) -> dict[tuple[int, str], Row]:
        """A KPI made of others, from their complete months up to the end of each period."""
        if kpi.combine is None:  # pragma: no cover - asked for combined KPIs only
            return {}
        months = self._months(over)
        results = {key: self.compute(kpi_of(key), months, by) for key in kpi.inputs}
        slices = sorted({slice_ for result in results.values() for slice_ in result.slices})
        rows: dict[tuple[int, str], Row] = {}
        for slice_ in slices:
            values = list(_monthly(results, months, slice_))
            for period in over:
                known = [value for month, value in values if month.end <= min(period.end, self.as_of)]
                ratio = kpi.combine(known)
                rows[period.number, slice_] = {"numerator": ratio.numerator, "denominator": ratio.denominator}
        return rows

    def _months(self, over: Calendar) -> Calendar:
        """The months of the calendar and its lead."""
        if over.grain is Grain.MONTH:
            return replace(over, periods=over.whole, lead=())
        first = over.whole[0].start.astimezone(over.zone).date()
        last = (over.periods[-1].end - timedelta(microseconds=1)).astimezone(over.zone).date()
        return calendar(Grain.MONTH, first, last, as_of=self.as_of, zone=over.zone)


@lru_cache(maxsize=16)
def _day_rows(first: date, as_of: datetime, zone: ZoneInfo) -> pa.Table:
    days = calendar(Grain.DAY, first, as_of.astimezone(zone).date(), as_of=as_of, zone=zone).table().slice(1)
    return days.rename_columns(["day", "start_at", "end_at"])


def _monthly(results: dict[str, KpiResult], months: Calendar, slice_: str) -> Iterable[tuple[Period, MonthlyValue]]:
    """Each complete month with the figures of the input KPIs."""
    cells = {key: {cell.label: cell for cell in result.cells(slice_)} for key, result in results.items()}
    for month in months:
        values = {
            key: (found.numerator, found.denominator)
            for key, by_label in cells.items()
            if (found := by_label.get(month.label)) is not None
        }
        if not month.partial:
            yield month, MonthlyValue(month.label, values)


def _cell(kpi: Kpi, period: Period, slice_: str, row: Row, known: bool) -> Row:
    """A row of SCHEMA. An absent sum is zero, an absent share undefined; nothing is known of an unavailable KPI."""
    numerator, denominator = row.get("numerator"), row.get("denominator")
    if known and kpi.combine is None and kpi.fit is None:
        numerator = numerator or Decimal()
        denominator = denominator or Decimal() if kpi.denominator else None
    value = row["value"] if "value" in row else _value(kpi, numerator, denominator)
    low, high = row.get("low"), row.get("high")
    if kpi.interval is not None and value is not None and numerator is not None and denominator:
        low, high = kpi.interval(float(numerator), float(denominator), float(row.get("squares") or 0))
    return {
        "period": period.number,
        "label": period.label,
        "start_at": period.start,
        "end_at": period.end,
        "partial": period.partial,
        "slice": slice_,
        "numerator": _exact(numerator),
        "denominator": _exact(denominator),
        "value": value,
        "low": low,
        "high": high,
    }


def _value(kpi: Kpi, numerator: Decimal | None, denominator: Decimal | None) -> float | None:
    if numerator is None:
        return None
    if not kpi.denominator:
        return float(numerator * kpi.scale)
    return float(numerator * kpi.scale / denominator) if denominator else None


def _exact(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.quantize(Decimal(1).scaleb(-EXACT.scale))
