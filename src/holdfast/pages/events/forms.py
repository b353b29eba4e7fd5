from __future__ import annotations

from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

KINDS = (
    ("browser", _("for web pages: everybody can read it, so it may only send")),
    ("server", _("for servers: secret, shown once")),
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
