"""Notes on days, made beside a report: they stand on every report over time, and on every KPI."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.core.members.roles import Permission
from holdfast.insights.annotations import api as noted
from holdfast.pages.access import WorkspaceRequest, page


class NoteForm(forms.Form):
    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    text = forms.CharField(label=gettext_lazy("What happened"), max_length=280)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.ANALYSE)
def new_note(request: WorkspaceRequest) -> HttpResponse:
    form = NoteForm(request.POST or None, initial={"day": request.now.astimezone(request.zone).date()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        noted.annotate(said["day"], said["text"], at=request.now, member=request.member)
        messages.success(request, gettext("The note is on the chart."))
        return redirect(_back(request))
    return _shown(request, {"form": form, "note": None})


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.ANALYSE)
def change_note(request: WorkspaceRequest, note_id: int) -> HttpResponse:
    note = noted.find_note(note_id)
    form = NoteForm(request.POST or None, initial={"day": note.day, "text": note.text})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        noted.change_note(
            note_id, said["day"], said["text"], kpi=note.kpi, at=request.now, member=request.member
        )  # fmt: skip
        messages.success(request, gettext("The note is changed."))
        return redirect(_back(request))
    return _shown(request, {"form": form, "note": note})


@require_POST
@page(Permission.ANALYSE)
def delete_note(request: WorkspaceRequest, note_id: int) -> HttpResponse:
    noted.delete_note(note_id, at=request.now, member=request.member)
    messages.success(request, gettext("The note is deleted."))
    return redirect(_back(request))


def note_query(text: str, saved: str) -> str:
    """What the address of a note holds, so that it leads back to the report."""
    return urlencode({"q": text, **({"saved": saved} if saved else {})})


def _back(request: WorkspaceRequest) -> str:
    """The report that was looked at; all of them where the address names none."""
    text = request.GET.get("q", "")
    if not text:
        return reverse("insights", args=[request.workspace.slug])
    where = reverse("insights-report", args=[request.workspace.slug])
    return f"{where}?{note_query(text, request.GET.get('saved', ''))}"


def _shown(request: WorkspaceRequest, context: dict[str, Any]) -> HttpResponse:
    query = note_query(request.GET.get("q", ""), request.GET.get("saved", ""))
    status = 422 if request.method == "POST" else 200
    return render(request, "insights/note.html", context | {"back": _back(request), "query": query}, status=status)
