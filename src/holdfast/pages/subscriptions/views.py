"""What is mailed to oneself, and to others by oneself. Who may only look subscribes only for oneself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.core.errors import NotFound
from holdfast.core.members.roles import Permission
from holdfast.insights.dashboards.api import find_dashboard
from holdfast.insights.mails import api as mails
from holdfast.insights.mails.api import MailFacts
from holdfast.insights.saved.api import find_report
from holdfast.insights.subscriptions import api
from holdfast.insights.subscriptions.api import Rhythm, SubscriptionFacts, When
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.alerts.shown import mailing, members
from holdfast.pages.subscriptions.forms import RHYTHMS, SubscriptionForm
from holdfast.web.format import Formatter
from holdfast.web.numbers import whole_number


@dataclass(frozen=True, slots=True)
class Line:
    """A subscription in the list. last: what became of the newest mail; own: this member has made it."""

    facts: SubscriptionFacts
    address: str
    when: str
    who: str
    last: str
    own: bool
    gets: bool


@require_safe
@page(Permission.VIEW)
def subscriptions(request: WorkspaceRequest) -> HttpResponse:
    names = dict(members())
    lines = [_line(one, request, names) for one in api.subscriptions(request.member)]
    return render(request, "subscriptions/subscriptions.html", {"lines": lines, "mailing": mailing()})


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.VIEW)
def new(request: WorkspaceRequest) -> HttpResponse:
    """?report= or ?dashboard= says of what."""
    report, dashboard = (whole_number(request.GET.get(name, "")) for name in ("report", "dashboard"))
    if (report is None) == (dashboard is None):
        raise Http404
    title = find_report(report, request.member).name if report else find_dashboard(dashboard or 0, request.member).name
    form = _form(request, {"recipients": [request.member.pk]})
    if request.method == "POST" and form.is_valid():
        try:
            api.subscribe(
                form.when, _recipients(request, form), report_id=report, dashboard_id=dashboard, at=request.now,
                member=request.member,
            )  # fmt: skip
        except api.BadSubscription as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, gettext("It is mailed from the next time on."))
            return redirect("subscriptions", request.workspace.slug)
    return _shown(request, form, title)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.VIEW)
def change(request: WorkspaceRequest, subscription_id: int) -> HttpResponse:
    found = _own(request, subscription_id)
    first = {
        "rhythm": found.when.rhythm.value, "weekday": found.when.weekday, "hour": found.when.hour,
        "recipients": found.recipients,
    }  # fmt: skip
    form = _form(request, first)
    if request.method == "POST" and form.is_valid():
        chosen = _recipients(request, form)
        try:
            api.change_subscription(subscription_id, form.when, chosen, at=request.now, member=request.member)
        except api.BadSubscription as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, gettext("The subscription is changed."))
            return redirect("subscriptions", request.workspace.slug)
    return _shown(request, form, found.title, found)


@require_POST
@page(Permission.VIEW)
def leave(request: WorkspaceRequest, subscription_id: int) -> HttpResponse:
    """Everybody decides about the own mails."""
    api.leave_subscription(subscription_id, request.member.pk, at=request.now)
    messages.success(request, gettext("You get it no more."))
    return redirect("subscriptions", request.workspace.slug)


@require_POST
@page(Permission.VIEW)
def delete(request: WorkspaceRequest, subscription_id: int) -> HttpResponse:
    _own(request, subscription_id)
    api.delete_subscription(subscription_id, at=request.now, member=request.member)
    messages.success(request, gettext("The subscription is deleted; nobody gets it any more."))
    return redirect("subscriptions", request.workspace.slug)


def when_text(when: When) -> str:
    """every week, Monday, 08:00."""
    parts = [str(RHYTHMS[when.rhythm])]
    if when.rhythm is Rhythm.WEEKLY:
        parts.append(str(WEEKDAYS[when.weekday]))
    return ", ".join([*parts, f"{when.hour:02}:00"])


def _own(request: WorkspaceRequest, subscription_id: int) -> SubscriptionFacts:
    """Only who has made it may change it for everybody."""
    found = api.find_subscription(subscription_id)
    if found.maker != request.member.pk:
        raise NotFound(gettext("This subscription is not there any more."))
    return found


def _form(request: WorkspaceRequest, first: dict[str, Any]) -> SubscriptionForm:
    others = members() if request.membership.may(Permission.ANALYSE) else []
    return SubscriptionForm(request.POST or None, initial=first, members=others, zone=str(request.zone))


def _recipients(request: WorkspaceRequest, form: SubscriptionForm) -> list[int]:
    return list(form.cleaned_data.get("recipients", [request.member.pk]))


def _shown(
    request: WorkspaceRequest, form: SubscriptionForm, title: str, found: SubscriptionFacts | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "subscription": found, "mailing": mailing()}
    return render(request, "subscriptions/form.html", context, status=422 if form.errors else 200)


def _line(one: SubscriptionFacts, request: WorkspaceRequest, names: dict[int, str]) -> Line:
    slug = request.workspace.slug
    newest = mails.mails(f"subscription {one.subscription_id} ", most=1)
    return Line(
        facts=one,
        address=reverse("insights-saved", args=[slug, one.report_id])
        if one.report_id
        else reverse("dashboard", args=[slug, one.dashboard_id]),
        when=when_text(one.when),
        who=", ".join(names[number] for number in one.recipients if number in names),
        last=_last(newest[0], request) if newest else "",
        own=one.maker == request.member.pk,
        gets=request.member.pk in one.recipients,
    )


def _last(mail: MailFacts, request: WorkspaceRequest) -> str:
    if mail.sent_at is not None:
        moment = Formatter(get_language() or "en").moment(mail.sent_at, request.zone)
        return gettext("sent on %(moment)s") % {"moment": moment}
    if mail.given_up_at is not None:
        return gettext("left out: %(problem)s") % {"problem": mail.problem}
    if mail.problem:
        return gettext("not sent yet: %(problem)s") % {"problem": mail.problem}
    return gettext("waits to be sent")
