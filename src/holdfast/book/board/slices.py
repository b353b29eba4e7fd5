"""KPIs sliced by a segment: inside of it and outside, as accounts are in it now, at all times."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import pyarrow as pa

from holdfast.book.board.errors import NotComputed
from holdfast.book.book import Book
from holdfast.book.usage.of_book import clock_of, supply_of
from holdfast.book.usage.segments import history_of
from holdfast.core.models import Workspace
from holdfast.core.scoping import current_workspace, in_workspace
from holdfast.insights.lists import api as lists
from holdfast.insights.segments import api as segments
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.directory import Directory
from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.segment import Segment, lists_in, segments_in, write_segment

DIMENSION = segments.DIMENSION
_AT = "@"  # between the name of a slice and what the segment was when it was asked for


def of_workspace(workspace: Workspace) -> Mapping[str, str]:
    """What KPIs are sliced by -> what the slices are kept under, by the names of the segments.

    The latter is another one whenever the segment is.
    """
    with in_workspace(workspace):
        known = segments.definitions()
        held = repr(lists.version()) if any(lists_in(one.where) for one in known.values()) else ""
    return {f"{DIMENSION}{key}": f"{DIMENSION}{key}{_AT}{_digest(key, known, held)}" for key in known}


def is_segment(by: str) -> bool:
    """Whether something is kept under this because it is sliced by a segment."""
    return by.startswith(DIMENSION) and _AT in by


def shown(by: str) -> str:
    """What it is called, of what it is kept under."""
    return by.rpartition(_AT)[0] if is_segment(by) else by


def history(book: Book, who: Directory, by: str) -> pa.Table | None:
    """What each account is to the segment; None when somebody has changed it. In the entered workspace."""
    name = shown(by)
    if of_workspace(current_workspace()).get(name) != by:
        return None
    asking = Asking(supply_of(book, who), who, clock_of(book), segments.definitions())
    try:
        return history_of(asking, name.removeprefix(DIMENSION))
    except BadQuery as error:
        raise NotComputed(str(error), segments.BadSegment.code) from error


def _digest(key: str, known: Mapping[str, Segment], held: str) -> str:
    """Of all that says who is in it: its own definition, those it refers to, and what is in lists."""
    ahead, seen = [key], set()
    while ahead:
        one = ahead.pop()
        if one in known and one not in seen:
            seen.add(one)
            ahead += segments_in(known[one].where)
    told = [(one, write_segment(known[one])) for one in sorted(seen)]
    listed = held if any(lists_in(known[one].where) for one in seen) else ""
    return sha256(repr((told, listed)).encode()).hexdigest()[:12]
