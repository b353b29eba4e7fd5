"""The forms of dashboards and their tiles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from holdfast.insights.dashboards.api import LASTS, Content, Kind
from holdfast.insights.saved.api import SavedFacts
from holdfast.pages.controls import PERIODS

TITLE_HELP = gettext_lazy("Empty: the name of what it shows.")


class NameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    shared = forms.BooleanField(label=gettext_lazy("for everybody in the workspace"), required=False, initial=True)


class LinkForm(forms.Form):
    days = forms.TypedChoiceField(label=gettext_lazy("It works for"), coerce=int, initial=30)
    people = forms.BooleanField(
        label=gettext_lazy("also show which people and accounts are behind the numbers"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = [(days, length_text(days)) for days in LASTS]  # type: ignore[attr-defined]


class TextForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title (not required)"), max_length=120, required=False)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("# heading, - list, **bold**, *italic*, [words](https://address)"),
    )  # fmt: skip


class KpiForm(forms.Form):
    kpi = forms.ChoiceField(label=gettext_lazy("KPI"))
    period = forms.ChoiceField(label=gettext_lazy("Period"), choices=list(PERIODS.items()))
    course = forms.BooleanField(label=gettext_lazy("with its course as a chart"), required=False)
    title = forms.CharField(label=gettext_lazy("Title"), help_text=TITLE_HELP, max_length=120, required=False)

    def __init__(self, *args: Any, kpis: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kpi"].choices = list(kpis)  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """picks: the numbers of the chosen report, where the tile shows one of them."""

    report = forms.TypedChoiceField(label=gettext_lazy("Saved report"), coerce=int)
    pick = forms.ChoiceField(label=gettext_lazy("Number"), required=False)
    title = forms.CharField(label=gettext_lazy("Title"), help_text=TITLE_HELP, max_length=120, required=False)

    def __init__(
        self, *args: Any, reports: Iterable[SavedFacts], picks: Iterable[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["report"].choices = [(one.report_id, one.name) for one in reports]  # type: ignore[attr-defined]
        if picks is None:
            del self.fields["pick"]
        else:
            self.fields["pick"].choices = list(picks)  # type: ignore[attr-defined]


def content_of(kind: Kind, form: forms.Form) -> Content:
    """What a valid form of a kind says."""
    told = form.cleaned_data
    if kind is Kind.TEXT:
        return Content(kind=kind, title=told["title"], text=told["text"])
    if kind is Kind.KPI:
        settings = {"period": told["period"], "course": told["course"]}
        return Content(kind=kind, title=told["title"], kpi=told["kpi"], settings=settings)
    settings = {"pick": told["pick"]} if told.get("pick") else {}
    return Content(kind=kind, title=told["title"], report_id=told["report"], settings=settings)


def length_text(days: int) -> str:
    """For how long a link works."""
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
