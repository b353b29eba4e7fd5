"""What the numbers of dashboards, mails and alerts are taken from."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from threading import Lock
from typing import Self

import msgspec

from holdfast.book.board import Board, Usage, usage_of
from holdfast.core.models import Workspace
from holdfast.insights.dashboards.api import Override
from holdfast.metrics.reports.answer import Answer
from holdfast.metrics.reports.answering import answer
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.query.base import Span
from holdfast.metrics.reports.query.conditions import InSegment, both
from holdfast.metrics.reports.query.reading import AnyQuery, write
from holdfast.web.format import Formatter

KEPT = 48  # answers: of the tiles of a few dashboards


@dataclass(frozen=True)
class Source:
    """The board and the events of the entered workspace as they are at `now`, in the language of a reader.

    Everything may raise Pending while numbers are computed.
    """

    board: Board
    now: datetime
    write: Formatter

    @classmethod
    def of(cls, workspace: Workspace, now: datetime, language: str) -> Self:
        board = Board.of(workspace)
        return cls(board, now, Formatter(language, board.settings.currency))

    @cached_property
    def usage(self) -> Usage:
        return usage_of(self.board, self.now)

    def answer(self, query: AnyQuery) -> Answer:
        """Raises BadQuery. The same question of the same data is answered once."""
        return _answers.get(self.usage.asking, query)


class _Answers:
    """The newest answers. An entry holds its `Asking`, so that no other one can come to lie at the same address."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, str], tuple[Asking, Answer]] = OrderedDict()
        self._lock = Lock()

    def get(self, asking: Asking, query: AnyQuery) -> Answer:
        key = (id(asking), write(query))
        with self._lock:
            there = self._kept.get(key)
            if there is not None:
                self._kept.move_to_end(key)
                return there[1]
        made = answer(asking, query)
        with self._lock:
            self._kept[key] = (asking, made)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


_answers = _Answers()


def overridden(query: AnyQuery, override: Override, source: Source) -> AnyQuery:
    """The same question of the last so many days, and of one segment alone."""
    changes: dict[str, object] = {}
    if override.days is not None and hasattr(query, "span"):
        changes["span"] = _days(override.days, source)
    if override.segment:
        changes["where"] = both(query.where, InSegment(override.segment))
    return msgspec.structs.replace(query, **changes) if changes else query


def _days(count: int, source: Source) -> Span:
    """Up to today, today included, where the workspace is."""
    clock = source.usage.asking.clock
    today = (clock.as_of - timedelta(microseconds=1)).astimezone(clock.zone).date()
    return Span(first=(today - timedelta(days=count - 1)).isoformat())
