"""One's own profile: name, language, theme, how one signs in, and where one is signed in."""

from __future__ import annotations

import ipaddress
from typing import Any
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.core.members import sessions
from holdfast.core.members.models import Member, Membership
from holdfast.pages.members.agents import in_words
from holdfast.pages.members.oidc import provider_name
from holdfast.web.format import Formatter
from holdfast.web.numbers import whole_number

THEMES = {
    # Translators: colours of the pages, as the reader's device has them.
    "": gettext_lazy("As on this device"),
    "light": gettext_lazy("Light"),
    "dark": gettext_lazy("Dark"),
}


class ProfileForm(forms.ModelForm[Member]):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    theme = forms.ChoiceField(label=gettext_lazy("Colours"), required=False, choices=list(THEMES.items()))

    class Meta:
        model = Member
        fields = ("name", "language", "theme")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        languages = [("", gettext("As in the browser")), *settings.LANGUAGES]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """The form and everything about signing in, in the frame of the workspace that was seen last."""
    member = _member(request)
    if not _enter_frame(request, member):
        return redirect("home")
    form = ProfileForm(request.POST or None, instance=member)
    if request.method == "POST" and form.is_valid():
        form.save()
        # What is said about it is said in the language that was chosen.
        with translation.override(member.language or translation.get_language_from_request(request)):
            messages.success(request, gettext("Your profile is saved."))
        return redirect("profile")
    if request.method == "POST":
        member.refresh_from_db()
    return render(request, "members/profile.html", _shown(request, member, form))


@require_POST
@login_required
def theme(request: HttpRequest) -> HttpResponse:
    """From the menu that is on every page."""
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        Member.objects.filter(pk=_member(request).pk).update(theme=chosen)
    return HttpResponse(status=204)


@require_POST
@login_required
def end_sessions(request: HttpRequest) -> HttpResponse:
    """One session, or all but this one."""
    pk = request.POST.get("session", "")
    here = request.session.session_key or ""
    one = (whole_number(pk) or 0) if pk else None  # what is no number is no session
    count = sessions.end(_member(request), pk=one, besides=here)
    text = gettext("You are signed out there.") if count else gettext("That session had ended already.")
    messages.success(request, text)
    return redirect("profile")


def _shown(request: HttpRequest, member: Member, form: ProfileForm) -> dict[str, Any]:
    found = list(Authenticator.objects.filter(user_id=member.pk).order_by("pk"))
    write, zone = Formatter(get_language() or "en"), ZoneInfo(request.membership.workspace.preferences.time_zone)  # type: ignore[attr-defined]
    codes = next((one for one in found if one.type == Authenticator.Type.RECOVERY_CODES), None)
    return {
        "form": form,
        "totp": next((one for one in found if one.type == Authenticator.Type.TOTP), None),
        "passkeys": [
            (one, write.day(one.created_at), write.day(one.last_used_at) if one.last_used_at else "")
            for one in found
            if one.type == Authenticator.Type.WEBAUTHN
        ],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "passkeys_work": _has_name(split_domain_port(request.get_host())[0]),
        "has_password": member.has_usable_password(),
        "provider_name": provider_name(),
        "sessions": [
            (
                row,
                in_words(row.agent),
                row.session_key == request.session.session_key,
                write.day(row.began_at),
                write.moment(row.seen_at, zone),
            )
            for row in sessions.sessions_of(member, timezone.now())
        ],
    }


def _enter_frame(request: HttpRequest, member: Member) -> bool:
    """Lets the page stand in the frame of a workspace; False when the member belongs to none."""
    last = Membership.objects.filter(member=member).select_related("workspace").order_by("-seen_at", "pk").first()
    if last is not None:
        last.member = member
        request.membership = last  # type: ignore[attr-defined]
    return last is not None


def _has_name(host: str) -> bool:
    """Passkeys belong to a name; a browser makes none for a bare address."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False


def _member(request: HttpRequest) -> Member:
    assert isinstance(request.user, Member)  # noqa: S101  (login_required)
    return request.user
