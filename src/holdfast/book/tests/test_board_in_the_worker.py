"""Pages read what the worker has written, show the older numbers meanwhile, and ask for what is not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from holdfast.book.board import (
    Board,
    NotComputed,
    Pending,
    computing_here,
    forget_older,
    making,
    refresh_soon,
    tasks,
    warm,
)
from holdfast.book.board.meta import read_meta
from holdfast.book.board.shelf import Shelf, is_fresh, wanted
from holdfast.book.board.what import Kind, What
from holdfast.book.preferences import store
from holdfast.connectors import api as connectors
from holdfast.core.api import PutCount, create_workspace, note_change, show_nothing_older
from holdfast.core.jobs import api as jobs
from holdfast.core.scoping import in_workspace
from tests import company

FEW = "subscription_id,customer,start,end,plan,mrr,currency\ns1,acme,2026-01-10,,Basic,100,EUR\n"
MORE = FEW + "s2,beta,2026-02-15,,Pro,200,EUR\n"
SMALL = ("period", "day", "number", "date", "rate")  # of the calendar, a row for each
PLAN = [(What(kind=Kind.RESULT, key=key, period="month"), "Computing the KPIs") for key in ("mrr", "customers")]


@pytest.fixture
def workspace(db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Two KPIs are enough here, and every further one takes its time."""
    settings.BOARDS_AT_ONCE = False
    monkeypatch.setattr(tasks, "of_month", lambda meta: PLAN)
    monkeypatch.setattr(tasks, "frames", lambda meta: [])
    made = create_workspace("Few", at=company.IMPORTED)
    bring_in(made, tmp_path, FEW)
    return made


def bring_in(workspace: Any, folder: Path, text: str) -> None:
    (folder / "subscriptions.csv").write_text(text)
    plan = connectors.make_plan([folder / "subscriptions.csv"], connectors.ReadOptions(now=company.IMPORTED))
    connectors.run_import(workspace, plan, at=company.IMPORTED)
    workspace.refresh_from_db()


def mrr(board: Board) -> list[int]:
    return [int(cell.numerator or 0) for cell in board.result("mrr")]


def test_a_first_board_is_asked_for_and_made_by_the_worker(workspace: Any) -> None:
    with pytest.raises(Pending) as first:
        Board.of(workspace)
    assert "holdfast up" in first.value.doing  # nobody works here
    with pytest.raises(Pending):
        Board.of(workspace)
    assert jobs.run_all() == 1  # asked for twice, made once
    board = Board.of(workspace)
    assert (board.stale, mrr(board)) == (False, [100] * len(board.calendar()))


def test_the_older_numbers_are_shown_until_the_newer_are_there(workspace: Any, tmp_path: Path) -> None:
    with pytest.raises(Pending):
        Board.of(workspace)
    jobs.run_all()
    old = Board.of(workspace)
    bring_in(workspace, tmp_path, MORE)
    stale = Board.of(workspace)
    assert (stale.stale, mrr(stale)) == (True, mrr(old))
    with pytest.raises(Pending):  # what is missing comes with the newer board
        stale.rollforward()
    jobs.run_all()
    new = Board.of(workspace)
    assert (new.stale, mrr(new)) == (False, [100, 300])
    assert mrr(old) == [100]  # whoever reads the older one still can
    with in_workspace(workspace):
        store(workspace, metrics={"gross_margin": "0.5"}, at=company.IMPORTED)
    assert Board.of(workspace).stale  # settings change numbers too


