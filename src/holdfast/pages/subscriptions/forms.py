"""The form of a subscription."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy, pgettext_lazy

from holdfast.insights.subscriptions.api import Rhythm, When

RHYTHMS = {
    Rhythm.DAILY: pgettext_lazy("rhythm", "every day"),
    Rhythm.WEEKLY: pgettext_lazy("rhythm", "every week"),
    Rhythm.MONTHLY: pgettext_lazy("rhythm", "every month, on the first"),
}


class SubscriptionForm(forms.Form):
    """members: who can be chosen; nobody for who may only subscribe for oneself."""

    rhythm = forms.ChoiceField(label=gettext_lazy("How often"), choices=[(one.value, RHYTHMS[one]) for one in Rhythm])
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("On which day"), coerce=int, required=False, choices=list(WEEKDAYS.items())
    )
    hour = forms.TypedChoiceField(
        label=gettext_lazy("At what time"), coerce=int, initial=8,
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
    )  # fmt: skip
    recipients = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who gets it"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, members: Sequence[tuple[int, str]], zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hour"].help_text = zone
        if members:
            self.fields["recipients"].choices = list(members)  # type: ignore[attr-defined]
        else:
            del self.fields["recipients"]

    @property
    def when(self) -> When:
        told = self.cleaned_data
        return When(rhythm=Rhythm(told["rhythm"]), weekday=int(told["weekday"] or 0), hour=told["hour"])
