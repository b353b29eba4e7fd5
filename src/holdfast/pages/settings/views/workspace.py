"""The workspace itself: its name, clock, week, currency, fiscal year and language."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings as django_settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from holdfast.core.api import change_preferences, rename_workspace
from holdfast.core.contracts import is_currency
from holdfast.core.members.roles import Permission
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.settings.words import MONTH_NAMES, WEEKDAYS
from holdfast.web.currencies import CURRENCIES


class WorkspaceForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Days, weeks and months begin and end by its clock. Type to search, such as Berlin."),
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )
    week_start = forms.ChoiceField(label=gettext_lazy("A week begins on"), choices=list(WEEKDAYS.items()))
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        max_length=3,
        help_text=gettext_lazy(
            "All amounts are shown in it; others are converted, movements at the rate of their day and balances "
            "at that of the period's end."
        ),
        widget=forms.TextInput(attrs={"list": "currencies", "autocomplete": "off"}),
    )
    fiscal_year_start = forms.TypedChoiceField(
        label=gettext_lazy("A fiscal year begins in"), choices=list(MONTH_NAMES.items()), coerce=int
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of reports"),
        choices=django_settings.LANGUAGES,
        help_text=gettext_lazy("Each member chooses the language of the pages in the profile."),
    )

    def clean_time_zone(self) -> str:
        zone = str(self.cleaned_data["time_zone"]).strip()
        if zone not in available_timezones():
            raise ValidationError(gettext("%(zone)s is no time zone. Choose one of the list.") % {"zone": zone})
        return zone

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"]).strip().upper()
        if not is_currency(code):
            raise ValidationError(gettext("%(code)s is no currency. Write an ISO code such as EUR.") % {"code": code})
        return code


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.CONFIGURE)
def settings(request: WorkspaceRequest) -> HttpResponse:
    stored = request.workspace.preferences.stored()
    if request.method != "POST":
        return _shown(request, WorkspaceForm(initial={"name": request.workspace.name, **stored}))
    form = WorkspaceForm(request.POST)
    if not form.is_valid():
        return _shown(request, form, status=422)
    _save(request, form.cleaned_data, stored)
    return redirect("settings", request.workspace.slug)


def _save(request: WorkspaceRequest, sent: dict[str, Any], stored: dict[str, Any]) -> None:
    actor = str(request.member.pk)
    changes = {name: sent[name] for name in stored if name in sent and sent[name] != stored[name]}
    with transaction.atomic():
        if sent["name"] != request.workspace.name:
            rename_workspace(sent["name"], at=request.now, actor=actor)
        if changes:
            change_preferences(at=request.now, actor=actor, **changes)
    if changes:
        messages.success(request, gettext("Saved. Every number is made anew."))
    elif sent["name"] != request.workspace.name:
        messages.success(request, gettext("Saved."))
    else:
        messages.info(request, gettext("Nothing was different."))


def _shown(request: WorkspaceRequest, form: WorkspaceForm, status: int = 200) -> HttpResponse:
    zones = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
    context = {"form": form, "zones": zones, "currencies": CURRENCIES, "tab": "workspace"}
    return render(request, "settings/workspace.html", context, status=status)
