from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.insights.goals import api
from holdfast.insights.page.plots import plot
from holdfast.insights.scorecard import card
from holdfast.insights.words import by_title, slice_title
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.controls import PERIODS, Choice, freshness, settled, slices_of, writer
from holdfast.pages.goals.forms import GoalForm, first_values
from holdfast.pages.goals.shown import Shown, days_since, shown
from holdfast.pages.kpi.numbers import known_kpi, whole
from holdfast.pages.kpi.plots import LINE, picture
from holdfast.web.charts.spec import Spec
from holdfast.web.format import Formatter


@require_safe
@page(Permission.VIEW)
def goals(request: WorkspaceRequest) -> HttpResponse:
    board = Board.of(request.workspace)
    write = writer(board)

    def made(closed: bool) -> list[Shown]:
        found = api.goals(closed=closed)
        return [shown(goal, board, write, request.now, request.workspace.slug) for goal in found]

    every = made(closed=False)
    context = {
        "goals": every,
        "closed": made(closed=True),
        "due": sum(one.goal.review_due(request.now) for one in every),
        "freshness": freshness(board, write),
    }
    return render(request, "goals/goals.html", context)


@require_safe
@page(Permission.VIEW)
def goal(request: WorkspaceRequest, goal_id: int) -> HttpResponse:
    board = Board.of(request.workspace)
    write, found = writer(board), api.find_goal(goal_id)
    one = shown(found, board, write, request.now, request.workspace.slug)
    history = [
        {"target": write.value(old.target, one.kpi.unit), "due": write.day(old.due), "why": old.why,
         "by": old.made_by, "at": write.day(old.made_at.astimezone(request.zone).date())}
        for old in api.revisions(goal_id)
    ]  # fmt: skip
    context = {
        "one": one, "history": history, "plot": _plot(one, board, write, request),
        "reviewed": days_since(found, request.now), "review_due": found.review_due(request.now),
        "set_at": write.day(found.set_at.astimezone(request.zone).date()),
        "closed_at": write.day(found.closed_at.astimezone(request.zone).date()) if found.closed_at else "",
        "freshness": freshness(board, write),
    }  # fmt: skip
    return render(request, "goals/goal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.ANALYSE)
def new(request: WorkspaceRequest) -> HttpResponse:
    board = Board.of(request.workspace)
    asked = Choice.read(request.GET)
    choice = settled(asked, slices_of(board, asked))
    key = request.GET.get("kpi", "")
    if not key:
        return _choose(request, board)
    kpi = _available(board, key)
    choice = choice if choice.slice_ and kpi.sliceable else settled(choice, {})
    form = GoalForm(kpi, board.settings.currency, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _set(request, board, kpi, choice, form)
        if made is not None:
            return redirect("goal", request.workspace.slug, made)
    sliced = f"{by_title(choice.by)}: {slice_title(choice.slice_)}" if choice.slice_ else ""
    about = _about(board, kpi, choice, writer(board))
    context = about | {"form": form, "kpi": kpi, "slice_text": sliced, "period": PERIODS.get(choice.period, "")}
    return render(request, "goals/form.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.ANALYSE)
def change(request: WorkspaceRequest, goal_id: int) -> HttpResponse:
    board, found = Board.of(request.workspace), api.find_goal(goal_id)
    kpi = known_kpi(found.kpi)
    form = GoalForm(kpi, board.settings.currency, request.POST or None, initial=first_values(found, kpi))
    form.fields.pop("direction", None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            api.change_goal(goal_id, form.wanted, said["due"], kpi=kpi, why=said["why"], at=request.now,
                            member=request.member)  # fmt: skip
        except api.BadGoal as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, gettext("The goal is changed; what it was stays in its history."))
            return redirect("goal", request.workspace.slug, goal_id)
    context = {"form": form, "kpi": kpi, "goal": found, "freshness": freshness(board, writer(board))}
    return render(request, "goals/form.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@page(Permission.ANALYSE)
def review(request: WorkspaceRequest, goal_id: int) -> HttpResponse:
    api.review_goal(goal_id, at=request.now, member=request.member)
    messages.success(request, gettext("Reviewed. You are reminded again in 90 days."))
    return redirect("goal", request.workspace.slug, goal_id)


@require_POST
@page(Permission.ANALYSE)
def close(request: WorkspaceRequest, goal_id: int) -> HttpResponse:
    api.close_goal(goal_id, at=request.now, member=request.member)
    messages.success(request, gettext("The goal is closed."))
    return redirect("goals", request.workspace.slug)


@require_POST
@page(Permission.ANALYSE)
def delete(request: WorkspaceRequest, goal_id: int) -> HttpResponse:
    api.delete_goal(goal_id, at=request.now, member=request.member)
    messages.success(request, gettext("The goal and its history are deleted."))
    return redirect("goals", request.workspace.slug)


def _choose(request: WorkspaceRequest, board: Board) -> HttpResponse:
    """Which KPI, before what it should be."""
    kpis = [(key, gettext(known_kpi(key).title)) for key in board.available]
    context = {"kpis": kpis, "periods": PERIODS, "freshness": freshness(board, writer(board))}
    return render(request, "goals/choose.html", context)


def _available(board: Board, key: str) -> Kpi:
    if key not in board.available:
        raise Http404(key)
    return known_kpi(key)


def _set(request: WorkspaceRequest, board: Board, kpi: Kpi, choice: Choice, form: GoalForm) -> int | None:
    said, result = form.cleaned_data, whole(board, kpi.key, Choice(choice.period, by=choice.by, slice_=choice.slice_))
    try:
        made = api.set_goal(
            result, form.wanted, said["due"], by=choice.by, slice_=choice.slice_,
            direction=said.get("direction", ""), why=said["why"], at=request.now, member=request.member,
        )  # fmt: skip
    except api.BadGoal as error:
        form.add_error(None, error.message)
        return None
    messages.success(request, gettext("The goal is set."))
    return made


def _about(board: Board, kpi: Kpi, choice: Choice, write: Formatter) -> dict[str, Any]:
    """Where the KPI is now, so that nobody sets a goal in the dark."""
    now = whole(board, kpi.key, Choice(choice.period, by=choice.by, slice_=choice.slice_))
    made = card(now, write, board.benchmark(kpi.key, choice.period))
    return {
        "card": made,
        "at": write.period(made.cell.label) if made.cell else "",
        "freshness": freshness(board, write),
    }


def _plot(one: Shown, board: Board, write: Formatter, request: WorkspaceRequest) -> Any:
    if one.result is None:
        return None
    choice = Choice(period=one.goal.grain, by=one.goal.by, slice_=one.goal.slice)
    made = card(one.result, write, board.benchmark(one.kpi.key, one.goal.grain))
    drawn = picture(one.result, made, LINE, goal=one.line, links=(request.workspace.slug, choice))

    def draw(width: int) -> Spec:
        return drawn.draw(write, width)

    return plot(draw, gettext("course of %(kpi)s") % {"kpi": one.title}, wide=700)
