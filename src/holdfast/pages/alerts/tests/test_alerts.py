"""Alerts in the browser: made from a report or a KPI, looked at, acknowledged, stopped by the link in a mail."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.core.scoping import in_workspace
from holdfast.insights.alerts import api
from holdfast.insights.alerts.api import Rule, State, Test, What
from holdfast.insights.saved import api as saved
from holdfast.metrics.reports.query.reading import read_data
from holdfast.reporting.post.addresses import leave_address

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
SIGN_INS = {"report": "segmentation", "interval": "month", "span": {"last": 6},
            "lines": [{"picked": {"events": ["signed_in"]}, "measure": "uniques"}]}  # fmt: skip


@pytest.fixture
def ann(harbour, sign_in):
    return sign_in(harbour, "analyst")


def address(workspace, route, *args, query="") -> str:
    return reverse(route, args=[workspace.slug, *args]) + query


def every(workspace) -> list[api.AlertFacts]:
    with in_workspace(workspace):
        return api.alerts()


def page(client, *where, status=200, query="") -> str:
    answer = client.get(address(*where, query=query))
    assert answer.status_code == status
    return answer.content.decode()


def made(workspace, rule=None, **what) -> int:
    with in_workspace(workspace):
        from holdfast.core.members.models import Member

        rule = rule or Rule(test=Test.BELOW, amount=0.9)
        chosen = What(**(what or {"kpi": "nrr"}))
        return api.create_alert("Retention falls", chosen, rule, at=NOW, member=Member.objects.first())


def fire(workspace, alert_id) -> int:
    fired = api.Fired(
        label="2026-05", unit="share", value=0.8, before=0.95,
        found={"title": "NRR", "against": ["2026-04"], "parts": [
            {"by": "country", "of": "account", "name": "DE", "now": 0.5, "before": 0.9, "share": 0.7, "weight": 0.4}]},
    )  # fmt: skip
    with in_workspace(workspace):
        found = api.note_fired(alert_id, fired, checked_for="2026-05", at=NOW)
        assert found is not None
        return found


def test_the_empty_list_says_what_to_do_next_and_what_mails_need(harbour, ann, settings) -> None:
    shown = page(ann, harbour, "alerts")
    assert "No number is under watch yet" in shown
    assert "HOLDFAST_EMAIL_URL" in shown
    settings.MAILS = True
    assert "HOLDFAST_BASE_URL" in page(ann, harbour, "alerts")
    settings.BASE_URL = "https://holdfast.test"
    assert "HOLDFAST_" not in page(ann, harbour, "alerts")


def test_a_kpi_is_put_under_watch_from_its_page(harbour, ann) -> None:
    where = address(harbour, "alert-new", query="?kpi=nrr")
    assert where in page(ann, harbour, "kpi", "nrr")
    assert ann.get(where).status_code == 200
    told = {"name": "NRR too low", "test": "below", "amount": "95", "measured": "relative", "sensitivity": "usual"}
    answer = ann.post(where, told)
    (alert,) = every(harbour)
    assert answer.headers["Location"] == address(harbour, "alert", alert.alert_id)
    assert (alert.what.kpi, alert.what.grain, alert.rule.test, alert.rule.amount) == ("nrr", "month", Test.BELOW, 0.95)
    shown = page(ann, harbour, "alert", alert.alert_id)
    assert "is below 95" in shown
    assert "<svg" in shown


def test_a_slice_of_a_kpi_is_put_under_watch(harbour, ann) -> None:
    where = address(harbour, "alert-new", query="?kpi=mrr&period=quarter&by=plan&slice=Basic")
    assert "plan: Basic, quarter" in ann.get(where).content.decode()
    told = {"name": "Basic", "test": "falls", "amount": "100", "measured": "absolute", "sensitivity": "usual"}
    assert ann.post(where, told).status_code == 302
    (alert,) = every(harbour)
    assert alert.what == What(kpi="mrr", grain="quarter", by="plan", slice="Basic")
    assert (alert.rule.amount, alert.rule.relative) == (100, False)


@pytest.mark.parametrize("query", ["?kpi=mrr&by=no-such&slice=x", "?kpi=mrr&by=plan&slice=no-such"])
def test_a_slice_that_is_none_cannot_be_watched(harbour, ann, query) -> None:
    assert "cannot be watched" in page(ann, harbour, "alert-new", query=query)


def test_a_number_of_a_saved_report_is_put_under_watch(harbour, ann) -> None:
    with in_workspace(harbour):
        from holdfast.core.members.models import Member

        report = saved.save_report(
            "Who signs in", read_data(SIGN_INS), shared=True, at=NOW, member=Member.objects.first()
        )
    told = {"name": "Sign-ins", "test": "falls", "amount": "20", "measured": "relative", "sensitivity": "usual"}
    where = address(harbour, "alert-new", query=f"?report={report}")
    assert "Who signs in" in ann.get(where).content.decode()
    assert ann.post(where, told).status_code == 302
    (alert,) = every(harbour)
    assert (alert.what.report_id, alert.rule.test, alert.rule.amount, alert.rule.relative) == (
        report, Test.FALLS, 0.2, True,
    )  # fmt: skip
    assert "falls by 20" in page(ann, harbour, "alert", alert.alert_id)
    assert "Sign-ins" in page(ann, harbour, "insights-saved-change", report)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"name": ""}, "required"),
        ({"amount": ""}, "Say from which amount on the alert fires."),
        ({"test": "falls", "amount": "-3"}, "more than nothing"),
    ],
)
def test_a_form_says_what_is_missing(harbour, ann, told, said) -> None:
    usual = {"name": "x", "test": "below", "amount": "95", "measured": "relative", "sensitivity": "usual"}
    answer = ann.post(address(harbour, "alert-new", query="?kpi=nrr"), usual | told)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert every(harbour) == []


def test_what_does_not_run_over_time_is_refused_with_a_way_out(harbour, ann) -> None:
    query = {"report": "stickiness", "interval": "month", "span": {"last": 3}}
    with in_workspace(harbour):
        from holdfast.core.members.models import Member

        report = saved.save_report("Sticky", read_data(query), shared=True, at=NOW, member=Member.objects.first())
    shown = page(ann, harbour, "alert-new", query=f"?report={report}")
    assert "cannot be watched" in shown
    assert page(ann, harbour, "alert-new", query="?kpi=no-such", status=404)


def test_what_was_found_is_shown_explained_and_looked_after(harbour, ann) -> None:
    alert = made(harbour)
    incident = fire(harbour, alert)
    shown = page(ann, harbour, "alerts")
    assert "Out of the ordinary" in shown
    assert "country: DE" in shown
    ann.post(address(harbour, "alert-state", alert, incident), {"state": "acknowledged"})
    assert "somebody looks after it" in page(ann, harbour, "alert", alert)
    ann.post(address(harbour, "alert-state", alert, incident), {"state": "resolved"})
    with in_workspace(harbour):
        assert api.find_incident(incident).state is State.RESOLVED
    assert ann.post(address(harbour, "alert-state", alert, incident), {"state": "lost"}).status_code == 404
    assert ann.post(address(harbour, "alert-state", alert + 1, incident), {"state": "open"}).status_code == 404


def test_it_is_changed_paused_and_deleted(harbour, ann) -> None:
    alert = made(harbour)
    fire(harbour, alert)
    shown = page(ann, harbour, "alert-change", alert)
    assert 'value="90"' in shown
    told = {"name": "Other", "test": "unusual", "amount": "", "measured": "relative", "sensitivity": "fine"}
    assert ann.post(address(harbour, "alert-change", alert), told).status_code == 302
    (found,) = every(harbour)
    assert (found.name, found.rule.test, found.rule.amount) == ("Other", Test.UNUSUAL, None)
    with in_workspace(harbour):
        assert api.incidents(open_only=True) == []  # the other rule has found nothing yet
    ann.post(address(harbour, "alert-pause", alert), {"do": "pause"})
    assert "paused" in page(ann, harbour, "alert", alert)
    ann.post(address(harbour, "alert-pause", alert), {"do": "resume"})
    assert every(harbour)[0].paused_at is None
    ann.post(address(harbour, "alert-delete", alert))
    assert every(harbour) == []


def test_viewers_look_and_change_nothing(harbour, sign_in) -> None:
    alert = made_by_owner(harbour, sign_in)
    incident = fire(harbour, alert)
    eve = sign_in(harbour, "viewer")
    shown = page(eve, harbour, "alert", alert)
    assert "I look after it" not in shown
    assert address(harbour, "alert-change", alert) not in shown
    for route, args in (("alert-change", ()), ("alert-delete", ()), ("alert-pause", ()), ("alert-state", (incident,))):
        assert eve.post(address(harbour, route, alert, *args)).status_code == 403
    assert "An analyst, an admin or an owner" not in shown


def made_by_owner(workspace, sign_in) -> int:
    sign_in(workspace, "owner")
    return made(workspace)


def test_whoever_has_the_mail_stops_it_without_signing_in(harbour, sign_in, settings) -> None:
    from holdfast.core.members.models import Member

    settings.BASE_URL = "https://holdfast.test"
    alert = made_by_owner(harbour, sign_in)
    owner = Member.objects.get(email="owner@harbour.test")
    with in_workspace(harbour):
        assert api.recipients(alert) == [owner]
        where = leave_address("alert", alert, owner.pk).removeprefix(settings.BASE_URL)
    anybody = Client()
    assert "Retention falls" in anybody.get(where).content.decode()
    with in_workspace(harbour):
        assert api.recipients(alert) == [owner]  # looking changes nothing
    assert "gets no more mails" in anybody.post(where).content.decode()
    with in_workspace(harbour):
        assert api.recipients(alert) == []
    assert anybody.get(where[:-3] + "x/").status_code == 404
    client = Client()
    client.force_login(owner)
    assert "You have stopped these mails" in page(client, harbour, "alert", alert)
    client.post(address(harbour, "alert-mails", alert), {"do": "return"})
    with in_workspace(harbour):
        assert api.recipients(alert) == [owner]


def test_who_has_stopped_mails_is_not_brought_back_by_others(harbour, sign_in) -> None:
    from holdfast.core.members.models import Member

    alert = made_by_owner(harbour, sign_in)
    owner = Member.objects.get(email="owner@harbour.test")
    with in_workspace(harbour):
        api.leave_alert(alert, owner.pk, at=NOW)
        rule = Rule(test=Test.UNUSUAL)
        api.change_alert(alert, "Again", rule, recipients=[owner.pk], at=NOW, member=owner)
        assert api.recipients(alert) == []


def test_the_alert_of_stopped_events_is_always_there(harbour, ann) -> None:
    with in_workspace(harbour):
        alert = api.stopped_alert(at=NOW)
        fired = api.Fired(subject="exported", label="2026-06-20T08:00:00+00:00", value=400.0)
        assert api.note_stopped(alert, [fired], at=NOW)
        assert api.note_stopped(alert, [fired], at=NOW) == []
    assert "“exported” has not come since 20 Jun 2026" in page(ann, harbour, "alerts")
    assert "exported" in page(ann, harbour, "alert", alert)
    assert "“exported” has not come since 20 Jun 2026" in page(ann, harbour, "events")
    assert ann.post(address(harbour, "alert-delete", alert)).status_code == 422
    assert ann.post(address(harbour, "alert-change", alert), {"name": "Silence"}).status_code == 302
    with in_workspace(harbour):
        assert api.find_alert(alert).rule.test is Test.STOPPED
        assert len(api.incidents(open_only=True)) == 1
