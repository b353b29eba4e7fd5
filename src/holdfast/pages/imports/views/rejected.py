"""The rows that could not be understood: to look at, to download, to correct."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from holdfast.connectors.intake import api as intakes
from holdfast.core.errors import NotFound
from holdfast.core.members.roles import Permission
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.imports import shown
from holdfast.web.numbers import page_number

PER_PAGE = 50


@require_safe
@page(Permission.IMPORT)
def rejected(request: WorkspaceRequest, intake: int) -> HttpResponse:
    found = intakes.find(intake)
    write = shown.writer(request.workspace)
    by_file: dict[str, int] = found.summary.get("rejected", {})
    total = sum(by_file.values())
    number = min(page_number(request.GET.get("page", "")), max(-(-total // PER_PAGE), 1))
    first = (number - 1) * PER_PAGE
    context = {
        "intake": found,
        "rows": intakes.rejected_page(found, first, PER_PAGE),
        "files": [(file, write.number(count)) for file, count in by_file.items()],
        "total": total,
        "first": write.number(first + 1),
        "last": write.number(min(first + PER_PAGE, total)),
        "all": write.number(total),
        "previous": number - 1,
        "next": number + 1 if first + PER_PAGE < total else None,
        "limit_bytes": intakes.limit_bytes(),
    }
    return render(request, "imports/rejected.html", context)


@require_safe
@page(Permission.IMPORT)
def download(request: WorkspaceRequest, intake: int) -> StreamingHttpResponse:
    """The rejected rows of one file as CSV: what is wrong, then the original columns."""
    found = intakes.find(intake)
    by_file: dict[str, int] = found.summary.get("rejected", {})
    file = request.GET.get("file", "") or next(iter(by_file), "")
    if file not in by_file:
        raise NotFound(f"No rows of {file!r} were rejected.")
    columns = intakes.columns_of(intakes.rejected(found, file))
    name = f"rejected-{file.rsplit('/', 1)[-1].replace('#', '-').rsplit('.', 1)[0]}.csv"
    response = StreamingHttpResponse(_lines(found, file, columns), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "no-store"
    return response


def _lines(found: intakes.Intake, file: str, columns: list[str]) -> Iterator[str]:
    # The rows are in a file, so nothing of the database is needed while they stream. A mark tells Excel it is UTF-8.
    yield "\ufeff"
    yield from intakes.csv_lines(intakes.rejected(found, file), columns)
