"""Notes on days: made, changed and deleted beside the chart that shows them."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.core.members.roles import Permission
from holdfast.insights.annotations.api import annotate, change_note, delete_note, find_note
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.kpi.numbers import known_kpi


class NoteForm(forms.Form):
    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    text = forms.CharField(label=gettext_lazy("What happened"), max_length=280)
    everywhere = forms.BooleanField(label=gettext_lazy("show it on every KPI and report"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.ANALYSE)
def new(request: WorkspaceRequest, key: str) -> HttpResponse:
    kpi = known_kpi(key)
    form = NoteForm(request.POST or None, initial={"day": _day(request.GET.get("day", "")) or request.now.date()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        annotate(
            said["day"], said["text"], kpi="" if said["everywhere"] else key, at=request.now, member=request.member
        )
        messages.success(request, gettext("The note is on the chart."))
        return redirect("kpi", request.workspace.slug, key)
    return _shown(request, {"kpi": kpi, "form": form, "note": None})


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.ANALYSE)
def change(request: WorkspaceRequest, key: str, note_id: int) -> HttpResponse:
    kpi, note = known_kpi(key), find_note(note_id)
    form = NoteForm(
        request.POST or None, initial={"day": note.day, "text": note.text, "everywhere": not note.kpi}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        own = "" if said["everywhere"] else key
        change_note(note_id, said["day"], said["text"], kpi=own, at=request.now, member=request.member)
        messages.success(request, gettext("The note is changed."))
        return redirect("kpi", request.workspace.slug, key)
    return _shown(request, {"kpi": kpi, "form": form, "note": note})


@require_POST
@page(Permission.ANALYSE)
def delete(request: WorkspaceRequest, key: str, note_id: int) -> HttpResponse:
    known_kpi(key)
    delete_note(note_id, at=request.now, member=request.member)
    messages.success(request, gettext("The note is deleted."))
    return redirect("kpi", request.workspace.slug, key)


def _shown(request: WorkspaceRequest, context: dict[str, object]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "kpi/note.html", context, status=status)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
