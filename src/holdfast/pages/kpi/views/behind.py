"""Those behind one number: as a page, as a panel beside it, as a file, and as a list that is kept."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.controls import freshness
from holdfast.pages.keeping import keep
from holdfast.pages.kpi.lines import lines
from holdfast.pages.kpi.numbers import known_kpi
from holdfast.pages.kpi.question import Answer, Asked, heads
from holdfast.pages.kpi.views.export import attachment
from holdfast.web.htmx import render_page

ON_A_PAGE, IN_A_PANEL = 50, 20
ONLY_ON_A_PAGE = ("mrr", "status", "health")  # a panel has room for what makes the number


@require_safe
@page(Permission.VIEW)
def behind(request: WorkspaceRequest, key: str) -> HttpResponse:
    """A page; for a panel beside a chart the same with fewer rows and a way to the page."""
    answer = _answer(request, key)
    panel = request.headers.get("HX-Target") == "beside"
    shown = Paginator(range(answer.found.table.num_rows), IN_A_PANEL if panel else ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    columns = [head for head in heads(answer) if not (panel and head.key in ONLY_ON_A_PAGE)]
    rows = answer.found.table.slice(max(shown.start_index() - 1, 0), len(shown.object_list))
    context: dict[str, Any] = {
        "kpi": answer.kpi, "kpi_title": gettext(answer.kpi.title), "answer": answer, "asked": answer.asked,
        "heads": columns, "lines": lines(answer, columns, rows, request.workspace.slug), "shown": shown,
        "query": answer.asked.query(), "panel": panel, "name": _name(answer),
        "value": answer.write.value(answer.cell.value, answer.kpi.unit, exact=True),
        "freshness": freshness(answer.board, answer.write),
    }  # fmt: skip
    fragment = "kpi/_panel.html" if panel else "kpi/_behind.html"
    return render_page(request, "kpi/behind.html", fragment, context)


@require_safe
@page(Permission.VIEW)
def export(request: WorkspaceRequest, key: str) -> HttpResponse:
    """Everyone that the page's search finds, in its order, with the exact figures."""
    from holdfast.insights.lists.export import TYPES, table_csv, table_xlsx

    form, answer = request.GET.get("format", ""), _answer(request, key)
    if form not in TYPES:
        raise Http404(form)
    people = answer.found
    if people.subject == "account" and "plan" not in people.table.column_names:
        people = people.with_facts(answer.board.accounts())
    columns = [head for head in heads(answer) if head.key in people.table.column_names]
    header = [gettext("Key"), *(head.title for head in columns)]
    values = people.table.select(["subject", *(head.key for head in columns)])
    rows = zip(*(column.to_pylist() for column in values.columns), strict=True)
    name = f"{key}-{answer.asked.at}"
    body = table_csv(header, rows, request.zone) if form == "csv" else table_xlsx(name, header, rows, request.zone)
    return attachment(body, TYPES[form], f"{request.workspace.slug}-{name}.{form}")


@require_POST
@page(Permission.ANALYSE)
def save_list(request: WorkspaceRequest, key: str) -> HttpResponse:
    """Keep those who are shown now, whatever the number will be later; as a list, or a segment that consists of one."""
    answer = _answer(request, key)
    ids = [one for one in answer.found.table["subject_id"].to_pylist() if one is not None]
    asked = answer.asked
    origin = {"kpi": key, "period": asked.at, "grain": asked.period, "by": asked.by, "slice": asked.slice_}
    return keep(request, answer.found.subject, ids, origin, _name(answer))


def _answer(request: WorkspaceRequest, key: str) -> Answer:
    return Answer(Board.of(request.workspace), known_kpi(key), Asked.read(request.GET))


def _name(answer: Answer) -> str:
    """What a list of them is called unless somebody says otherwise."""
    parts = [gettext(answer.kpi.title), answer.write.period(answer.asked.at), answer.asked.slice_, answer.asked.q]
    return ", ".join(part for part in parts if part)
