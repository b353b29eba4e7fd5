"""Searching, filtering and sorting accounts."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from django.http import QueryDict

from holdfast.metrics.kernel.result import EXACT, INSTANT
from holdfast.pages.accounts.table.columns import columns
from holdfast.pages.accounts.table.filters import BadFilter
from holdfast.pages.accounts.table.rows import choices, chosen
from holdfast.pages.accounts.table.state import State, added

ZONE = ZoneInfo("Europe/Berlin")
ROWS = [
    ("acme", "Acme GmbH", "paying", "Pro, Basic", "300.000001", 72.0, datetime(2026, 6, 30, 22, 30, tzinfo=UTC), "DE"),
    ("b-1", "beta Oy", "paying", "Basic", "90", None, datetime(2026, 6, 1, 12, tzinfo=UTC), "FI"),
    ("c,1", None, "churned", "Basic", "0", None, None, ""),
    ("dune", "Dune (x)", "lead", None, None, 10.0, None, None),
]


def table_of(rows) -> pa.Table:
    keys, names, statuses, plans, mrr, health, seen, country = zip(*rows, strict=True)
    return pa.table(
        {
            "account_id": pa.array(range(1, len(rows) + 1), pa.int64()),
            "account": pa.array(keys, pa.string()),
            "name": pa.array(names, pa.string()),
            "status": pa.array(statuses, pa.string()),
            "plan": pa.array(plans, pa.string()),
            "mrr": pa.array([None if one is None else Decimal(one) for one in mrr], EXACT),
            "health": pa.array(health, pa.float64()),
            "last_seen_at": pa.array(seen, INSTANT),
            "trait:country": pa.array(country, pa.string()),
        }
    )


TABLE = table_of(ROWS)
COLUMNS = columns(TABLE.column_names)


def found(query: str, table: pa.Table = TABLE) -> list[str]:
    state = State.read(QueryDict(query), COLUMNS)
    return chosen(table, state, COLUMNS, ZONE)["account"].to_pylist()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("mrr.gte=90", ["acme", "b-1"]),
        ("mrr.lte=90", ["b-1", "c,1"]),
        ("mrr.between=1..100", ["b-1"]),
        ("mrr.between=..100", ["b-1", "c,1"]),
        ("mrr.is=90", ["b-1"]),
        ("mrr.not=90", ["acme", "c,1", "dune"]),
        ("mrr.empty=1", ["dune"]),
        ("mrr.filled=1", ["acme", "b-1", "c,1"]),
        ("mrr.gte=89,5", ["acme", "b-1"]),
        ("plan.is=Basic", ["acme", "b-1", "c,1"]),
        ("plan.is=Pro", ["acme"]),
        ("plan.is=Pr", []),
        ("plan.not=Basic", ["dune"]),
        ("plan.empty=1", ["dune"]),
        ("status.is=paying&plan.is=Pro", ["acme"]),
        ("trait:country.is=DE", ["acme"]),
        ("trait:country.empty=1", ["c,1", "dune"]),
        ("trait:country.not=DE", ["b-1", "c,1", "dune"]),
        ("name.has=(X)", ["dune"]),
        ("health.filled=1&mrr.empty=1", ["dune"]),
        # 22:30 UTC on 30 June is 1 July in Berlin.
        ("last_seen_at.gte=2026-07-01", ["acme"]),
        ("last_seen_at.lte=2026-06-30", ["b-1"]),
        ("last_seen_at.between=2026-06-01..2026-06-01", ["b-1"]),
        ("nonsense.is=1&mrr.nonsense=2&country.is=DE", ["acme", "b-1", "c,1", "dune"]),
    ],
)
def test_conditions(query: str, expected: list[str]) -> None:
    assert found(query) == expected


@pytest.mark.parametrize("query", ["mrr.gte=much", "mrr.is=nan", "mrr.gte=1e999999x", "last_seen_at.gte=31.12.2026"])
def test_what_is_no_number_or_day_is_said(query: str) -> None:
    with pytest.raises(BadFilter):
        found(query)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", ["acme", "b-1", "c,1", "dune"]),  # by MRR, largest first; unknown last
        ("mrr", ["c,1", "b-1", "acme", "dune"]),
        ("name", ["acme", "b-1", "c,1", "dune"]),  # the key where there is no name, letters of any case
        ("-name", ["dune", "c,1", "b-1", "acme"]),
        ("-health", ["acme", "dune", "b-1", "c,1"]),
        ("-nothing", ["acme", "b-1", "c,1", "dune"]),
    ],
)
def test_order(sort: str, expected: list[str]) -> None:
    assert found(f"sort={sort}") == expected


@pytest.mark.parametrize(
    ("q", "expected"), [("ac", ["acme"]), ("OY", ["b-1"]), ("c,", ["c,1"]), ("(x", ["dune"]), ("%", [])]
)
def test_search_finds_parts_of_names_and_keys(q: str, expected: list[str]) -> None:
    assert found(f"q={q.replace('%', '%25')}") == expected


def test_the_address_says_it_all_and_nothing_more() -> None:
    query = "q=a&mrr.gte=1&plan.is=Basic&plan.is=Pro&sort=name&columns=name&columns=mrr&page=2"
    state = State.read(QueryDict(query), COLUMNS)
    assert State.read(QueryDict(state.query(page=state.page)), COLUMNS) == state
    assert State.read(QueryDict(""), COLUMNS).query() == ""
    assert state.query(q="", conditions=(), sort="-mrr", shown=()) == ""
    assert "plan.is=Basic" not in state.but(state.conditions[1])


@pytest.mark.parametrize("page", ["0", "-1", "x", "²"])
def test_a_page_that_is_none_is_the_first(page: str) -> None:
    assert State.read(QueryDict(f"page={page}"), COLUMNS).page == 1


@pytest.mark.parametrize(
    ("query", "item"),
    [
        ("column=mrr&operator=gte&value=+5+", ("mrr.gte", "5")),
        ("column=mrr&operator=between&value=1&to=2", ("mrr.between", "1..2")),
        ("column=mrr&operator=between&to=2", ("mrr.between", "..2")),
        ("column=trait:country&operator=empty&value=x", ("trait:country.empty", "1")),
    ],
)
def test_the_form_adds_a_condition(query: str, item: tuple[str, str]) -> None:
    condition = added(QueryDict(query), COLUMNS)
    assert condition is not None
    assert condition.item == item


@pytest.mark.parametrize(
    "query", ["", "column=mrr&operator=gte", "column=x&operator=is&value=1", "column=mrr&operator=has&value=1"]
)
def test_a_form_that_says_nothing_adds_nothing(query: str) -> None:
    assert added(QueryDict(query), COLUMNS) is None


def test_choices_are_the_values_there_are_the_most_frequent_first() -> None:
    assert choices(TABLE, "plan") == ["Basic", "Pro"]
    assert choices(TABLE, "trait:country") == ["DE", "FI"]
