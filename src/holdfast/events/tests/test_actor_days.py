"""Usage KPIs by slices, and the lists behind them, from the trails of parts: equal to the same from the events."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.events.activity.activity import PartsActivity
from holdfast.events.activity.building import COLUMNS, index_of_rows
from holdfast.events.activity.format import SCHEMA, PartIndex
from holdfast.events.activity.trails import trails_of
from holdfast.events.tests.test_counted_kpis import PART, START, Case, activity, cases, figures
from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel import facts
from holdfast.metrics.kernel.cohorts import COHORTS
from holdfast.metrics.kernel.facts import Facts
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.metrics.kernel.settings import MetricSettings
from holdfast.metrics.registry import all_kpis

pytestmark = pytest.mark.numbers

USAGE = [kpi for kpi in [*all_kpis(), COHORTS["usage"]] if kpi.needs == ("event",)]
TOLD = MetricSettings(activation_event="paid", onboarding_event="saved", activation_days=9)
History = list[tuple[int, str, datetime]]

histories = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from(["AT", "DE", "UA"]),
              st.integers(0, 6_000).map(lambda hours: START + timedelta(hours=hours))),
    max_size=8, unique_by=lambda row: (row[0], row[2]),
)  # fmt: skip


def with_trails(case: Case) -> PartsActivity:
    """As `holdfast.events` opens stored indexes: three parts, merges applied on reading."""
    low, high = sorted(case.cuts)
    parts = []
    for rows in (case.rows[:low], case.rows[low:high], case.rows[high:]):
        table = pa.Table.from_pylist([dict(zip(COLUMNS, row, strict=True)) for row in rows], schema=PART)
        bitmaps = index_of_rows(table, case.over.zone)
        parts.append(PartIndex(pa.concat_tables([trails_of(table, SCHEMA), bitmaps]).combine_chunks()))
    return replace(activity(case), parts=parts, until=case.over.as_of, zone=case.over.zone, _kept={})


def engine(case: Case, told: History, known: PartsActivity | None) -> Engine:
    con = ibis.duckdb.connect()
    con.raw_sql("SET TimeZone = 'UTC'")
    homes = {person: account for person, account in case.homes.items() if person not in case.people}
    events = []
    for name, at, own, account in case.rows:
        person = case.people.get(own, own)
        account_id = homes.get(person) if account is None else case.accounts.get(account, account)
        events.append({"event": name, "person_id": person, "account_id": account_id, "occurred_at": at})
    ordered = sorted((row for row in told if row[0] not in case.accounts), key=lambda row: (row[0], row[2]))
    until = [
        *(after[2] if after[0] == row[0] else None for row, after in pairwise(ordered)),
        None,
    ]
    tables = {
        facts.EVENT: events,
        facts.PERSON: [{"person_id": n, "person": f"p{n}", "account_id": homes.get(n)} for n in range(1, 9)],
        facts.ACCOUNT: [{"account_id": n, "account": f"a{n}"} for n in range(1, 5)],
        facts.TRAIT: [
            {"subject": "account", "subject_id": row[0], "name": "country", "value": row[1], "valid_from": row[2],
             "valid_to": end}
            for row, end in zip(ordered, until, strict=False)
        ],
    }  # fmt: skip
    made = {
        fact.name: con.create_table(
            fact.name,
            pa.Table.from_pylist(
                [{name: row.get(name) for name, _ in fact.columns} for row in rows], fact.schema.to_pyarrow()
            ),
        )
        for fact, rows in tables.items()
    }
    return Engine(con, Facts(made, frozenset({"event", "trait"})), TOLD, case.over.as_of, activity=known)


def check(case: Case, told: History, kpis: list[Kpi]) -> None:
    slow, quick = engine(case, told, None), engine(case, told, with_trails(case))
    assert quick._told_days is not None
    for kpi in kpis:
        for by in (None, "country"):
            computed, found = (each.compute(kpi, case.over, by) for each in (slow, quick))
            assert found.slices == computed.slices, (kpi.key, by)
            for one, other in zip(found, computed, strict=True):
                assert (one.label, one.slice, one.value is None) == (other.label, other.slice, other.value is None)
                assert figures(one) == pytest.approx(figures(other)), (kpi.key, by, one, other)
            period = case.over.periods[len(case.over.periods) // 2]
            lists = [each.behind(kpi, case.over, period, by).to_pylist() for each in (slow, quick)]
            assert lists[1] == lists[0], (kpi.key, by)


@settings(max_examples=4)
@given(cases(), histories, st.lists(st.sampled_from(USAGE), min_size=2, max_size=2, unique_by=lambda kpi: kpi.key))
def test_trails_give_what_the_events_give_by_slices_and_in_lists(case, told, kpis) -> None:
    check(case, told, kpis)


@pytest.mark.soak
@settings(max_examples=300)
@given(cases(), histories, st.lists(st.sampled_from(USAGE), min_size=2, max_size=2, unique_by=lambda kpi: kpi.key))
def test_trails_give_what_the_events_give_by_slices_and_in_lists_at_length(case, told, kpis) -> None:
    check(case, told, kpis)


def test_an_index_without_trails_leaves_it_to_the_events() -> None:
    nothing = PartIndex(SCHEMA.empty_table())
    whole = PartsActivity([nothing], None, None, until=START, zone=None)
    assert whole.actor_days() is None
