"""Reports of usage agree with the cohort tables of the KPIs, which are computed in another way."""

from __future__ import annotations

import pytest

from holdfast.book.book import Book
from holdfast.metrics.reports.query.base import Interval, Query, Span
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.retention import Entry, Retention
from holdfast.metrics.reports.query.revenue import Beside
from tests.company import write

SPAN = Span("2026-01-01", "2026-06-30")
Cells = dict[tuple[str, int], tuple[float, float]]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return Book.open(write(tmp_path_factory.mktemp("company")))


def of_kpis(book: Book, kind: str, since: int = 0) -> Cells:
    rows = book.cohorts(kind).table.to_pylist()
    return {
        (row["cohort"], row["age"]): (float(row["numerator"]), float(row["denominator"]))
        for row in rows if row["age"] >= since
    }  # fmt: skip


def of_report(book: Book, query: Query, series: str, since: int = 0) -> Cells:
    return {
        (row["row"], int(row["column"])): (row["numerator"], row["denominator"])
        for row in book.usage(query).table.to_pylist()
        if row["series"] == series and row["row"] != "average" and row["complete"] and int(row["column"]) >= since
    }


@pytest.mark.parametrize(("series", "kind"), [("customers", "customers"), ("net", "nrr"), ("gross", "grr")])
def test_what_is_left_of_the_mrr_is_what_the_kpis_say(book: Book, series: str, kind: str) -> None:
    expected = of_kpis(book, kind)
    assert len(expected) > 10
    found = of_report(book, Beside(span=SPAN), series)
    assert {cell: found[cell] for cell in expected} == expected


def test_people_who_come_back_are_those_of_the_kpis(book: Book) -> None:
    # Column 0 is the cohort in both.
    query = Retention(span=SPAN, interval=Interval.MONTH, entry=Entry.FIRST_TIME, unit=Unit.PERSON)
    expected = of_kpis(book, "usage")
    assert len(expected) > 10
    found = of_report(book, query, "")
    assert {cell: found[cell] for cell in expected} == expected
