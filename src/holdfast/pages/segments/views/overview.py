"""All segments, with how many are in each now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from holdfast.book.board import Board, Usage, usage_of
from holdfast.core.members.roles import Permission
from holdfast.insights.segments import api as segments
from holdfast.insights.usage.conditions import Titles
from holdfast.metrics.reports.errors import BadQuery
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.controls import freshness, writer
from holdfast.pages.segments.shown.course import TREND_DAYS, spark
from holdfast.pages.segments.shown.members import find
from holdfast.pages.segments.shown.words import in_words, titles
from holdfast.web.format import NOTHING, Formatter

AT_ONCE = 2.0  # seconds that may be spent on counting; of the rest the last count of the worker is shown


@dataclass(frozen=True, slots=True)
class Line:
    """One segment. as_of: the day of its size, if that is not now; problem: why nobody can be found in it."""

    facts: segments.SegmentFacts
    words: str
    trend: SafeString
    size: str = NOTHING
    share: str = NOTHING
    as_of: str = ""
    problem: str = ""


@require_safe
@page(Permission.VIEW)
def overview(request: WorkspaceRequest) -> HttpResponse:
    board = Board.of(request.workspace)
    usage, write, every = usage_of(board, request.now), writer(board), segments.segments()
    since = request.now.astimezone(request.zone).date() - timedelta(days=TREND_DAYS)
    sizes, known, until = segments.all_sizes(since), titles(*(one.segment for one in every)), monotonic() + AT_ONCE
    lines = [_line(one, usage, sizes.get(one.key, ()), known, write, until) for one in every]
    context = {"lines": lines, "freshness": freshness(board, write)}
    return render(request, "segments/segments.html", context)


def _line(
    facts: segments.SegmentFacts, usage: Usage, sizes: Sequence[segments.Size], known: Titles, write: Formatter,
    until: float,
) -> Line:  # fmt: skip
    words, trend = in_words(facts.segment, known), spark(sizes, facts.name)
    if facts.segment is None:
        return Line(facts, words, trend, problem=words)
    if monotonic() > until:
        if not sizes:
            return Line(facts, words, trend)
        last = sizes[-1]
        return Line(facts, words, trend, write.number(last.size), _share(last.size, last.everybody, write),
                    write.day(last.day))  # fmt: skip
    try:
        found = find(usage, facts.segment)
    except BadQuery as problem:
        return Line(facts, words, trend, problem=problem.problem)
    return Line(facts, words, trend, write.number(len(found.ids)), _share(len(found.ids), found.everybody, write))


def _share(size: int, everybody: int, write: Formatter) -> str:
    return write.percent(size / everybody) if everybody else NOTHING
