"""A board gives the numbers of the book it was made from, whatever is asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings

from holdfast import Book
from holdfast.book import BadRange
from holdfast.book.board import Board, NothingYet
from holdfast.book.report import build
from holdfast.metrics.kernel.result import KpiResult
from holdfast.metrics.registry import kpi_of
from tests.lists import check_lists

pytestmark = pytest.mark.numbers

ZERO = Decimal()


@pytest.fixture
def book(harbour: Any) -> Iterator[Book]:
    return Book.open(settings.DATA_DIR, workspace=harbour.slug)


LISTED = {"week": 500, "month": 500, "quarter": 200, "year": 200}  # rows at least, so that the lists are not empty
SOAK = [
    pytest.param(period, by, marks=pytest.mark.soak)
    for period in ("month", "quarter", "year", "week")
    for by in (None, "plan", "currency", "country", "segment")
]


@pytest.mark.parametrize(("period", "by"), [("month", None), ("month", "segment"), *SOAK])
def test_every_list_sums_to_its_number(board: Board, period: str, by: str | None) -> None:
    assert check_lists(board, period, by) > LISTED[period]


def test_one_account_alone_is_found_however_it_is_sliced(board: Board) -> None:
    """Fjord alone came back in May: what is stored of it differs by the name of the slice only."""
    for by, slice_ in (("country", "NO"), ("plan", "Basic"), ("segment", "small")):
        rows = board.behind("reactivated_customers", "2026-05", "month", by, slice_)
        assert rows["subject"].to_pylist() == ["fjord"], by


def test_what_is_behind_a_number_is_what_the_book_says(board: Board, book: Book) -> None:
    for key in ("mrr", "nrr", "customer_churn", "health_score", "monthly_active_people", "last_seen", "nps", "backlog"):
        for by, slice_ in ((None, None), (None, ""), ("segment", "small")):
            series = book.kpi(key).over("month", None, None, by)
            expected = series.behind("2026-05", slice_)
            assert board.behind(key, "2026-05", "month", by, slice_).to_pylist() == expected.to_pylist(), (key, by)


@pytest.mark.parametrize(
    ("period", "from_", "to"),
    [
        ("month", "2026-03", "2026-05"),
        pytest.param("quarter", "2026-Q2", None, marks=pytest.mark.soak),
        pytest.param("month", None, "2026-02", marks=pytest.mark.soak),
        pytest.param("week", "2026-W10", "2026-04", marks=pytest.mark.soak),
    ],
)  # fmt: skip
def test_a_range_shows_the_numbers_of_the_whole(
    board: Board, book: Book, period: str, from_: str | None, to: str | None
) -> None:
    """Cut out of the stored series, or computed over that range alone: the cells are the same."""
    alone = {series.kpi.key: series.result for series in book.scorecard(period, from_, to)}
    for result in board.results(period, from_, to):
        assert _cells(result) == _cells(alone[result.kpi.key]), result.kpi.key
    for stored, computed in zip(
        _flat(board.rollforward(period, from_, to)), _flat(book.rollforward(period, from_, to)), strict=True
    ):
        assert stored == computed
    for kind in ("customers", "nrr", "usage"):
        stored, computed = (each.cohorts(kind, period, from_, to).table.to_pylist() for each in (board, book))
        assert stored == computed, kind


def test_cells_of_cohorts_and_roll_forwards_are_the_sums_of_their_rows(board: Board) -> None:
    for kind in ("customers", "nrr", "grr", "usage"):
        for cell in board.cohorts(kind).table.to_pylist():
            rows = board.cohort_members(kind, cell["cohort"], cell["age"])
            assert [sum(rows[side].to_pylist(), ZERO) for side in ("numerator", "denominator")] == [
                cell["numerator"], cell["denominator"]
            ]  # fmt: skip
    table = {row["label"]: row for row in board.rollforward().money.to_pylist()}
    for label, row in table.items():
        moved = board.moved("month", label, label).to_pylist()
        for kind in ("new", "reactivation", "expansion", "contraction", "churn"):
            assert sum((each["amount_reporting"] for each in moved if each["kind"] == kind), ZERO) == row[kind]
    assert board.upcoming().num_rows == 0
    with pytest.raises(KeyError, match="no cell of age 9"):
        board.cohort_members("nrr", "2026-01", 9)


@pytest.mark.parametrize(
    "range_",
    [
        ("month", None, "2026-05"),
        pytest.param(("quarter", "2026-Q1", "2026-Q1"), marks=pytest.mark.soak),
        pytest.param(("month", None, None, "segment"), marks=pytest.mark.soak),
    ],
)
def test_a_report_of_the_board_is_the_report_of_the_book(board: Board, book: Book, range_: tuple[Any, ...]) -> None:
    mine, other = board.report(*range_), build(book, *range_)
    assert [_cells(result) for result in mine.results] == [_cells(result) for result in other.results]
    assert [_cells(result) for result in mine.sliced] == [_cells(result) for result in other.sliced]
    assert mine.survival == other.survival
    for name in ("name", "as_of", "settings", "missing", "notes", "by", "benchmarks", "sources", "rejected"):
        assert getattr(mine, name) == getattr(other, name), name
    assert mine.names is not None
    assert other.names is not None
    assert mine.names().sort_by("account_id") == other.names().sort_by("account_id")
    kpi = kpi_of("nrr")
    assert [len(trace.rows) for trace in mine.traces(kpi)] == [len(trace.rows) for trace in other.traces(kpi)]
    assert list(mine.traces(kpi)[0].rows.column_names) == list(other.traces(kpi)[0].rows.column_names)


def test_the_accounts_say_what_each_is_now(board: Board) -> None:
    rows = {row["account"]: row for row in board.accounts().to_pylist()}
    assert {key: row["status"] for key, row in rows.items()} == {
        "acme": "paying", "beta": "paying", "cove": "paying", "dune": "churned", "elm": "paying", "fjord": "paying",
        "gale": "churned", "hill": "lead",
    }  # fmt: skip
    assert sum(row["mrr"] for row in rows.values()) == 890
    acme = rows["acme"]
    assert (acme["plan"], acme["currency"], int(acme["mrr"])) == ("Pro", "EUR", 300)
    assert (acme["trait:country"], acme["trait:segment"], acme["people"], acme["nps"]) == ("DE", "large", 1, 10.0)
    assert f"{acme['customer_since']:%F} {acme['last_seen_at']:%F}" == "2026-01-05 2026-06-25"
    assert (rows["gale"]["left_at"].date().isoformat(), rows["gale"]["open_tickets"]) == ("2026-06-20", 1)
    # Of June alone: Acme paid 300 at its start and at its end; Gale had 200 and lost them.
    assert (acme["kpi:mrr"], acme["kpi:nrr"], rows["gale"]["kpi:nrr"]) == (300.0, 1.0, 0.0)
    assert rows["hill"]["kpi:mrr"] is None
    assert board.account("acme") == acme


def test_the_page_of_an_account_finds_its_parts(board: Board) -> None:
    assert [row["kind"] for row in board.account_movements("fjord").to_pylist()] == ["reactivation", "churn", "new"]
    health = board.account_health("acme").to_pylist()
    assert sum(row["weight"] for row in health) == pytest.approx(1.0)
    assert sum(row["points"] for row in health) == pytest.approx(board.account("acme")["health"])
    assert board.account_health("dune").num_rows == 0


def test_what_cannot_be_asked_is_refused_in_words(board: Board, empty: Any) -> None:
    with pytest.raises(NothingYet):
        Board.of(empty)
    with pytest.raises(BadRange, match="slice by one of plan, currency"):
        board.results(by="colour")
    with pytest.raises(BadRange, match="Nothing is known before 2026-01-05"):
        board.calendar("month", None, "2024-01")
    with pytest.raises(KeyError, match="did you mean"):
        board.result("mrrr")
    with pytest.raises(KeyError, match="there are 2026-01 to 2026-06"):
        board.behind("mrr", "2020-01")


def _cells(result: KpiResult) -> list[Any]:
    """To nine places: spans of time and shares of days are added up as floating-point numbers, in any order."""
    return [
        (
            cell.label,
            cell.slice,
            cell.partial,
            *(_near(each) for each in (cell.numerator, cell.denominator, cell.value)),
        )
        for cell in result
    ]


def _near(number: Decimal | float | None) -> float | None:
    return None if number is None else round(float(number), 9)


def _flat(made: Any) -> list[Any]:
    return [*made.money.to_pylist(), *made.customers.to_pylist()]
