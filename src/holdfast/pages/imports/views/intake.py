"""One import from the files to the records: what was understood, corrected, checked, imported."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from holdfast.connectors.intake import api as intakes
from holdfast.core.errors import NotFound, UserFacingError
from holdfast.core.members.roles import Permission
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.imports import shown, words
from holdfast.pages.imports.forms import TableChoices, common_choices
from holdfast.web.currencies import CURRENCIES


@require_safe
@page(Permission.IMPORT)
def intake(request: WorkspaceRequest, intake: int) -> HttpResponse:
    return _page(request, intakes.find(intake))


@require_safe
@page(Permission.IMPORT)
def progress(request: WorkspaceRequest, intake: int) -> HttpResponse:
    """The fragment that asks again until the work is done; then the whole page is loaded anew."""
    found = intakes.find(intake)
    if not found.is_busy:
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(headers={"HX-Refresh": "true"})
        return redirect("import", request.workspace.slug, found.pk)
    return render(request, "imports/_progress.html", {"intake": found, **_standing(request, found)})


@require_POST
@page(Permission.IMPORT)
def choices(request: WorkspaceRequest, intake: int) -> HttpResponse:
    """What holds for all files."""
    found = intakes.find(intake)
    given = common_choices(request.POST)
    try:
        intakes.choose(found, at=request.now, **given)
    except UserFacingError as error:
        return _page(request, found, common={**given, "error": error.message}, status=422)
    messages.success(request, gettext("The files were looked at again."))
    return redirect("import", request.workspace.slug, found.pk)


@require_POST
@page(Permission.IMPORT)
def table(request: WorkspaceRequest, intake: int, place: int) -> HttpResponse:
    """What holds for one table."""
    found = intakes.find(intake)
    shown_table = _table_at(found, place)
    given = TableChoices(shown_table, request.POST)
    try:
        intakes.choose_for(found, shown_table.found["table"], given.entries(), at=request.now)
    except UserFacingError as error:
        return _page(request, found, table=given.as_typed(error.message), status=422)
    return redirect(f"{_address(request, found)}#table-{place}")


@require_POST
@page(Permission.IMPORT)
def leave_out(request: WorkspaceRequest, intake: int, place: int) -> HttpResponse:
    found = intakes.find(intake)
    file = _table_at(found, place).found["file"]
    intakes.leave_out(found, file, at=request.now)
    messages.success(request, gettext("%(file)s is left out.") % {"file": file})
    return redirect(_address(request, found))


@require_POST
@page(Permission.IMPORT)
def check(request: WorkspaceRequest, intake: int) -> HttpResponse:
    return _start(request, intake, keep=False)


@require_POST
@page(Permission.IMPORT)
def bring(request: WorkspaceRequest, intake: int) -> HttpResponse:
    return _start(request, intake, keep=True)


@require_POST
@page(Permission.IMPORT)
def discard(request: WorkspaceRequest, intake: int) -> HttpResponse:
    intakes.discard(intakes.find(intake), at=request.now, actor=str(request.member.pk))
    messages.success(request, gettext("The files were thrown away; nothing of them was imported."))
    return redirect("imports", request.workspace.slug)


def _start(request: WorkspaceRequest, number: int, *, keep: bool) -> HttpResponse:
    found = intakes.find(number)
    try:
        intakes.start(found, keep=keep, at=request.now, actor=str(request.member.pk))
    except UserFacingError as error:
        messages.error(request, error.message)
    return redirect(_address(request, found))


def _page(
    request: WorkspaceRequest, found: intakes.Intake, *, common: dict[str, Any] | None = None,
    table: shown.TableShown | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    write = shown.writer(request.workspace)
    tables = shown.tables(found)
    if table is not None:
        tables[table.place] = table
    summary = found.summary
    blocked = [each for each in tables if each.found["problem"] and found.is_open]
    context = {
        "intake": found,
        "tables": tables,
        "common": common or found.choices,
        "zones": shown.zones(),
        "currencies": CURRENCIES,
        "kinds": list(words.KINDS.items()),
        "kinds_and_needs": words.kinds_and_needs() if any(each.may_correct for each in blocked) else [],
        "words": words,
        "counts": shown.counts(summary.get("counts", {}), write),
        "rejected": write.number(sum(summary.get("rejected", {}).values())),
        "rejected_files": [(file, write.number(count)) for file, count in summary.get("rejected", {}).items()],
        "changes_nothing": _changes_nothing(summary),
    }
    if found.is_busy:
        context |= _standing(request, found)
    return render(request, "imports/intake.html", context, status=status)


def _changes_nothing(summary: dict[str, Any]) -> bool:
    if not summary:
        return False
    changed = sum(count["added"] + count["changed"] for count in summary.get("counts", {}).values())
    return bool(summary.get("already")) or (not changed and not summary.get("rejected"))


def _standing(request: WorkspaceRequest, found: intakes.Intake) -> dict[str, Any]:
    write = shown.writer(request.workspace)
    at = intakes.standing(found)
    return {
        "at": at,
        "percent": round(at.told.share * 100),
        "what": words.kind_title(at.told.what) if at.told.phase == "storing" else at.told.what,
        "rows": write.number(at.told.rows),
        "rate": write.number(at.told.rate),
        "left": shown.duration(at.told.left),
        "kinds_done": [
            (words.kind_title(kind), write.number(done), write.number(total))
            for kind, (done, total) in at.told.kinds.items()
        ],
    }


def _table_at(found: intakes.Intake, place: int) -> shown.TableShown:
    tables = shown.tables(found)
    if place >= len(tables):
        raise NotFound(gettext("There is no such table among these files."))
    return tables[place]


def _address(request: WorkspaceRequest, found: intakes.Intake) -> str:
    return redirect("import", request.workspace.slug, found.pk).url
