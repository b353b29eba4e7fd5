"""A report: its form and its answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from holdfast.book.board import Board, Usage, usage_of
from holdfast.core.members.roles import Permission
from holdfast.insights.annotations.api import notes
from holdfast.insights.dashboards.api import dashboards
from holdfast.insights.segments import api as segments
from holdfast.insights.usage.choices import BREAKDOWNS, MEASURES, STATISTICS
from holdfast.insights.usage.explained import explained
from holdfast.insights.usage.picture import picture
from holdfast.metrics.reports.answering import answer
from holdfast.metrics.reports.errors import BadQuery
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.controls import freshness, writer
from holdfast.pages.insights.asked import Asked
from holdfast.pages.insights.form import draft as drafts
from holdfast.pages.insights.form.fields import shown
from holdfast.pages.insights.keeping import kept
from holdfast.pages.insights.views.notes import note_query
from holdfast.web.htmx import render_page, wants_fragment


@require_safe
@page(Permission.VIEW)
def report(request: WorkspaceRequest) -> HttpResponse:
    board = Board.of(request.workspace)
    usage = usage_of(board, request.now)
    asked = Asked.read(request.GET, usage.stored.by_use())
    return render_page(request, "insights/report.html", "insights/_report.html", _context(request, board, usage, asked))


@require_safe
@page(Permission.VIEW)
def ask(request: WorkspaceRequest) -> HttpResponse:
    """The form as it was filled in, as the address of a report."""
    draft = drafts.from_form(request.GET)
    given = request.GET.copy()
    given["q"] = drafts.write(draft | {"report": request.GET.get("report", "retention")})
    board = Board.of(request.workspace)
    asked = Asked.read(given)
    saved = request.GET.get("saved", "")
    query = asked.address(saved=saved) if saved else asked.address()
    where = f"{reverse('insights-report', args=[request.workspace.slug])}?{query}"
    if not wants_fragment(request):
        return redirect(where)
    context = _context(request, board, usage_of(board, request.now), asked)
    response = render_page(request, "insights/report.html", "insights/_report.html", context)
    response["HX-Push-Url"] = where
    return response


def _context(request: WorkspaceRequest, board: Board, usage: Usage, asked: Asked) -> dict[str, Any]:
    write = writer(board)
    fields = shown(asked.kind.fields, asked.draft)
    context: dict[str, Any] = {
        "asked": asked,
        "kept": kept(request, asked),
        "dashboards": dashboards(request.member),
        "kind": asked.kind,
        "fields": [field for field in fields if not field["more"]],
        "more": [field for field in fields if field["more"]],
        "more_open": any(_is_set(field) for field in fields if field["more"]),
        "events": usage.stored.events(),
        "plans": sorted(usage.who.plans()),
        "segments": list(segments.names().items()),
        "first_event": next(drafts.mentioned(asked.draft), ""),
        "breakdowns": list(BREAKDOWNS.items()),
        "measures": list(MEASURES.items()),
        "statistics": list(STATISTICS.items()),
        "query": asked.address(),
        "note_query": note_query(asked.text, request.GET.get("saved", "")),
        "freshness": freshness(board, write),
        "problem": asked.problem,
    }
    if asked.query is not None:
        try:
            found = answer(usage.asking, asked.query)
        except BadQuery as problem:
            return context | {"problem": problem}
        address = f"{reverse('insights-behind', args=[request.workspace.slug])}?{asked.address()}"
        context["shown"] = picture(asked.query, found, write, address, notes(""))
        context["words"] = explained(asked.query, write)
    return context


def _is_set(field: dict[str, Any]) -> bool:
    """Whether something else than usual was chosen in it."""
    if field["kind"] in ("choice", "number", "text"):
        usual = field["usual"] or (field["options"][0][0] if field["options"] else "")
        return str(field["value"] or "") not in ("", str(usual))
    if field["kind"] == "length":
        return f"{field['n']} {field['unit']}".lstrip() != str(field["usual"]).lstrip()
    if field["kind"] == "formulas":
        return bool(field["rows"][0]["expression"])
    if field["kind"] == "picked":
        return bool(field["picked"]["events"][0]["value"] or field["picked"]["where"]["rows"])
    return bool(field.get("rows") or field.get("checked"))
