"""The roll-forward."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.insights.words import slice_title
from holdfast.metrics.kernel.result import Rollforward
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.controls import Choice, controls, writer
from holdfast.pages.revenue import rollforward as shown
from holdfast.pages.revenue.frame import as_file, framed
from holdfast.web.format import Formatter


@require_safe
@page(Permission.VIEW)
def revenue(request: WorkspaceRequest) -> HttpResponse:
    board, choice = Board.of(request.workspace), Choice.read(request.GET)
    write = writer(board)
    context = framed(request, board, "revenue")
    if "mrr" not in board.available:
        return render(request, "revenue/no_mrr.html", context)
    total = board.rollforward(**choice.range)
    by = board.rollforward(**choice.range, by=choice.by) if choice.by in board.traits else None
    slices = {slice_: slice_title(slice_) for slice_ in _slices(by)} if by else {}
    links = shown.Links(request.workspace.slug, choice)
    context |= {
        "controls": {**controls(choice, board, write, slices=slices), "compare": False},
        "choice": choice,
        "query": choice.query(),
        "figures": shown.figures(board, choice, links, write),
        **shown.pictures(total, shown.Links(request.workspace.slug, Choice(period=choice.period)), write),
        **_tables(total, by, links, write),
    }
    return render(request, "revenue/revenue.html", context)


def _slices(table: Rollforward) -> list[str]:
    return sorted(set(table.money["slice"].to_pylist()))


def _tables(total: Rollforward, by: Rollforward | None, links: shown.Links, write: Formatter) -> dict[str, Any]:
    """The tables of everything together or of the slice that is chosen, and one over all slices."""
    slice_ = links.choice.slice_ if by and links.choice.slice_ in _slices(by) else ""
    of = by if by and slice_ else total
    own = links if slice_ else shown.Links(links.slug, replace(links.choice, by="", slice_=""))
    return {
        "earlier": links.choice.query(from_=total.calendar.periods[0].label),
        "of": slice_title(slice_) if slice_ else "",
        "money": shown.money_table(of, slice_, own, write),
        "customers": shown.customers_table(of, slice_, own, write),
        "sliced": shown.sliced(by, links, write) if by else None,
    }


@require_safe
@page(Permission.VIEW)
def export(request: WorkspaceRequest) -> HttpResponse:
    board, choice = Board.of(request.workspace), Choice.read(request.GET)
    by = choice.by if choice.by in board.traits else None
    header, rows = shown.file_rows(board.rollforward(**choice.range, by=by))
    return as_file(request, request.GET.get("as", ""), "roll-forward", header, rows)
