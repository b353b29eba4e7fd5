"""What reports of usage are computed in, for the pages of a workspace: events as they are stored at this moment, and
who is who as the board knows it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from holdfast.book.board.board import Board
from holdfast.book.board.files import read_table
from holdfast.book.board.who import MONEY
from holdfast.book.usage.connecting import connection
from holdfast.customers import api as customers
from holdfast.events import api as events
from holdfast.insights.segments import api as segments
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.directory import Directory
from holdfast.metrics.reports.money import KeptMoney
from holdfast.metrics.reports.slots import Clock

KEPT = 4  # states of data whose bitmaps stay in memory


@dataclass(frozen=True, slots=True)
class Usage:
    """asking: for reports; who: for the names of those behind a number; stored: for the names of events."""

    asking: Asking
    who: Directory
    stored: events.StoredSupply


_kept: OrderedDict[Any, Usage] = OrderedDict()
_lock = Lock()


def usage_of(board: Board, now: datetime) -> Usage:
    """Of the entered workspace. Events of the last seconds count at once. Raises Pending while there is no board.

    What earlier reports have read is counted here, where a connection to the database is at hand.
    """
    events.store_asked(at=now)
    who = board.directory()
    until = max(board.as_of, events.latest(until=now) or board.as_of)
    data = (board.workspace.pk, board.folder, until, events.state(), customers.links_version())
    key = (data, segments.version())
    with _lock:
        found = _kept.get(key)
        if found is None:
            same = next((usage for (other, _), usage in reversed(_kept.items()) if other == data), None)
            found = _kept[key] = _again(same) if same else _opened(board, who, until)
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def _opened(board: Board, who: Directory, until: datetime) -> Usage:
    asked = partial(events.note_asked, board.workspace.pk)
    supply = events.StoredSupply(events.current(), who.homes(), until, connection, asked)
    clock = Clock(ZoneInfo(board.settings.timezone), board.settings.week_start, until)
    return Usage(Asking(supply, who, clock, segments.definitions(), money=_money(board)), who, supply)


def _money(board: Board) -> KeptMoney | None:
    table = read_table(board.folder / MONEY.file)
    return KeptMoney(table, board.settings.currency) if table.num_rows else None


def _again(usage: Usage) -> Usage:
    """The same events, with segments or lists that somebody has changed."""
    asking = Asking(usage.stored, usage.who, usage.asking.clock, segments.definitions(), money=usage.asking.money)
    return replace(usage, asking=asking)