def test_what_nobody_foresaw_is_asked_for_on_its_own(workspace: Any) -> None:
    tasks.begin_now(workspace)
    board = Board.of(workspace)
    with pytest.raises(Pending):
        board.rollforward()
    with pytest.raises(Pending):
        board.rollforward()
    assert jobs.run_all() == 1
    assert [int(row["end"]) for row in board.rollforward().money.to_pylist()] == [100]
    with pytest.raises(Pending):
        board.rollforward(known_at=company.IMPORTED - timedelta(days=1))
    with pytest.raises(Pending):
        board.preview(ledger={"grace_days": 1})
    found = _waited_for(lambda: board.preview(ledger={"grace_days": 1}))
    assert [result.kpi.key for result in found.after] == [result.kpi.key for result in found.before]
    assert [cell.numerator for cell in found.after[0]] == [cell.numerator for cell in found.before[0]]


def _waited_for(ask: Callable[[], Any]) -> Any:
    """The worker works until what a page asks for is there."""
    while True:
        try:
            return ask()
        except Pending:
            assert jobs.run_all() > 0


def test_a_failure_is_told_instead_of_waiting_for_ever(workspace: Any) -> None:
    folder = Path(django_settings.DATA_DIR)
    folder.mkdir(exist_ok=True)
    (folder / "holdfast.toml").write_text("[metrics]\nnothing = 1\n")
    with pytest.raises(Pending):
        Board.of(workspace)
    jobs.run_all()
    with pytest.raises(NotComputed, match="no such setting") as error:
        Board.of(workspace)
    assert error.value.cause == "bad_setting"


def test_a_day_that_is_not_over_is_computed_again_when_it_is(workspace: Any) -> None:
    folder = tasks.begin_now(workspace)
    fingerprint, meta = wanted(workspace), read_meta(folder)
    # The file speaks of no day after the import, so the clock cuts nothing short.
    assert meta.good_until is None or meta.good_until > meta.as_of
    assert is_fresh(folder, fingerprint)
    assert not is_fresh(folder, "another")
    shelf = Shelf.of(workspace)
    begun = shelf.begin(fingerprint, _cut(meta))
    assert is_fresh(begun, fingerprint, datetime(2026, 5, 1, 12, tzinfo=UTC))
    assert not is_fresh(begun, fingerprint, datetime(2026, 5, 2, tzinfo=UTC))


def test_a_book_that_the_clock_cut_short_is_opened_again_when_its_day_is_over(workspace: Any) -> None:
    with warm.warm(workspace) as opened:
        pass
    with warm.warm(workspace) as again:
        assert again is opened
    warm._opened[next(reversed(warm._opened))] = replace(opened, good_until=datetime.now(UTC) - timedelta(seconds=1))
    with warm.warm(workspace) as again:
        assert again.book is not opened.book


def test_the_book_of_an_older_board_is_not_the_base_of_a_new_one(workspace: Any) -> None:
    with warm.warm(workspace) as newest:
        pass
    earlier = newest.book.as_of - timedelta(days=2)
    with warm.warm(workspace, earlier) as older:
        assert older.book.as_of == earlier
    folder = tasks.begin_now(workspace)
    assert read_meta(folder).as_of == newest.book.as_of


def test_newer_data_never_gets_into_an_older_board(workspace: Any, tmp_path: Path) -> None:
    folder, what = tasks.begin_now(workspace), What(kind=Kind.RESULT, key="mrr", period="month")
    bring_in(workspace, tmp_path, MORE)
    tasks.compute_now(workspace, folder, what)
    tasks.compute_now(workspace, folder, replace(what, kind=Kind.ROLLFORWARD, known_at=company.IMPORTED.isoformat()))
    assert sorted(path.name for path in folder.iterdir()) == ["meta.json"]


def _cut(meta: Any) -> Any:
    return replace(meta, as_of=datetime(2026, 5, 1, 11, tzinfo=UTC), good_until=datetime(2026, 5, 2, tzinfo=UTC))


def test_changes_without_a_page_are_noticed_by_the_clock(workspace: Any, empty: Any) -> None:
    assert tasks.look_for_changes.call() == 1
    refresh_soon(workspace)
    assert jobs.run_all() == 1  # the clock and an import ask for the same
    assert tasks.look_for_changes.call() == 0
    assert not Board.of(workspace).stale


