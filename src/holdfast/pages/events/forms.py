from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

KINDS = (
    ("browser", _("for web pages: everybody can read it, so it may only send")),
    ("server", _("for servers: secret, shown once")),
    ("read", _("for programs that read numbers: secret, shown once")),
    ("people", _("for programs that read numbers and who is behind them: secret, shown once")),
)
# What a key may do, by what is chosen; the two first ones send events.
SCOPES = {"read": ("read",), "people": ("read", "people")}
LASTS = (
    ("", _("until it is revoked")),
    ("30", _("30 days")),
    ("90", _("90 days")),
    ("365", _("a year")),
)


class ConsentForm(forms.Form):
    """What a workspace does about people who do not want to be counted."""

    signals = forms.BooleanField(
        label=_("Keep nothing of browsers that ask not to be tracked"),
        required=False,
        help_text=_("They say so with Do Not Track or Global Privacy Control. It holds for browser keys."),
    )
    category = forms.CharField(
        label=_("What people must have allowed"),
        required=False,
        max_length=100,
        help_text=_(
            "The name or id of a category of your consent banner, such as Analytics. Nothing is kept of people who "
            "were asked and did not allow it. Empty: nothing is kept of people who allowed nothing at all."
        ),
    )


class KeyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("Where it is used, such as “web app”."))
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    days = forms.ChoiceField(
        label=_("It lasts"), choices=LASTS, required=False, help_text=_("A key that reads has to end some day.")
    )
    origins = forms.CharField(
        label=_("Web sites"),
        required=False,
        help_text=_("Addresses such as https://app.example.com, separated by spaces; empty: any. For browser keys."),
    )

    @property
    def scopes(self) -> tuple[str, ...]:
        """What the key may do."""
        return SCOPES.get(self.cleaned_data["kind"], ("write",))

    @property
    def is_for_browsers(self) -> bool:
        return bool(self.cleaned_data["kind"] == "browser")

    def lasts(self, now: datetime) -> datetime | None:
        """When it ends; None: when it is revoked."""
        days = self.cleaned_data["days"]
        return now + timedelta(days=int(days)) if days else None

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("kind") in SCOPES and not told.get("days") and "days" not in self.errors:
            self.add_error("days", gettext("A key that reads ends some day. Choose how long it lasts."))
        return told

    def clean_origins(self) -> str:
        told: str = self.cleaned_data["origins"]
        for origin in told.split():
            parts = urlsplit(origin)
            if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
                raise forms.ValidationError(
                    gettext("%(origin)s is no address of a web site; write https://app.example.com.")
                    % {"origin": origin}
                )
        return told
