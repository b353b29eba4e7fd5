"""The work on boards, in the queue: the worker computes, pages only read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from holdfast.book.board import warm
from holdfast.book.board.making import make
from holdfast.book.board.meta import meta_of, read_meta
from holdfast.book.board.plan import FIRST, frames, of_frame, of_month
from holdfast.book.board.shelf import Shelf, fingerprint_of, is_fresh, wanted
from holdfast.book.board.what import What
from holdfast.core.jobs import api as jobs
from holdfast.core.models import Workspace
from holdfast.core.scoping import current_workspace, in_workspace

SHARE_OF_READING = 0.2  # of the time until there is a board


@jobs.task(priority=10, attempts=3)
def refresh(fingerprint: str) -> str:
    """Make the board of the entered workspace, if this is still what it should show; then what is looked at less."""
    workspace = _as_it_is()
    shelf = Shelf.of(workspace)
    current = shelf.current()
    if wanted(workspace) != fingerprint or (current is not None and is_fresh(current, fingerprint)):
        return ""
    jobs.tell(0.0, gettext_noop("Reading the data"))
    with warm.warm(workspace) as opened:
        meta = meta_of(opened.book, datetime.now(UTC), opened.good_until)
        folder = shelf.begin(opened.fingerprint, meta)
        plan = of_month(meta)
        for place, (what, doing) in enumerate(plan):
            jobs.tell(SHARE_OF_READING + (1 - SHARE_OF_READING) * place / len(plan), doing)
            make(opened.book, folder, what)
        warm.forget(opened, FIRST)
        # Another worker may have finished newer data meanwhile.
        if wanted(_as_it_is()) != opened.fingerprint and not shelf.is_news(folder):
            return ""
        shelf.finish(folder)
    for period, by in frames(meta):
        jobs.enqueue(fill, folder.name, period, by, key=f"{folder.name} {period} {by}")
    return folder.name


@jobs.task(priority=-10, attempts=2)
def fill(board: str, period: str, by: str) -> None:
    """What a page of other periods, or a page by slices, will ask for."""
    workspace = _as_it_is()
    folder = Shelf.of(workspace).home / board
    if not _is_wanted(workspace, folder):
        return
    meta = read_meta(folder)
    with warm.warm(workspace, meta.as_of) as opened:
        if opened.fingerprint != fingerprint_of(folder):
            return
        plan = of_frame(meta, period, by)
        for place, (what, doing) in enumerate(plan):
            jobs.tell(place / len(plan), doing)
            make(opened.book, folder, what)
        warm.forget(opened, FIRST)


@jobs.task(priority=20, attempts=2)
def compute(board: str, asked: list[dict[str, Any]]) -> None:
    """What a page has asked for and nobody foresaw."""
    workspace = _as_it_is()
    folder = Shelf.of(workspace).home / board
    for place, stored in enumerate(asked):
        if not _is_wanted(workspace, folder):
            return
        jobs.tell(place / len(asked), gettext_noop("Computing what this page shows"))
        compute_now(workspace, folder, What.read(stored))
    warm.forget_asked(workspace, FIRST)


@jobs.every(minutes=1)
@jobs.task(priority=5)
def look_for_changes() -> int:
    """Boards of workspaces whose data or settings have changed without a page: by a command, or by the clock."""
    asked = 0
    for workspace in Workspace.objects.filter(data_version__gt=0).order_by("pk"):
        fingerprint, current = wanted(workspace), Shelf.of(workspace).current()
        if current is None or not is_fresh(current, fingerprint):
            with in_workspace(workspace):
                jobs.enqueue(refresh, fingerprint, key=fingerprint)
            asked += 1
    return asked


def compute_now(workspace: Workspace, folder: Path, what: What) -> None:
    """Make one file of a board, in this process; nothing if its data is not the newest any more."""
    as_of = read_meta(folder).as_of
    if what.known_at or what.settings:
        with warm.special(workspace, what, as_of) as book:
            # Looked at after the data was read, so it has not changed before.
            if _is_wanted(Workspace.objects.get(pk=workspace.pk), folder):
                make(book, folder, what)
        return
    with warm.warm(workspace, as_of) as opened:
        if opened.fingerprint == fingerprint_of(folder):
            make(opened.book, folder, what)


def begin_now(workspace: Workspace) -> Path:
    """A board that says what it is and holds no number yet, in this process."""
    with warm.warm(workspace) as opened:
        shelf = Shelf.of(workspace)
        folder = shelf.begin(opened.fingerprint, meta_of(opened.book, datetime.now(UTC), opened.good_until))
        shelf.finish(folder)
        return folder


def _is_wanted(workspace: Workspace, folder: Path) -> bool:
    """Data that has changed since has another board, on which the same will be asked for."""
    return fingerprint_of(folder) == wanted(workspace) and folder.is_dir()


def _as_it_is() -> Workspace:
    return Workspace.objects.get(pk=current_workspace().pk)