def test_older_boards_are_removed_but_for_the_last(workspace: Any, tmp_path: Path) -> None:
    for text in (FEW, MORE, MORE.replace("200", "300")):
        bring_in(workspace, tmp_path, text)
        tasks.begin_now(workspace)
    home = Shelf.of(workspace).home
    assert sum(path.is_dir() for path in home.iterdir()) == 2
    assert not list(home.rglob(".*"))  # nothing half written stays


def test_a_slower_worker_neither_hides_newer_numbers_nor_removes_what_is_being_written(
    workspace: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer: list[Path] = []

    def make_slowly(book: Any, folder: Path, what: What) -> None:
        """While the first data is computed, another worker makes a board of data that comes meanwhile."""
        monkeypatch.setattr(tasks, "make", making.make)
        bring_in(workspace, tmp_path, MORE)
        newer.append(tasks.begin_now(workspace))

    monkeypatch.setattr(tasks, "make", make_slowly)
    with in_workspace(workspace):
        assert tasks.refresh.call(wanted(workspace)) == ""
    shelf = Shelf.of(workspace)
    assert shelf.current() == newer[0]
    (older,) = (path for path in shelf.home.iterdir() if path.is_dir() and path != newer[0])
    shelf.finish(older)
    bring_in(workspace, tmp_path, MORE.replace("200", "300"))
    shelf.finish(shelf.begin(wanted(workspace), replace(read_meta(older), computed_at=company.IMPORTED)))
    assert newer[0].is_dir()


def test_when_a_person_was_erased_no_older_number_is_shown_while_new_ones_are_made(workspace: Any) -> None:
    tasks.begin_now(workspace)
    before, old = Shelf.of(workspace).home, Board.of(workspace)
    with in_workspace(workspace):
        note_change(PutCount(changed=1))
        show_nothing_older()
    workspace.refresh_from_db()
    with pytest.raises(Pending):
        Board.of(workspace)
    # What a slower worker still makes of the older data is not shown either.
    Shelf(before).finish(old.folder)
    with pytest.raises(Pending):
        Board.of(workspace)
    assert (forget_older(workspace), forget_older(workspace)) == (1, 0)
    assert not before.exists()
    jobs.run_all()
    assert not Board.of(workspace).stale


def test_what_was_computed_for_a_page_is_given_back(workspace: Any) -> None:
    folder = tasks.begin_now(workspace)
    what = What(kind=Kind.RESULT, key="mrr", period="month", by="plan")
    with in_workspace(workspace):
        tasks.compute.call(folder.name, [what.stored()])
    assert (folder / what.file).exists()
    with warm.warm(workspace) as opened:
        assert not opened.book.engine._frames


def test_a_book_that_stays_open_gives_back_what_it_computed(workspace: Any) -> None:
    with warm.warm(workspace) as opened:
        book = opened.book
        book.kpi("nrr").over("month")
        book.known_trait("plan")  # facts stay
        before = set(book.con.list_tables())
        expected = book.kpi("nrr").over("month", by="plan").table
        assert set(book.con.list_tables()) > before
        warm.forget(opened, ("month", ""))
        assert not {name for name in set(book.con.list_tables()) - before if not name.startswith(SMALL)}
        assert book.kpi("nrr").over("month", by="plan").table == expected


def test_a_job_has_what_is_missing_made_at_once(workspace: Any, tmp_path: Path) -> None:
    with pytest.raises(Pending):
        Board.of(workspace)
    jobs.run_all()
    board = Board.of(workspace)
    with in_workspace(workspace), computing_here():
        assert board.rollforward()
    assert jobs.run_all() == 0
    with pytest.raises(Pending):
        board.result("mrr", "quarter")
    bring_in(workspace, tmp_path, MORE)
    with in_workspace(workspace), computing_here(), pytest.raises(Pending):
        Board.of(workspace).result("mrr", "year")  # the newer board is another job's work
