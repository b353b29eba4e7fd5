"""Segments of a workspace: who is in them, KPIs sliced by them, and that lists are as long as the cells they are of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from holdfast.book.board import Board, NotComputed, usage_of
from holdfast.book.book import Book
from holdfast.book.range import BadRange
from holdfast.book.usage.of_book import asking_of
from holdfast.core.scoping import in_workspace
from holdfast.customers import api as customers
from holdfast.insights.lists import api as lists
from holdfast.insights.segments import api as segments
from holdfast.metrics.kernel.bitmaps import ordinals_of
from holdfast.metrics.reports.answering import answer
from holdfast.metrics.reports.query.conditions import InSegment, Unit
from holdfast.metrics.reports.query.reading import read_data
from holdfast.metrics.reports.query.segment import read_segment_data
from tests import company
from tests.lists import check_lists

pytestmark = pytest.mark.numbers

AT = datetime(2026, 7, 1, 8, tzinfo=UTC)
INSIDE, OUTSIDE = "(inside)", "(outside)"


@pytest.fixture(autouse=True)
def _inside(harbour: Any):
    with in_workspace(harbour):
        yield


def make(name: str, unit: str, *conditions: dict[str, Any]) -> str:
    data = {"unit": unit, "where": {"of": "all", "conditions": list(conditions)}}
    return segments.create_segment(name, read_segment_data(data), at=AT, member=None).key


def members(board: Board, key: str, unit: Unit = Unit.ACCOUNT) -> set[str]:
    found = usage_of(board, AT)
    ids = found.asking.holding.of(InSegment(key), unit)
    return {row["key"] for row in found.who.keys[unit].to_pylist() if row["id"] in ids}


@pytest.mark.parametrize(
    ("condition", "who"),
    [
        ({"of": "account", "name": "segment", "values": ["large"]}, {"acme", "elm"}),
        ({"of": "plan", "values": ["Pro"]}, {"acme", "elm"}),
        ({"of": "fact", "name": "mrr", "is": "at_least", "values": [90]}, {"acme", "beta", "elm"}),
        ({"of": "fact", "name": "status", "is": "one_of", "values": ["churned"]}, {"dune", "gale"}),
        ({"of": "fact", "name": "left_at", "when": {"in": "last", "days": 11}}, {"gale"}),
        ({"of": "fact", "name": "open_tickets", "is": "at_least", "values": [1]}, {"gale"}),
        ({"of": "fact", "name": "nps", "is": "at_most", "values": [6]}, {"beta"}),
        ({"of": "answer", "survey": "nps", "least": 9, "when": {"in": "last", "days": 30}}, {"acme", "elm"}),
        ({"of": "answer", "survey": "csat"}, {"cove"}),
        ({"of": "ticket", "state": "open"}, {"gale"}),
        ({"of": "ticket", "state": "solved", "opened": {"in": "between", "from": "2026-06-05", "to": "2026-06-05"}},
         {"beta"}),
        ({"of": "did", "events": ["project_created"], "measure": "days", "number": 6}, {"acme"}),
        ({"of": "did", "when": {"in": "last", "days": 30}, "negate": True}, {"dune", "fjord", "hill"}),
        ({"of": "occasion", "which": "first", "when": {"in": "between", "from": "2026-03-01"}}, {"gale"}),
        ({"of": "then", "first": {"events": ["project_created"]}, "then": {"events": ["signed_in"]},
          "within": {"n": 2}}, {"acme"}),
    ],
)  # fmt: skip
def test_who_is_in_it(board: Board, condition: dict[str, Any], who: set[str]) -> None:
    assert members(board, make("It", "account", condition)) == who


def test_a_book_of_the_workspace_knows_its_segments_and_lists(board: Board, settings: Any) -> None:
    ids = customers.own_ids("account", ["acme", "beta"])
    chosen = segments.segment_of("Chosen", "account", ids, at=AT, member=None).key
    paying = make("Paying", "account", {"of": "fact", "name": "mrr", "is": "at_least", "values": [90]})
    content = make("Content", "account", {"of": "answer", "survey": "nps", "least": 9})
    waiting = make("Waiting", "account", {"of": "ticket", "state": "open"})
    book = Book.open(settings.DATA_DIR, workspace=board.workspace.slug)
    asking, who = asking_of(book)
    for key in (chosen, paying, content, waiting):
        found = asking.holding.of(InSegment(key), Unit.ACCOUNT)
        assert {row["key"] for row in who.keys[Unit.ACCOUNT].to_pylist() if row["id"] in found} == members(board, key)
    query = {"report": "segmentation", "unit": "account", "span": {"last": 6}, "interval": "month",
             "lines": [{"picked": {}}], "where": {"of": "segment", "key": paying}}  # fmt: skip
    assert max(book.usage(query).table["value"].to_pylist()) in (1, 2, 3)


PEOPLE = "person_id,account_id,email\nann@acme.test,acme,ann@acme.test\neve@elm.test,elm,eve@elm.test\n"


def test_a_segment_of_people_holds_their_accounts_and_the_reverse(harbour: Any, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "people.csv").write_text(PEOPLE, encoding="utf-8")
    company._import(harbour, tmp_path / "more", AT)
    harbour.refresh_from_db()
    board = Board.of(harbour)
    people = make("Makers", "person", {"of": "did", "events": ["project_created"]})
    assert members(board, people, Unit.PERSON) == {"ann@acme.test"}
    assert members(board, people) == {"acme"}
    large = make("Large", "account", {"of": "account", "name": "segment", "values": ["large"]})
    assert members(board, large, Unit.PERSON) == {"ann@acme.test", "eve@elm.test"}


def test_a_change_counts_at_once_also_through_another_segment_or_a_list(board: Board) -> None:
    ids = customers.own_ids("account", ["acme", "beta"])
    of_list = segments.segment_of("Chosen", "account", ids, at=AT, member=None).key
    outer = make("Outer", "account", {"of": "segment", "key": of_list})
    assert members(board, outer) == {"acme", "beta"}
    (kept,) = lists.lists()
    lists.remove_from_list(kept.list_id, ["beta"], at=AT, member=None)
    assert members(board, outer) == {"acme"}
    other = read_segment_data({"unit": "account", "where": {"of": "plan", "values": ["Pro"]}})
    segments.change_segment(of_list, segment=other, at=AT + timedelta(hours=1), member=None)
    assert members(board, outer) == {"acme", "elm"}


def test_kpis_are_sliced_by_it_and_every_list_sums_to_its_number(board: Board) -> None:
    key = make("Large", "account", {"of": "account", "name": "segment", "values": ["large"]})
    board = Board.of(board.workspace)
    by = f"segment:{key}"
    assert board.traits[-1] == by
    sliced, trait = board.result("mrr", by=by), board.result("mrr", by="segment")
    assert sliced.by == by
    for label in ("2026-03", "2026-06"):
        assert sliced.cell(label, INSIDE).numerator == trait.cell(label, "large").numerator
        assert sliced.cell(label, OUTSIDE).numerator == trait.cell(label, "small").numerator
    rows = board.behind("mrr", "2026-06", by=by, slice_=INSIDE)
    assert dict(zip(rows["subject"].to_pylist(), rows["numerator"].to_pylist(), strict=True)) == {
        "elm": Decimal(400), "acme": Decimal(300)}  # fmt: skip
    assert board.rollforward(by=by).money["slice"].to_pylist().count(INSIDE) > 0
    assert check_lists(board, "month", by) > 500


def test_slices_follow_the_definition_and_unknown_ones_are_refused(board: Board) -> None:
    key = make("Large", "account", {"of": "account", "name": "segment", "values": ["large"]})
    by = f"segment:{key}"
    assert Board.of(board.workspace).result("mrr", by=by).cell("2026-06", INSIDE).value == 700
    small = read_segment_data({"unit": "account", "where": {"of": "account", "name": "segment", "values": ["small"]}})
    segments.change_segment(key, segment=small, at=AT, member=None)
    assert Board.of(board.workspace).result("mrr", by=by).cell("2026-06", INSIDE).value == 190
    with pytest.raises(BadRange, match="nothing the accounts have"):
        Board.of(board.workspace).result("mrr", by="segment:gone")


def test_one_that_asks_for_what_is_not_there_any_more_says_so_and_breaks_nothing_else(board: Board) -> None:
    bad = make("Of what", "account", {"of": "account", "name": "industry", "values": ["ships"]})
    make("Pro", "account", {"of": "plan", "values": ["Pro"]})
    with pytest.raises(NotComputed, match="no account has a trait 'industry'"):
        Board.of(board.workspace).result("mrr", by=f"segment:{bad}")
    assert members(board, "pro") == {"acme", "elm"}


QUERIES = [
    {"report": "retention", "span": {"from": "2026-01-01", "to": "2026-06-30"}, "interval": "month"},
    {"report": "lifecycle", "span": {"from": "2026-01-01", "to": "2026-06-30"}, "interval": "month"},
    {"report": "stickiness", "span": {"from": "2026-06-01", "to": "2026-06-30"}},
]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query["report"])
@pytest.mark.parametrize("unit", ["person", "account"])
def test_a_segment_of_those_in_any_cell_has_the_length_of_the_cell(
    board: Board, query: dict[str, Any], unit: str
) -> None:
    found = answer(usage_of(board, AT).asking, read_data({**query, "unit": unit}))
    cells = {one.cell: one for one in found.numbers() if one.cell and len(found.behind(one.cell))}
    assert len(cells) > 1
    made = {
        cell: segments.segment_of(f"cell {cell}", unit, ordinals_of(found.behind(cell)).tolist(), at=AT, member=None)
        for cell in sorted(cells)[:12]
    }
    holding = usage_of(board, AT).asking.holding
    for cell, facts in made.items():
        assert holding.of(InSegment(facts.key), Unit(unit)) == found.behind(cell)


def test_reports_filter_and_break_down_by_it(board: Board) -> None:
    key = make("Makers", "person", {"of": "did", "events": ["project_created"]})
    span = {"from": "2026-06-01", "to": "2026-06-30"}
    asking = usage_of(board, AT).asking
    inside = answer(asking, read_data({"report": "stickiness", "span": span, "where": {"of": "segment", "key": key}}))
    assert {one.denominator for one in inside.numbers()} == {1}
    both = answer(
        asking, read_data({"report": "stickiness", "span": span, "breakdown": {"by": "segment", "name": key}})
    )
    sides = {one.series: one.denominator for one in both.numbers()}
    assert sides == {"inside": 1, "outside": 4}


def test_people_who_become_one_do_together_what_each_did(harbour: Any, board: Board) -> None:
    twice = {"of": "did", "events": ["project_created"], "when": {"in": "between", "from": "2026-06-20"}, "number": 1}
    days = {"of": "did", "events": ["signed_in"], "when": {"in": "between", "from": "2026-06-25", "to": "2026-06-30"},
            "measure": "days", "number": 2}  # fmt: skip
    key = make("Both", "person", twice, days)
    assert members(board, key, Unit.PERSON) == set()  # Ann made a project, and Eve came on the last day as well
    customers.merge_people("eve@elm.test", "ann@acme.test", at=AT, actor=None)
    harbour.refresh_from_db()
    assert members(Board.of(harbour), key, Unit.PERSON) == {"ann@acme.test"}
