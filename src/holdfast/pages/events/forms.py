from __future__ import annotations

from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

KINDS = (
    ("browser", _("for web pages: everybody can read it, so it may only send")),
    ("server", _("for servers: secret, shown once")),
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
    origins = forms.CharField(
        label=_("Web sites"),
        required=False,
        help_text=_("Addresses such as https://app.example.com, separated by spaces; empty: any. For browser keys."),
    )

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
