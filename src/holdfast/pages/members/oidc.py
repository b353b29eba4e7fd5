"""Sign-in by the company's provider: only members, and whom a member has invited."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from requests import RequestException

from holdfast.core.members.errors import InvitationGone
from holdfast.core.members.invitations import accept, find_invitation, invitations_for
from holdfast.core.members.models import Invitation, Member

# In the session: the token of the invitation that a visitor has open.
INVITED_BY = "invitation"


class OidcAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library is not typed
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Connects the provider's identity with the member of the same e-mail, once the provider vouches for it."""
        if sociallogin.is_existing:
            return
        email = _vouched_email(sociallogin)
        if member := Member.objects.filter(email=email).first():
            sociallogin.connect(request, member)
        elif not _invitations(request, email):
            _refuse(request, email)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return bool(_invitations(request, _vouched_email(sociallogin)))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Member:
        member: Member = sociallogin.user
        whole = " ".join(part for part in (data.get("first_name"), data.get("last_name")) if part)
        member.email = str(data.get("email") or "").strip().lower()
        member.name = str(data.get("name") or whole)[:150]
        return member

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Member:
        """A new member, who is in every workspace that has invited this e-mail."""
        member: Member = super().save_user(request, sociallogin, form)
        for invitation in _invitations(request, member.email):
            accept(invitation, member, at=datetime.now(UTC))
        request.session.pop(INVITED_BY, None)
        return member


def begin(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Send the visitor to the provider. By a page of our own: a form's answer may not lead to another site."""
    if request.method != "POST":
        return redirect("account_login")
    try:
        response: HttpResponseBase = views.login(request, provider_id)
    except RequestException:  # the provider does not answer, or says nothing that can be used
        return redirect("socialaccount_login_error")
    if response.status_code != 302:
        return response
    address = response["Location"]
    page = render(request, "socialaccount/login_redirect.html", {"redirect_to": address, "provider": provider_name()})
    page.headers["Refresh"] = f"0; url={address}"
    page.headers["Cache-Control"] = "no-store"
    return page


def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    if not provider_name():
        raise Http404
    response: HttpResponseBase = views.callback(request, provider_id)
    return response


def provider_name() -> str:
    """What the button on the sign-in page says; "" when no provider is configured."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return apps[0]["name"] if apps else ""


def _vouched_email(sociallogin: SocialLogin) -> str:
    """The e-mail that the provider has verified, or "": anybody could have typed an unverified one."""
    addresses: list[EmailAddress] = sociallogin.email_addresses
    good = (address.email for address in addresses if address.verified is True or settings.OIDC_TRUST_EMAIL)
    return next(good, "").strip().lower()


def _invitations(request: HttpRequest, email: str) -> list[Invitation]:
    if not email:
        return []
    now = datetime.now(UTC)
    found = invitations_for(email, now)
    try:
        opened = find_invitation(request.session.get(INVITED_BY, ""), now)
    except InvitationGone:
        return found
    return found if opened.email and opened.email != email else [*found, opened]


def _refuse(request: HttpRequest, email: str) -> None:
    if email:
        text = gettext("%(email)s is no member here. Ask an owner or an admin for an invitation.") % {"email": email}
    else:
        text = gettext("%(provider)s does not say that your e-mail is verified, so we cannot tell who you are.") % {
            "provider": provider_name()
        }
    messages.error(request, text)
    raise ImmediateHttpResponse(redirect("account_login"))
