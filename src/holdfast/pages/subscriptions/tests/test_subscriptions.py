"""Subscriptions in the browser: made from a report or a dashboard, listed, changed, stopped."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.core.members.models import Member
from holdfast.core.scoping import in_workspace
from holdfast.insights.dashboards.api import create_dashboard
from holdfast.insights.subscriptions import api
from holdfast.insights.subscriptions.api import Rhythm, When
from holdfast.reporting.post.addresses import leave_address

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)


@pytest.fixture
def ann(harbour, sign_in):
    return sign_in(harbour, "analyst")


@pytest.fixture
def dashboard(harbour, ann) -> int:
    with in_workspace(harbour):
        return create_dashboard("Monday", shared=True, at=NOW, member=Member.objects.get())


def address(workspace, route, *args, query="") -> str:
    return reverse(route, args=[workspace.slug, *args]) + query


def every(workspace) -> list[api.SubscriptionFacts]:
    with in_workspace(workspace):
        return api.every_subscription()


def test_the_empty_list_says_what_to_do_next(harbour, ann, settings) -> None:
    shown = ann.get(address(harbour, "subscriptions")).content.decode()
    assert "Nothing is mailed to you yet" in shown
    assert "HOLDFAST_EMAIL_URL" in shown
    settings.MAILS, settings.BASE_URL = True, "https://holdfast.test"
    assert "HOLDFAST_" not in ann.get(address(harbour, "subscriptions")).content.decode()


def test_a_dashboard_is_subscribed_to_from_its_page(harbour, ann, dashboard, sign_in) -> None:
    sign_in(harbour, "viewer")
    bo = Member.objects.get(email="viewer@harbour.test")
    where = address(harbour, "subscription-new", query=f"?dashboard={dashboard}")
    assert where in ann.get(address(harbour, "dashboard", dashboard)).content.decode()
    assert "Monday" in ann.get(where).content.decode()
    told = {"rhythm": "weekly", "weekday": "4", "hour": "17", "recipients": [str(bo.pk)]}
    assert ann.post(where, told).status_code == 302
    (found,) = every(harbour)
    assert (found.dashboard_id, found.recipients) == (dashboard, (bo.pk,))
    assert found.when == When(rhythm=Rhythm.WEEKLY, weekday=4, hour=17)
    shown = ann.get(address(harbour, "subscriptions")).content.decode()
    assert "every week, Friday, 17:00" in shown
    change = address(harbour, "subscription-change", found.subscription_id)
    assert ann.post(change, told | {"rhythm": "daily"}).status_code == 302
    assert every(harbour)[0].when.rhythm is Rhythm.DAILY
    assert ann.post(change, told | {"recipients": []}).status_code == 422
    assert ann.post(address(harbour, "subscription-delete", found.subscription_id)).status_code == 302
    assert every(harbour) == []


def test_who_may_only_look_subscribes_for_oneself(harbour, ann, dashboard, sign_in) -> None:
    owner = Member.objects.get()
    eve = sign_in(harbour, "viewer")
    viewer = Member.objects.get(email="viewer@harbour.test")
    told = {"rhythm": "daily", "hour": "8", "recipients": [str(owner.pk)]}
    assert eve.post(address(harbour, "subscription-new", query=f"?dashboard={dashboard}"), told).status_code == 302
    (found,) = every(harbour)
    assert found.recipients == (viewer.pk,)
    assert ann.get(address(harbour, "subscription-change", found.subscription_id)).status_code == 404
    assert ann.post(address(harbour, "subscription-delete", found.subscription_id)).status_code == 404


def test_a_private_dashboard_is_no_business_of_others(harbour, ann, sign_in) -> None:
    with in_workspace(harbour):
        own = create_dashboard("Own", shared=False, at=NOW, member=Member.objects.get())
    eve = sign_in(harbour, "viewer")
    assert eve.get(address(harbour, "subscription-new", query=f"?dashboard={own}")).status_code == 404


def test_whoever_has_the_mail_stops_it_without_signing_in(harbour, ann, dashboard, settings) -> None:
    settings.BASE_URL = "https://holdfast.test"
    member = Member.objects.get()
    with in_workspace(harbour):
        when = When(rhythm=Rhythm.DAILY)
        found = api.subscribe(when, [member.pk], dashboard_id=dashboard, at=NOW, member=member)
        where = leave_address("subscription", found, member.pk).removeprefix(settings.BASE_URL)
    anybody = Client(enforce_csrf_checks=True)
    assert "Monday" in anybody.get(where).content.decode()
    assert every(harbour)
    assert "gets no more mails" in anybody.post(where, {"List-Unsubscribe": "One-Click"}).content.decode()
    assert every(harbour) == []
    assert "stopped before" in anybody.get(where).content.decode()
