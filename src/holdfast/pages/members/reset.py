"""A new password for somebody who has forgotten the old one: by mail, or by a link that an owner hands over."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.account.views import PasswordResetView
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from holdfast.core.members.models import Member
from holdfast.pages.members.adapter import absolute

_by_mail = PasswordResetView.as_view()


def password_reset(request: HttpRequest) -> HttpResponseBase:
    """The form, where mail is configured; else a page that says whom to ask."""
    if not settings.MAILS:
        return render(request, "members/reset_without_mail.html")
    response: HttpResponseBase = _by_mail(request)
    return response


def reset_link(request: HttpRequest, member: Member) -> str:
    """An address that sets a new password for this member, once, within a day (PASSWORD_RESET_TIMEOUT)."""
    token = default_token_generator.make_token(member)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(member), token])
    return absolute(request, path)
