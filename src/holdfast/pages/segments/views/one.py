"""The page of one segment, and its members as a file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from holdfast.book.board import Board, Usage, usage_of
from holdfast.core.members.roles import Permission
from holdfast.insights.segments import api as segments
from holdfast.insights.words import INSIDE
from holdfast.metrics.reports.errors import BadQuery
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.accounts.table.shown import Pages
from holdfast.pages.controls import freshness, writer
from holdfast.pages.insights.form import draft as drafts
from holdfast.pages.revenue.frame import as_file
from holdfast.pages.segments.shown import course, members
from holdfast.pages.segments.shown.words import in_words, shown_uses, titles
from holdfast.web.format import Formatter
from holdfast.web.numbers import page_number

PAGE = 50
HEADER = ("key", "name")


@require_safe
@page(Permission.VIEW)
def one(request: WorkspaceRequest, key: str) -> HttpResponse:
    facts, board = segments.find_segment(key), Board.of(request.workspace)
    usage, write, slug = usage_of(board, request.now), writer(board), request.workspace.slug
    history, known = segments.revisions(key), titles(facts.segment)
    context: dict[str, Any] = {
        "facts": facts,
        "words": in_words(facts.segment, known),
        "made": _day(facts.made_at, request, write),
        "uses": shown_uses(segments.uses(key), slug),
        "history": [
            {"at": _day(old.made_at, request, write), "by": old.made_by, "name": old.name,
             "words": in_words(old.segment, known)}
            for old in history
        ],
        "freshness": freshness(board, write),
    }  # fmt: skip
    sizes = segments.sizes(key)
    context["plot"] = course.chart(sizes, facts.name, write)
    try:
        found = members.find(usage, facts.segment) if facts.segment else None
    except BadQuery as problem:
        return render(request, "segments/segment.html", context | {"problem": problem.problem})
    if found is not None:
        context |= _inside(request, board, usage, found, write)
        today = request.now.astimezone(request.zone).date()
        context["change"] = course.change(sizes, len(found.ids), today, write)
        context |= _leading(facts, board, slug)
    return render(request, "segments/segment.html", context)


@require_safe
@page(Permission.VIEW)
def export(request: WorkspaceRequest, key: str, form: str) -> HttpResponse:
    """Everybody in it: key and name, and of accounts what the page shows."""
    facts, board = segments.find_segment(key), Board.of(request.workspace)
    usage = usage_of(board, request.now)
    found = members.find(usage, facts.segment) if facts.segment else None
    rows = members.all_keys(found, usage).to_pylist() if found else []
    return as_file(request, form, f"segment-{key}", HEADER, [[row["key"], row["name"] or ""] for row in rows])


def _inside(
    request: WorkspaceRequest, board: Board, usage: Usage, found: members.Found, write: Formatter
) -> dict[str, Any]:  # fmt: skip
    pages = max(-(-len(found.ids) // PAGE), 1)
    at = min(page_number(request.GET.get("page", "1")), pages)
    return {
        "size": members.size(found, write),
        "members": members.table(found, board, usage, request.zone, (at - 1) * PAGE, PAGE),
        "pages": Pages(
            at, pages, (at - 1) * PAGE + 1, min(at * PAGE, len(found.ids)),
            f"?page={at - 1}#members" if at > 1 else "", f"?page={at + 1}#members" if at < pages else "",
        ),
    }  # fmt: skip


def _leading(facts: segments.SegmentFacts, board: Board, slug: str) -> dict[str, str]:
    """Where the segment can be used at once."""
    by = {"by": f"{segments.DIMENSION}{facts.key}", "slice": INSIDE}
    query = {
        "report": "segmentation", "unit": facts.unit, "span": {"last": 30},
        "lines": [{"measure": "uniques"}], "where": {"of": "segment", "key": facts.key},
    }  # fmt: skip
    report = reverse("insights-report", args=[slug])
    return {
        "sliced": f"{reverse('scorecard', args=[slug])}?{urlencode(by)}" if board.meta.has_mrr else "",
        "report": f"{report}?{urlencode({'q': drafts.write(query)})}",
    }


def _day(at: Any, request: WorkspaceRequest, write: Formatter) -> str:
    return write.day(at.astimezone(request.zone).date())
