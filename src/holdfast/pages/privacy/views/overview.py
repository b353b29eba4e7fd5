"""How long things are kept, what was removed, who was erased; and the way to the data of one person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from holdfast.core.errors import UserFacingError
from holdfast.core.members.roles import Permission
from holdfast.customers import api as customers
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.imports.shown import names_of, writer
from holdfast.pages.privacy.forms import IdForm, PeriodsForm
from holdfast.pages.privacy.words import erasure_row, removal_row
from holdfast.privacy import api as privacy

MOST = 50


@require_safe
@page(Permission.MANAGE)
def overview(request: WorkspaceRequest) -> HttpResponse:
    """Ends at the data of a person when its id is asked for."""
    sought = IdForm(request.GET) if "id" in request.GET else IdForm()
    if sought.is_bound and sought.is_valid():
        return redirect("person-data", request.workspace.slug, sought.cleaned_data["id"])
    return shown(request, sought=sought)


@require_POST
@page(Permission.MANAGE)
def hurry(request: WorkspaceRequest) -> HttpResponse:
    privacy.hurry()
    messages.success(request, gettext("The worker rewrites the files as soon as it can."))
    return redirect("settings-privacy", request.workspace.slug)


@require_POST
@page(Permission.MANAGE)
def readmit(request: WorkspaceRequest) -> HttpResponse:
    form = IdForm(request.POST)
    if not form.is_valid():
        return shown(request, readmitted=form, status=422)
    try:
        privacy.readmit(form.cleaned_data["id"], at=request.now, actor=str(request.member.pk))
    except UserFacingError as error:
        form.add_error("id", _refusal(error))
        return shown(request, readmitted=form, status=error.http_status)
    messages.success(request, gettext("The id is taken again, as that of somebody new."))
    return redirect("settings-privacy", request.workspace.slug)


def shown(
    request: WorkspaceRequest,
    *,
    form: PeriodsForm | None = None,
    sought: IdForm | None = None,
    readmitted: IdForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page with a form as it was sent."""
    write, periods = writer(request.workspace), privacy.periods()
    erasures = customers.erasures(MOST)
    names = names_of(each.erased_by for each in erasures)
    rows = [erasure_row(each, names, write, request.zone, request.now) for each in erasures]
    context = {
        "tab": "privacy",
        "form": form or PeriodsForm(initial=privacy.as_mapping(periods)),
        "periods": periods,
        "kept_from": _kept_from(request, periods),
        "removals": [removal_row(each, write, request.zone) for each in privacy.removals(MOST)],
        "erasures": rows,
        "has_open": any(row.open for row in rows),
        "sought": sought or IdForm(),
        "readmitted": readmitted or IdForm(prefix=None, auto_id="id_again_%s"),
    }
    return render(request, "privacy/overview.html", context, status=status)


def _kept_from(request: WorkspaceRequest, periods: privacy.Periods) -> str:
    if periods.events_months is None:
        return ""
    first = privacy.oldest_kept(periods.events_months, request.now, request.zone)
    return writer(request.workspace).day(first.astimezone(request.zone).date())


def _refusal(error: UserFacingError) -> str:
    words = {
        "not_found": gettext("This id is not refused: nobody with it was erased."),
        "not_forgotten": gettext(
            "The last traces of this person are not removed yet. Have the files rewritten first; an hour later it is "
            "possible."
        ),
    }
    return words.get(error.code, error.message)
