"""Alerts: made, changed, paused, deleted; and what somebody says of what they found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.core.errors import NotFound
from holdfast.core.members.roles import Permission
from holdfast.insights.alerts import api
from holdfast.insights.alerts.api import AlertFacts, State, Test, What
from holdfast.insights.saved.api import find_report, names, saved_reports
from holdfast.metrics.registry import kpi_of
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.alerts.forms import AlertForm, first_values
from holdfast.pages.alerts.shown import asked_for, mailing, members, source_of, watched
from holdfast.pages.controls import PERIODS
from holdfast.reporting.source import Source
from holdfast.reporting.watch.reading import Reading, Unreadable, choices, read


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.ANALYSE)
def new(request: WorkspaceRequest) -> HttpResponse:
    """First which number, then when to tell."""
    what, source = asked_for(request.GET), source_of(request)
    if what is None:
        return _choose(request, source)
    title = _title(request, what)
    try:
        picks = choices(what, source)
        reading = read(replace(what, pick=request.POST.get("pick", what.pick)), Test.ABOVE, source)
    except Unreadable as error:
        return render(request, "alerts/form.html", {"problem": str(error), "title": title})
    form = _form(request, source, reading, picks, {"name": title, "pick": what.pick})
    if request.method == "POST" and form.is_valid():
        what = replace(what, pick=form.cleaned_data.get("pick", what.pick))
        try:
            made = api.create_alert(
                form.cleaned_data["name"], what, form.rule, recipients=form.cleaned_data["recipients"], at=request.now,
                member=request.member,
            )  # fmt: skip
        except api.BadAlert as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request, gettext("The number is under watch. The last period that is over is judged in a few minutes.")
            )
            return redirect("alert", request.workspace.slug, made)
    context = {"form": form, "title": title, "reading": reading, "mailing": mailing()}
    return render(request, "alerts/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.ANALYSE)
def change(request: WorkspaceRequest, alert_id: int) -> HttpResponse:
    found, source = api.find_alert(alert_id), source_of(request)
    form = _form_of(request, found, source)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            api.change_alert(
                alert_id, told["name"], form.rule, recipients=told["recipients"], at=request.now, member=request.member
            )
        except api.BadAlert as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, gettext("The alert is changed."))
            return redirect("alert", request.workspace.slug, alert_id)
    context = {
        "form": form,
        "alert": found,
        "title": _watched(found),
        "stopped": found.rule.test is Test.STOPPED,
        "mailing": mailing(),
    }
    return render(request, "alerts/form.html", context, status=422 if form.errors else 200)


@require_POST
@page(Permission.ANALYSE)
def pause(request: WorkspaceRequest, alert_id: int) -> HttpResponse:
    paused = request.POST.get("do") == "pause"
    api.pause_alert(alert_id, paused=paused, at=request.now, member=request.member)
    said = gettext("The alert looks away until somebody resumes it.") if paused else gettext("The alert looks again.")
    messages.success(request, said)
    return redirect("alert", request.workspace.slug, alert_id)


@require_POST
@page(Permission.ANALYSE)
def delete(request: WorkspaceRequest, alert_id: int) -> HttpResponse:
    api.delete_alert(alert_id, at=request.now, member=request.member)
    messages.success(request, gettext("The alert is deleted, and what it has found."))
    return redirect("alerts", request.workspace.slug)


@require_POST
@page(Permission.VIEW)
def own_mails(request: WorkspaceRequest, alert_id: int) -> HttpResponse:
    """Everybody decides about the own mails."""
    if request.POST.get("do") == "leave":
        api.leave_alert(alert_id, request.member.pk, at=request.now)
        messages.success(request, gettext("You get no more mails of this alert."))
    else:
        api.return_to_alert(alert_id, at=request.now, member=request.member)
        messages.success(request, gettext("You get the mails of this alert again."))
    return redirect("alert", request.workspace.slug, alert_id)


@require_POST
@page(Permission.ANALYSE)
def state(request: WorkspaceRequest, alert_id: int, incident_id: int) -> HttpResponse:
    wanted = request.POST.get("state", "")
    if wanted not in set(State) or api.find_incident(incident_id).alert_id != alert_id:
        raise Http404
    api.change_state(incident_id, State(wanted), at=request.now, member=request.member)
    return redirect("alert", request.workspace.slug, alert_id)


def _choose(request: WorkspaceRequest, source: Source) -> HttpResponse:
    kpis = [(key, gettext(kpi_of(key).title)) for key in source.board.available]
    context = {"reports": saved_reports(request.member), "kpis": kpis, "periods": PERIODS}
    return render(request, "alerts/choose.html", context)


def _title(request: WorkspaceRequest, what: What) -> str:
    """Of a number that this member may see. NotFound."""
    if what.report_id is not None:
        return find_report(what.report_id, request.member).name
    try:
        return watched(what, {})
    except KeyError:
        raise NotFound(gettext("There is no such KPI.")) from None


def _watched(found: AlertFacts) -> str:
    if found.rule.test is Test.STOPPED:
        return gettext("all events")
    return watched(found.what, names([found.what.report_id or 0]))


def _form_of(request: WorkspaceRequest, found: AlertFacts, source: Source) -> AlertForm:
    first: dict[str, Any] = {"name": found.name, "recipients": found.recipients}
    if found.rule.test is Test.STOPPED:
        return AlertForm(request.POST or None, initial=first, unit=None, members=members())
    try:
        reading: Reading | None = read(found.what, found.rule.test, source)
    except Unreadable:  # it can still be renamed and sent to others
        reading = None
    unit = reading.unit if reading else "number"
    return _form(request, source, reading, [], first | first_values(found.rule, unit))


def _form(
    request: WorkspaceRequest, source: Source, reading: Reading | None, picks: list[tuple[str, str]],
    first: dict[str, Any],
) -> AlertForm:  # fmt: skip
    unit = reading.unit if reading else "number"
    currency = source.board.settings.currency
    return AlertForm(
        request.POST or None, initial=first, unit=unit, members=members(), picks=picks, currency=currency
    )  # fmt: skip
