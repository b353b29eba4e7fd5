"""What the first owner of an installation says."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import get_language, gettext, gettext_lazy

from holdfast.core.api import BadPreference, Preferences
from holdfast.core.members.models import Member

# Offered first; every other currency follows in the order of its code.
USUAL = ("EUR", "USD", "GBP", "CHF", "UAH")


class OwnerForm(forms.Form):
    """The code of the terminal, and a member."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("It stands in the terminal that Holdfast was started in."),
    )
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    password = forms.CharField(
        label=gettext_lazy("Password"),
        help_text=gettext_lazy("At least 12 characters; a few words are easier to keep than signs."),
        strip=False,
        widget=forms.PasswordInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = {"code": "one-time-code", "name": "name", "email": "username", "password": "new-password"}
        for name, kind in kinds.items():
            self.fields[name].widget.attrs["autocomplete"] = kind
        self.fields["code"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if password := given.get("password"):
            about = Member(email=given.get("email", ""), name=given.get("name", ""))
            try:
                password_validation.validate_password(password, about)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given

    @property
    def preferences(self) -> Preferences:
        return Preferences(language=_language())

    @property
    def workspace(self) -> str:
        return ""


class FirstWorkspaceForm(OwnerForm):
    """The same, and the first workspace where there is none."""

    company = forms.CharField(
        label=gettext_lazy("Workspace"),
        max_length=200,
        help_text=gettext_lazy("The product or company whose customers it is about."),
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        help_text=gettext_lazy("Of the reports, and of amounts without one."),
        initial=USUAL[0],
    )
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("In which days and months begin, such as Europe/Berlin."),
        initial="UTC",
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "data-zone": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].widget.attrs["autocomplete"] = "organization"
        field = self.fields["currency"]
        if isinstance(field, forms.ChoiceField):
            field.choices = currencies()

    def clean_time_zone(self) -> str:
        zone = str(self.cleaned_data["time_zone"]).strip()
        try:
            Preferences(time_zone=zone).checked()
        except BadPreference:
            raise forms.ValidationError(gettext("There is no such time zone; choose one of the list.")) from None
        return zone

    @property
    def zones(self) -> list[str]:
        return [*sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")), "UTC"]

    @property
    def preferences(self) -> Preferences:
        given = self.cleaned_data
        return Preferences(time_zone=given["time_zone"], currency=given["currency"], language=_language())

    @property
    def workspace(self) -> str:
        return str(self.cleaned_data["company"]).strip()


def currencies() -> list[tuple[str, str]]:
    """Code and name of every currency, the usual ones first."""
    names = {code: name for code, name in Locale.parse(_language()).currencies.items() if len(code) == 3}
    order = [*USUAL, *sorted(set(names) - set(USUAL))]
    return [(code, f"{code} – {names.get(code, code)}") for code in order]


def _language() -> str:
    chosen = (get_language() or "en").partition("-")[0]
    return chosen if chosen in {"en", "de", "uk"} else "en"
