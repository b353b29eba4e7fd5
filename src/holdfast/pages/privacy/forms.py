from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from holdfast.privacy.api import Periods


class PeriodsForm(forms.Form):
    """Empty is for ever."""

    events_months = forms.IntegerField(
        label=gettext_lazy("Keep events for, in months"),
        required=False,
        min_value=1,
        max_value=120,
        help_text=gettext_lazy("No event is ever older. They go by whole months of the calendar. Empty: for ever."),
    )
    leftovers_days = forms.IntegerField(
        label=gettext_lazy("Keep what could not be stored for, in days"),
        required=False,
        min_value=1,
        max_value=3650,
        help_text=gettext_lazy(
            "Rejected rows of files, items set aside, and examples of refused items. Empty: for ever."
        ),
    )
    erase_days = forms.IntegerField(
        label=gettext_lazy("Remove the last trace of an erased person within, in days"),
        min_value=1,
        max_value=30,
        help_text=gettext_lazy(
            "The person is hidden at once. At half time files are rewritten, once for all who were erased meanwhile."
        ),
    )

    def periods(self) -> Periods:
        """Of a valid form."""
        told: dict[str, Any] = self.cleaned_data
        return Periods(**told)


class IdForm(forms.Form):
    """An id as a member types it."""

    id = forms.CharField(
        label=gettext_lazy("Id"),
        max_length=500,
        help_text=gettext_lazy("Any id by which the person is known, as your systems write it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ConfirmForm(forms.Form):
    """The second step: the id once more."""

    confirm = forms.CharField(
        label=gettext_lazy("Type the id of the person to confirm"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, key: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._key = key

    def clean_confirm(self) -> str:
        typed: str = self.cleaned_data["confirm"]
        if typed.strip() != self._key.strip():
            raise forms.ValidationError(gettext("This is another id. Type the one that stands above."))
        return typed
