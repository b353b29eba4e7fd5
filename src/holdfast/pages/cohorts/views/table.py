"""The cohort tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.insights.words import COHORTS
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.cohorts import heat as shown
from holdfast.pages.cohorts.behind import Behind
from holdfast.pages.cohorts.curves import cohort_curves
from holdfast.pages.cohorts.words import GRAINS, KINDS, LEADS, MONEY, NEEDS, SIZES
from holdfast.pages.controls import Choice, controls, writer
from holdfast.pages.revenue.frame import as_file, framed


@require_safe
@page(Permission.VIEW)
def cohorts(request: WorkspaceRequest) -> HttpResponse:
    board, choice, kind = Board.of(request.workspace), choice_of(request), kind_of(request)
    write = writer(board)
    context = framed(request, board, "") | tabs(request, kind, choice) | {"kind": kind, "lead": LEADS[kind]}
    if NEEDS[kind] not in board.available:
        return render(request, "cohorts/none.html", context)
    table = board.cohorts(kind, **choice.range)
    every = shown.cohorts(table, None)
    rows = every if choice.from_ else every[-shown.MOST :]

    def behind(cohort: str, age: int) -> str:
        where = reverse("cohorts-members", args=[request.workspace.slug])
        return f"{where}?{Behind(kind, choice.period, cohort, age).query()}"

    title = str(COHORTS[kind])
    context |= {
        "controls": {**controls(choice, board, write), "compare": False, "traits": []},
        "choice": choice,
        "query": f"kind={kind}&{choice.query()}".rstrip("&"),
        "title": title,
        "ages_text": GRAINS[choice.period],
        "size_title": f"{SIZES[kind]} ({write.currency})" if kind in MONEY else SIZES[kind],
        "heat": shown.heat(rows, write, behind, money=kind in MONEY),
        "left_out": len(every) - len(rows),
        "curves": cohort_curves(rows, write, title),
    }
    return render(request, "cohorts/cohorts.html", context)


def choice_of(request: HttpRequest) -> Choice:
    """Cohorts of single days are too many to be read; as elsewhere, what there is not is the usual."""
    choice = Choice.read(request.GET)
    return choice if choice.period in GRAINS else replace(choice, period="month")


def kind_of(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "customers")
    return kind if kind in KINDS else "customers"


def tabs(request: WorkspaceRequest, current: str, choice: Choice) -> dict[str, Any]:
    """A tab for each kind of table, and one for survival."""
    where = reverse("cohorts", args=[request.workspace.slug])
    query = choice.query()
    more = f"&{query}" if query else ""
    kinds = [(title, f"{where}?kind={kind}{more}", kind == current) for kind, title in KINDS.items()]
    return {"kinds": kinds, "survival_tab": reverse("cohorts-survival", args=[request.workspace.slug])}


@require_safe
@page(Permission.VIEW)
def export(request: WorkspaceRequest) -> HttpResponse:
    board, choice, kind = Board.of(request.workspace), choice_of(request), kind_of(request)
    header, rows = shown.file_rows(board.cohorts(kind, **choice.range))
    return as_file(request, request.GET.get("as", ""), f"cohorts-{kind}", header, rows)
