"""Usage KPIs counted from the index against the same KPIs computed from the events: merges, late events, repeats, time
zones and clocks that change, events without a person or an account, and a book that ends in the middle of a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.events.activity.activity import PartsActivity
from holdfast.events.activity.aliases import Aliases
from holdfast.events.activity.building import index_of_rows, merged
from holdfast.events.activity.format import PartIndex
from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel import facts
from holdfast.metrics.kernel.cohorts import COHORTS
from holdfast.metrics.kernel.days import EPOCH, MICROSECOND, day_of, day_start
from holdfast.metrics.kernel.facts import Facts
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.metrics.kernel.period import Calendar, Grain, calendar
from holdfast.metrics.kernel.result import Cell
from holdfast.metrics.kernel.settings import MetricSettings
from holdfast.metrics.registry import all_kpis

pytestmark = pytest.mark.numbers

ZONES = ("Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Cairo", "UTC")
START = datetime(2018, 9, 20, tzinfo=UTC)
SPAN = 250 * 86_400
PART = pa.schema([("event", pa.string()), ("occurred_at", pa.timestamp("us", tz="UTC")),
                  ("person_ordinal", pa.uint32()), ("account_ordinal", pa.uint32())])  # fmt: skip
COUNTED = [kpi for kpi in [*all_kpis(), COHORTS["usage"]] if kpi.counted is not None]


@dataclass(frozen=True)
class Case:
    """rows: event, time, own person, own account. people, accounts: own id -> what it was merged into."""

    rows: list[tuple[str, datetime, int | None, int | None]]
    cuts: tuple[int, int]
    people: dict[int, int]
    accounts: dict[int, int]
    homes: dict[int, int]
    over: Calendar
    whole_parts_merged: bool
    kpis: list[Kpi]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    moments = st.one_of(st.integers(0, SPAN), st.integers(0, SPAN // 3600).map(lambda hour: hour * 3600)).map(
        lambda seconds: START + timedelta(seconds=seconds)
    )
    people = draw(st.sampled_from([st.integers(1, 8), st.none() | st.integers(1, 8), st.none()]))
    row = st.tuples(st.sampled_from(["opened", "saved", "paid"]), moments, people, st.none() | st.integers(1, 4))
    rows = draw(st.lists(row, min_size=1, max_size=60))
    as_of = START + timedelta(days=draw(st.integers(30, 260)), hours=draw(st.sampled_from([0, 3, 10])))
    first = draw(st.dates(date(2018, 9, 1), as_of.date() - timedelta(days=3)))
    last = first + timedelta(days=draw(st.integers(0, 150)))
    return Case(
        rows=[*rows, *rows[:3]],
        cuts=draw(st.tuples(st.integers(0, 30), st.integers(0, 30))),
        # Merged persons 7 and 8 count as 1 and 2, account 4 as 1.
        people=draw(st.sampled_from([{}, {7: 1}, {7: 1, 8: 2}])),
        accounts=draw(st.sampled_from([{}, {4: 1}])),
        homes=draw(st.sampled_from([{}, {1: 2, 2: 1, 3: 3, 8: 1}])),
        over=calendar(
            draw(st.sampled_from(Grain)), first, last, as_of=as_of, zone=ZoneInfo(draw(st.sampled_from(ZONES))),
            lead=draw(st.sampled_from([0, 2])),
        ),
        whole_parts_merged=draw(st.booleans()),
        kpis=draw(st.lists(st.sampled_from(COUNTED), min_size=5, max_size=5, unique_by=lambda kpi: kpi.key)),
    )  # fmt: skip


def activity(case: Case) -> PartsActivity:
    """As `holdfast.events` opens it: several parts, some merged, those before as_of, and the rest of its day."""
    zone, as_of = case.over.zone, case.over.as_of
    low, high = sorted(case.cuts)
    parts = [index(rows, zone) for rows in (case.rows[:low], case.rows[low:high], case.rows[high:])]
    if case.whole_parts_merged:
        parts = [PartIndex(merged(parts[:2])), parts[2]]
    day = day_of(as_of - MICROSECOND, zone)
    begins = EPOCH + day_start(day, zone) * MICROSECOND
    tail = index([row for row in case.rows if begins <= row[1] < as_of], zone)
    return PartsActivity(parts, Aliases.of_mapping(case.people), Aliases.of_mapping(case.accounts), day, tail)


def index(rows, zone: ZoneInfo) -> PartIndex:
    named = [dict(zip(PART.names, row, strict=True)) for row in rows]
    return PartIndex(index_of_rows(pa.Table.from_pylist(named, schema=PART), zone))


def engine(case: Case, known: PartsActivity | None) -> Engine:
    con = ibis.duckdb.connect()
    con.raw_sql("SET TimeZone = 'UTC'")
    homes = {person: account for person, account in case.homes.items() if person not in case.people}
    events = []
    for name, at, own, account in case.rows:
        person = case.people.get(own, own)
        account_id = homes.get(person) if account is None else case.accounts.get(account, account)
        events.append({"event": name, "person_id": person, "account_id": account_id, "occurred_at": at})
    persons = [{"person_id": person, "account_id": account} for person, account in homes.items()]
    tables = {
        fact.name: con.create_table(
            fact.name,
            pa.Table.from_pylist(
                [{name: row.get(name) for name, _ in fact.columns} for row in rows], fact.schema.to_pyarrow()
            ),
        )
        for fact, rows in ((facts.EVENT, events), (facts.PERSON, persons))
    }
    told = MetricSettings(activation_event="paid", onboarding_event="saved", activation_days=9)
    return Engine(con, Facts(tables, frozenset({"event"})), told, case.over.as_of, activity=known)


def check(case: Case) -> None:
    slow, quick = engine(case, None), engine(case, activity(case))
    for kpi in case.kpis:
        computed, counted = (each.compute(kpi, case.over) for each in (slow, quick))
        assert counted.slices == computed.slices, kpi.key
        for one, other in zip(counted, computed, strict=True):
            assert (one.label, one.slice, one.value is None) == (other.label, other.slice, other.value is None)
            assert figures(one) == pytest.approx(figures(other)), (kpi.key, one, other)


def figures(cell: Cell) -> list[float]:
    return [float(number or 0) for number in (cell.numerator, cell.denominator, cell.value, cell.low)]


def test_all_usage_kpis_but_those_that_measure_hours_are_counted() -> None:
    left = {kpi.key for kpi in all_kpis() if kpi.needs == ("event",) and kpi.counted is None}
    assert left == {"last_seen", "last_seen_mean", "time_to_value", "time_to_value_mean"}


@settings(max_examples=8)
@given(cases())
def test_counting_bitmaps_gives_what_the_events_give(case: Case) -> None:
    check(case)


@pytest.mark.soak
@settings(max_examples=600)
@given(cases())
def test_counting_bitmaps_gives_what_the_events_give_at_length(case: Case) -> None:
    check(case)
