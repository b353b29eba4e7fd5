"""A KPI as a file: the same numbers as on its page, by the writers that reports have."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.insights.api import document_of
from holdfast.insights.contracts import Report
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.kpi.numbers import known_kpi
from holdfast.pages.kpi.views.course import Shown
from holdfast.web.charts import draw
from holdfast.web.charts.theme import Theme

WIDTH = 760
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REPORTS = {"csv": "text/csv; charset=utf-8", "xlsx": EXCEL, "json": "application/json"}


@require_safe
@page(Permission.VIEW)
def export(request: WorkspaceRequest, key: str) -> HttpResponse:
    kpi, board, form = known_kpi(key), Board.of(request.workspace), request.GET.get("format", "")
    writers: dict[str, tuple[str, Callable[[Shown], bytes]]] = {
        "png": ("image/png", _png), "svg": ("image/svg+xml", _svg),
        **{name: (kind, _as(name)) for name, kind in REPORTS.items()},
    }  # fmt: skip
    if form not in writers or key not in board.available:
        raise Http404(form)
    kind, written = writers[form]
    found = Shown(request, board, kpi)
    return attachment(written(found), kind, f"{request.workspace.slug}-{key}.{form}")


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=kind, headers=headers)


def _png(found: Shown) -> bytes:
    return draw.png(found.picture(links=False).draw(found.write, WIDTH, Theme(ground=True)))


def _svg(found: Shown) -> bytes:
    return draw.svg(found.picture(links=False).draw(found.write, WIDTH, Theme(ground=True))).encode()


def _as(form: str) -> Callable[[Shown], bytes]:
    def written(found: Shown) -> bytes:
        return document_of(report_of(found), form, get_language() or "en")

    return written


def report_of(found: Shown) -> Report:
    """A report of this KPI alone."""
    benchmark = found.board.benchmark(found.kpi.key, found.choice.period)
    sliced = (found.sliced,) if found.sliced is not None else ()
    return Report(
        name=found.request.workspace.name,
        calendar=found.result.calendar,
        as_of=found.board.as_of,
        settings=found.board.settings,
        results=(found.result,),
        sliced=sliced,
        by=found.choice.by or None if sliced else None,
        benchmarks={found.kpi.key: benchmark} if benchmark else {},
        ledger=found.board.ledger,
        notes=found.board.notes,
    )
