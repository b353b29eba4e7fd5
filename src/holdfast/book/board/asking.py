"""A page asks for numbers that are not there: the worker is told, and the page says how far it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from holdfast.book.board.errors import NotComputed, Pending
from holdfast.book.board.shelf import wanted as wanted_now
from holdfast.book.board.tasks import begin_now, compute, compute_now, refresh
from holdfast.book.board.what import What
from holdfast.core.jobs import api as jobs
from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace

TRIED_AGAIN_AFTER = timedelta(seconds=60)
_here: ContextVar[bool] = ContextVar("computing_here", default=False)


@contextmanager
def computing_here() -> Iterator[None]:
    """For a job, which is in the worker already: what a board lacks is made at once, not by another job. A board that
    is not the newest stays as it is; whoever asks it raises Pending.
    """
    before = _here.set(True)
    try:
        yield
    finally:
        _here.reset(before)


def at_once() -> bool:
    """Whether there is no worker, so that a page computes what it needs itself: in tests."""
    return bool(getattr(settings, "BOARDS_AT_ONCE", False))


def begin(workspace: Workspace) -> Path:
    """The folder of a board that is computed piece by piece, at once."""
    return begin_now(workspace)


def ask(workspace: Workspace, folder: Path, wanted: Sequence[What]) -> None:
    """Have files of a fresh board made. Returns when they are there; otherwise raises Pending."""
    if at_once() or _here.get():
        for what in wanted:
            compute_now(workspace, folder, what)
            if not (folder / what.file).exists():  # the data has changed since, and has another board
                raise Pending
        return
    key = f"{folder.name} {sha256(' '.join(what.digest for what in wanted).encode()).hexdigest()[:32]}"
    with in_workspace(workspace):
        state = _open_job(compute, key) or jobs.enqueue(
            compute, folder.name, [what.stored() for what in wanted], key=key
        )
    raise _pending(state)


def ask_for_all(workspace: Workspace, fingerprint: str) -> Pending:
    """Have the board of this fingerprint made; says how far it is. Raises NotComputed when it cannot be."""
    with in_workspace(workspace):
        return _pending(_open_job(refresh, fingerprint) or jobs.enqueue(refresh, fingerprint, key=fingerprint))


def refresh_soon(workspace: Workspace) -> None:
    """Call it when data or settings have changed: the numbers are made before anybody looks. Else a page asks, or the
    clock does within a minute.
    """
    workspace.refresh_from_db(fields=["data_version", "settings", "name"])
    if workspace.data_version and not at_once():
        with suppress(NotComputed):
            ask_for_all(workspace, wanted_now(workspace))


def _open_job(task: Any, key: str) -> jobs.JobState | None:
    """The job that does it already. One that just failed would fail the same way, until somebody does something."""
    last = jobs.latest(task, key=key)
    if last is None or last.is_done or last.finished_at is None:
        return last if last is not None and last.is_open else None
    if datetime.now(UTC) - last.finished_at < TRIED_AGAIN_AFTER:
        raise NotComputed(last.error if last.code else gettext("The numbers could not be computed."), last.code)
    return None


def _pending(state: jobs.JobState) -> Pending:
    if not jobs.is_worked():
        return Pending(0.0, gettext("No worker is running, so nothing is computed. Start Holdfast with: holdfast up"))
    return Pending(state.share, gettext(state.doing) if state.doing else gettext("Waiting for the worker"))
