"""What every revenue page shows: its tabs, how fresh it is, and how its numbers are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy

from holdfast.book.board import Board
from holdfast.insights.lists.export import TYPES, table_csv, table_xlsx
from holdfast.pages.access import WorkspaceRequest
from holdfast.pages.controls import writer
from holdfast.pages.revenue.addresses import address

TABS = (
    ("revenue", gettext_lazy("Roll-forward")),
    ("revenue-movements", gettext_lazy("Movements")),
    ("revenue-upcoming", gettext_lazy("Upcoming")),
    ("revenue-difference", gettext_lazy("As it was known")),
    ("revenue-reconciliation", gettext_lazy("Reconciliation")),
)


def framed(request: WorkspaceRequest, board: Board, current: str) -> dict[str, Any]:
    """Variables of revenue/_tabs.html and of the freshness in the frame."""
    write = writer(board)
    tabs = [(title, address(route, request.workspace.slug), route == current) for route, title in TABS]
    return {
        "tabs": tabs,
        "as_of": write.until(board.as_of, request.zone),
        "stale": board.stale,
        "currency": write.currency,
    }


def as_file(
    request: WorkspaceRequest, form: str, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """A table as a file; 404 for a form there is none of."""
    zone: ZoneInfo = request.zone
    if form not in TYPES:
        raise Http404
    body = table_csv(header, rows, zone) if form == "csv" else table_xlsx(name, header, rows, zone)
    disposition = f'attachment; filename="{request.workspace.slug}-{name}.{form}"'
    return HttpResponse(body, content_type=TYPES[form], headers={"Content-Disposition": disposition})
