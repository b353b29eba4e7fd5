"""What is known to become of MRR."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.controls import writer
from holdfast.pages.revenue.addresses import address
from holdfast.pages.revenue.frame import as_file, framed
from holdfast.pages.revenue.movements import signed
from holdfast.pages.revenue.words import kind_text, reason_text
from holdfast.web.format import Formatter

MOST = 500
HEADER = (
    "account", "name", "happens_at", "known_at", "kind", "reason", "subscription", "plan", "currency", "amount",
    "amount_reporting",
)  # fmt: skip


@require_safe
@page(Permission.VIEW)
def upcoming(request: WorkspaceRequest) -> HttpResponse:
    board = Board.of(request.workspace)
    write, table = writer(board), board.upcoming()
    context = framed(request, board, "revenue-upcoming") | _balance(table, _mrr(board), write)
    context["rows"] = [_row(row, write, request) for row in table.slice(0, MOST).to_pylist()]
    context["left_out"] = max(table.num_rows - MOST, 0)
    return render(request, "revenue/upcoming.html", context)


@require_safe
@page(Permission.VIEW)
def export_upcoming(request: WorkspaceRequest) -> HttpResponse:
    board = Board.of(request.workspace)
    table: pa.Table = board.upcoming().select(HEADER)
    rows = [list(row.values()) for row in table.to_pylist()]
    return as_file(request, request.GET.get("as", ""), "upcoming-changes", HEADER, rows)


def _mrr(board: Board) -> Decimal:
    """MRR now."""
    if "mrr" not in board.available:
        return Decimal()
    return board.result("mrr").cells()[-1].numerator or Decimal()


def _balance(changes: pa.Table, mrr: Decimal, write: Formatter) -> dict[str, Any]:
    """From MRR now to committed MRR: what is known to be won and to be lost."""
    zero = pa.scalar(Decimal(), changes["amount"].type)
    won, lost = (
        pc.sum(changes.filter(way(changes["amount"], zero))["amount_reporting"]).as_py() or Decimal()
        for way in (pc.greater, pc.less)
    )
    return {
        "mrr": write.money(mrr, exact=True),
        "won": signed(won, write, write.currency),
        "lost": signed(lost, write, write.currency),
        "committed": write.money(mrr + won + lost, exact=True),
    }


def _row(row: dict[str, Any], write: Formatter, request: WorkspaceRequest) -> dict[str, Any]:
    foreign = row["currency"] != write.currency
    return {
        "name": row["name"] or row["account"],
        "address": address("account", request.workspace.slug, row["account"]) if row["account"] else "",
        "happens": write.day(row["happens_at"].astimezone(request.zone).date()),
        "days": (row["happens_at"] - request.now).days,
        "known": write.day(row["known_at"].astimezone(request.zone).date()),
        "kind_text": kind_text(row["kind"]),
        "reason": reason_text(row["reason"]),
        "plan": row["plan"] or "–",
        "subscription": row["subscription"],
        "amount": signed(row["amount"], write, row["currency"]),
        "reporting": signed(row["amount_reporting"], write, write.currency) if foreign else "",
    }
