"""Reports under a name: saved, opened, renamed, copied, deleted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.core.members.roles import Permission
from holdfast.insights.saved import api as saved
from holdfast.metrics.reports.query.reading import AnyQuery
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.insights.asked import Asked
from holdfast.pages.insights.keeping import kind_title, report_address, uses_of


class NameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    shared = forms.BooleanField(label=gettext_lazy("for everybody in the workspace"), required=False)


@require_POST
@page(Permission.ANALYSE)
def save(request: WorkspaceRequest) -> HttpResponse:
    """Keep the posted question under a name."""
    made = saved.save_report(
        request.POST.get("name", ""), _posted(request), shared=bool(request.POST.get("shared")), at=request.now,
        member=request.member,
    )  # fmt: skip
    messages.success(request, gettext("The report is saved."))
    return redirect(report_address(request.workspace.slug, saved.find_report(made, request.member)))


@require_POST
@page(Permission.ANALYSE)
def save_again(request: WorkspaceRequest, report_id: int) -> HttpResponse:
    """The saved report asks the posted question from now on."""
    saved.change_query(report_id, _posted(request), at=request.now, member=request.member)
    messages.success(request, gettext("The report is saved."))
    return redirect(report_address(request.workspace.slug, saved.find_report(report_id, request.member)))


@require_safe
@page(Permission.VIEW)
def open_saved(request: WorkspaceRequest, report_id: int) -> HttpResponse:
    return redirect(report_address(request.workspace.slug, saved.find_report(report_id, request.member)))


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.ANALYSE)
def change(request: WorkspaceRequest, report_id: int) -> HttpResponse:
    found = saved.find_report(report_id, request.member)
    form = NameForm(request.POST or None, initial={"name": found.name, "shared": found.shared})
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        try:
            saved.rename_report(report_id, said["name"], shared=said["shared"], at=request.now, member=request.member)
        except saved.BadSavedReport as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, gettext("The report is changed."))
            return redirect("insights", request.workspace.slug)
    context = {
        "form": form,
        "report": found,
        "title": kind_title(found.kind),
        "address": report_address(request.workspace.slug, found),
        "uses": uses_of(request.workspace.slug, report_id, request.member),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "insights/change_saved.html", context, status=status)


@require_POST
@page(Permission.ANALYSE)
def duplicate(request: WorkspaceRequest, report_id: int) -> HttpResponse:
    made = saved.duplicate_report(report_id, at=request.now, member=request.member)
    messages.success(request, gettext("The copy is your own; share it when it is ready."))
    return redirect("insights-saved-change", request.workspace.slug, made)


@require_POST
@page(Permission.ANALYSE)
def delete(request: WorkspaceRequest, report_id: int) -> HttpResponse:
    saved.delete_report(report_id, at=request.now, member=request.member)
    messages.success(request, gettext("The report is deleted."))
    return redirect("insights", request.workspace.slug)


def _posted(request: WorkspaceRequest) -> AnyQuery:
    given = QueryDict(mutable=True)
    given["q"] = request.POST.get("q", "")
    asked = Asked.read(given)
    if asked.query is None:
        raise saved.BadSavedReport(gettext("This question is not complete yet: %(problem)s") % {
            "problem": asked.problem or ""
        })  # fmt: skip
    return asked.query
