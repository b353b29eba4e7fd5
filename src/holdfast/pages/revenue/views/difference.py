"""Why a month is not what it was shown to be."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.metrics.kernel.period import Period
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.controls import PERIODS, writer
from holdfast.pages.revenue import difference as shown
from holdfast.pages.revenue.frame import as_file, framed
from holdfast.pages.revenue.known import Asked, Knowledge, history, known_text


@require_safe
@page(Permission.VIEW)
def difference(request: WorkspaceRequest) -> HttpResponse:
    board = Board.of(request.workspace)
    write = writer(board)
    known = history(write, request.zone)
    asked = Asked.read(request.GET).among(known)
    context = framed(request, board, "revenue-difference") | {
        "asked": asked,
        "known": [(one.at.isoformat(), one.name) for one in known],
        "periods": {key: PERIODS[key] for key in ("month", "quarter", "year")},
        "labels": [(each.label, write.period(each.label)) for each in board.calendar(asked.period)],
    }
    period, a = _period(board, asked), _then(asked, known)
    if period is None or a is None or "mrr" not in board.available:
        return render(request, "revenue/difference.html", context)
    found = shown.explained(board, asked, period, a)
    context |= {
        "a": a.isoformat(),
        "b": asked.b.isoformat() if asked.b else "",
        "label": period.label,
        "title": write.period(period.label),
        "then": known_text(a, write, request.zone),
        "later": known_text(asked.b, write, request.zone),
        "query": Asked(a, asked.b, asked.period, period.label).query(),
        "cells": shown.cells(found, write),
        "causes": shown.causes(found, write),
        "rows": shown.rows(found.changes, write, request.zone, request.workspace.slug),
        "left_out": max(len(found.changes) - shown.MOST, 0),
        "compared": True,
    }
    return render(request, "revenue/difference.html", context)


@require_safe
@page(Permission.VIEW)
def export_difference(request: WorkspaceRequest) -> HttpResponse:
    board = Board.of(request.workspace)
    asked = Asked.read(request.GET).among(history(writer(board), request.zone))
    period = _period(board, asked)
    if period is None or asked.a is None:
        raise Http404
    rows = shown.file_rows(shown.explained(board, asked, period, asked.a))
    return as_file(request, request.GET.get("as", ""), f"difference-{period.label}", shown.HEADER, rows)


def _period(board: Board, asked: Asked) -> Period | None:
    """The one asked for, else the last complete one."""
    calendar = board.calendar(asked.period)
    found = next((each for each in calendar if each.label == asked.label), None)
    return found or calendar.last_complete


def _then(asked: Asked, known: list[Knowledge]) -> datetime | None:
    """The earlier instant: the one asked for, else that before the last import; None while there was one only."""
    if asked.a is not None:
        return asked.a
    return known[1].at if len(known) > 1 else None
