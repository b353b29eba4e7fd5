"""Saved reports and dashboards are mailed once on each occasion, with their numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.core.jobs import api as jobs
from holdfast.core.scoping import in_workspace
from holdfast.insights.dashboards import api as dashboards
from holdfast.insights.mails import api as mails
from holdfast.insights.saved import api as saved
from holdfast.insights.subscriptions import api
from holdfast.insights.subscriptions.api import Rhythm, When
from holdfast.metrics.reports.query.reading import read_data
from holdfast.reporting.post.sending import NotReady, send_now
from holdfast.reporting.source import Source
from holdfast.reporting.subscribed.due import note_due
from holdfast.reporting.tests.conftest import AFTER
from holdfast.reporting.tests.test_watch import SIGN_INS

pytestmark = pytest.mark.django_db
MADE = datetime(2026, 5, 4, 20, tzinfo=UTC)
DAILY = When(rhythm=Rhythm.DAILY, hour=5)
DAY = timedelta(days=1)


@pytest.fixture
def ann(dropped, member):
    return member(dropped, "ann@x.test")


@pytest.fixture
def report(dropped, ann) -> int:
    with in_workspace(dropped):
        return saved.save_report("Sign-ins", read_data(SIGN_INS), shared=True, at=MADE, member=ann)


@pytest.fixture
def subscribed(dropped, ann, report):
    """`subscribed(DAILY, bo)`: to the report, or to `dashboard_id`."""

    def made(when, *others, **what) -> int:
        what = what or {"report_id": report}
        with in_workspace(dropped):
            return api.subscribe(when, [ann.pk, *(one.pk for one in others)], at=MADE, member=ann, **what)

    return made


def due(workspace, at=AFTER) -> int:
    with in_workspace(workspace):
        return note_due(workspace, at)


def notes(workspace, subscription: int) -> list[str]:
    with in_workspace(workspace):
        return [one.problem for one in mails.mails(f"subscription {subscription} ")]


def test_a_report_comes_once_a_day_with_its_numbers(dropped, subscribed, member, post) -> None:
    subscription = subscribed(DAILY, member(dropped, "bo@x.test", "viewer", language="de"))
    assert due(dropped) == 2
    assert due(dropped, AFTER + timedelta(hours=1)) == 0
    jobs.run_all()
    assert sorted(recipients[0] for recipients, _ in post.taken) == ["ann@x.test", "bo@x.test"]
    (message,) = post.to("ann@x.test")
    assert message["Subject"] == "Dropped: Sign-ins"
    plain = message.get_body(("plain",)).get_content()
    assert "signed_in: 14 (4 May 2026)" in plain
    assert "on 3 May 2026" in plain
    assert "/insights/saved/" in plain
    assert "https://holdfast.test/mails/stop/" in message["List-Unsubscribe"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    picture = next(part for part in message.walk() if part.get_content_type() == "image/png")
    assert picture.get_content().startswith(b"\x89PNG")
    assert f"cid:{picture['Content-ID'].strip('<>')}" in message.get_body(("html",)).get_content()
    (german,) = post.to("bo@x.test")
    assert "4. Mai 2026" in german.get_body(("plain",)).get_content()
    assert due(dropped, AFTER + DAY) == 2
    assert notes(dropped, subscription) == ["", "", "", ""]


def test_a_dashboard_comes_with_all_its_tiles(dropped, ann, report, subscribed, post) -> None:
    with in_workspace(dropped):
        board = dashboards.create_dashboard("Monday", shared=True, at=MADE, member=ann)
        told = {"at": MADE, "member": ann}
        dashboards.add_tile(board, dashboards.Content(kind=dashboards.Kind.CHART, report_id=report), **told)
        dashboards.add_tile(board, dashboards.Content(kind=dashboards.Kind.NUMBER, report_id=report), **told)
        dashboards.add_tile(board, dashboards.Content(kind=dashboards.Kind.KPI, kpi="mrr"), **told)
        dashboards.add_tile(board, dashboards.Content(kind=dashboards.Kind.TEXT, title="Read", text="**this**"), **told)
    subscribed(When(rhythm=Rhythm.DAILY, hour=5), dashboard_id=board)
    assert due(dropped) == 1
    jobs.run_all()
    (message,) = post.to("ann@x.test")
    assert message["Subject"] == "Dropped: Monday"
    plain, page = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert plain.count("14 (4 May 2026)") == 2
    assert "€990" in plain or "990" in plain
    assert "<strong>this</strong>" in page
    assert f"/dashboards/{board}/" in plain
    assert sum(part.get_content_type() == "image/png" for part in message.walk()) == 1


def test_what_was_due_before_it_was_made_is_not_sent(dropped, subscribed, post) -> None:
    subscribed(When(rhythm=Rhythm.WEEKLY, weekday=0, hour=9))
    assert due(dropped, MADE + timedelta(hours=1)) == 0
    assert due(dropped, MADE + 7 * DAY) == 1


def test_without_a_mail_server_nothing_is_noted(dropped, subscribed) -> None:
    subscription = subscribed(DAILY)
    assert due(dropped) == 0
    assert notes(dropped, subscription) == []


def test_an_occasion_that_no_worker_saw_is_left_out_with_a_note(dropped, subscribed, post) -> None:
    subscription = subscribed(When(rhythm=Rhythm.WEEKLY, weekday=1, hour=5))
    assert due(dropped, AFTER + 3 * DAY) == 0
    assert notes(dropped, subscription) == ["No worker ran on that day."]
    assert due(dropped, AFTER + 3 * DAY) == 0
    assert due(dropped, AFTER + 7 * DAY) == 1


def test_numbers_that_are_not_ready_are_waited_for_and_left_out_after_a_day(
    dropped, subscribed, post, monkeypatch
) -> None:
    """Newer ones are on the way, and those that are there end before the day of the mail."""
    subscription = subscribed(DAILY)
    assert due(dropped, AFTER + DAY) == 1
    real = Source.of

    def stale(workspace, now, language):
        from dataclasses import replace

        found = real(workspace, now, language)
        return replace(found, board=replace(found.board, stale=True))

    monkeypatch.setattr(Source, "of", stale)
    with in_workspace(dropped):
        (mail,) = mails.mails(f"subscription {subscription} ")
        with pytest.raises(NotReady):
            send_now(mail.mail_id, at=AFTER + DAY)
        assert not send_now(mail.mail_id, at=AFTER + 3 * DAY)
    assert notes(dropped, subscription) == ["The numbers were not ready within a day."]
    assert post.taken == []


def test_who_has_left_gets_nothing_more(dropped, ann, subscribed, member, post) -> None:
    bo = member(dropped, "bo@x.test")
    subscription = subscribed(DAILY, bo)
    due(dropped)
    with in_workspace(dropped):
        api.leave_subscription(subscription, bo.pk, at=AFTER)  # after it was noted, before it is sent
    jobs.run_all()
    assert [recipients for recipients, _ in post.taken] == [["ann@x.test"]]
    with in_workspace(dropped):
        api.leave_subscription(subscription, ann.pk, at=AFTER)
        assert api.every_subscription() == []


def test_a_deleted_report_takes_its_subscriptions_with_it(dropped, ann, report, subscribed, post) -> None:
    subscribed(DAILY)
    due(dropped)
    with in_workspace(dropped):
        saved.delete_report(report, at=AFTER, member=ann)
        assert api.every_subscription() == []
    jobs.run_all()
    assert post.taken == []
