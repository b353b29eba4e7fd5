"""Notes about an account or person: written, edited and deleted by members."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.core.errors import NotFound
from holdfast.core.members.roles import Permission
from holdfast.customers import api as customers
from holdfast.pages.access import WorkspaceRequest, page


@require_POST
@page(Permission.NOTE)
def write(request: WorkspaceRequest, subject: str, key: str) -> HttpResponse:
    customers.write_note(subject, key, request.POST.get("text", ""), at=request.now, member=request.member)
    messages.success(request, gettext("The note is saved."))
    return redirect(subject, request.workspace.slug, key)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.NOTE)
def edit(request: WorkspaceRequest, note_id: int) -> HttpResponse:
    note = _found(note_id)
    if request.method == "POST":
        customers.edit_note(note_id, request.POST.get("text", ""), at=request.now, member=request.member)
        messages.success(request, gettext("The note is changed."))
        return redirect(note.subject, request.workspace.slug, note.subject_key)
    if note.author_id != request.member.pk:
        raise customers.NoteOfOthers(gettext("Only who wrote a note may change or delete it."))
    return render(request, "accounts/note.html", {"note": note, "longest_note": 10_000})


@require_POST
@page(Permission.NOTE)
def delete(request: WorkspaceRequest, note_id: int) -> HttpResponse:
    note = _found(note_id)
    customers.delete_note(note_id, at=request.now, member=request.member)
    messages.success(request, gettext("The note is deleted."))
    return redirect(note.subject, request.workspace.slug, note.subject_key)


def _found(note_id: int) -> customers.NoteFacts:
    note = customers.note_of(note_id)
    if note is None:
        raise NotFound(gettext("This note is not there any more."))
    return note
