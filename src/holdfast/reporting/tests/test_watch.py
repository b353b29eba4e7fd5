"""Alerts: read when a period is over, judged, explained, found once, mailed once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from holdfast.core.jobs import api as jobs
from holdfast.core.scoping import in_workspace
from holdfast.events import api as events
from holdfast.events.ingest import outcomes
from holdfast.insights.alerts import api
from holdfast.insights.alerts.api import Rule, State, Test, What
from holdfast.insights.alerts.models import Incident
from holdfast.insights.saved import api as saved
from holdfast.metrics.reports.query.reading import read_data
from holdfast.reporting.source import Source
from holdfast.reporting.tests.conftest import AFTER, LAST
from holdfast.reporting.watch import checking, tasks
from holdfast.reporting.watch.explaining import explained
from holdfast.reporting.watch.judging import judged
from holdfast.reporting.watch.reading import read
from holdfast.reporting.watch.words import headline, part_lines
from holdfast.web.format import Formatter
from tests.records import table

pytestmark = [pytest.mark.django_db, pytest.mark.numbers]
SIGN_INS = {"report": "segmentation", "interval": "day", "span": {"last": 7},
            "lines": [{"picked": {"events": ["signed_in"]}, "measure": "total"}]}  # fmt: skip
UNUSUAL = Rule(test=Test.UNUSUAL)
WRITE = Formatter("en", "EUR")


@pytest.fixture
def watch(member):
    """`watch(workspace, rule)`: an alert on sign-ins by day, or on `query` or `kpi`."""

    def made(workspace, rule, query=SIGN_INS, **what):
        ann = member(workspace, "maker@x.test", "analyst")
        with in_workspace(workspace):
            if not what.get("kpi"):
                name = f"Sign-ins {rule.test}"
                what["report_id"] = saved.save_report(name, read_data(query), shared=True, at=AFTER, member=ann)
            number = api.create_alert(f"Watch {rule.test}", What(**what), rule, at=AFTER, member=ann)
            return api.find_alert(number)

    return made


def check(alert, workspace, at=AFTER) -> int | None:
    with in_workspace(workspace):
        return checking.check(api.find_alert(alert.alert_id), workspace, at)


def only(workspace) -> api.IncidentFacts:
    with in_workspace(workspace):
        (found,) = api.incidents()
        return found


def test_an_ordinary_day_is_no_incident(steady, watch) -> None:
    alert = watch(steady, UNUSUAL)
    assert check(alert, steady) is None
    with in_workspace(steady):
        found = api.find_alert(alert.alert_id)
        assert (found.checked_for, found.problem) == (LAST.isoformat(), "")
        assert api.incidents() == []


def test_an_unusual_day_is_found_with_what_explains_it(dropped, watch) -> None:
    alert = watch(dropped, UNUSUAL)
    assert check(alert, dropped) is not None
    found = only(dropped)
    # 36 come on Mondays; 14 of them came.
    assert (found.fired.value, found.fired.label, found.state) == (14, LAST.isoformat(), State.OPEN)
    assert found.fired.expected == pytest.approx(36)
    assert found.fired.low > 14
    with in_workspace(dropped):
        parts = part_lines(found.fired, WRITE)
        said = headline(found, WRITE)
    assert ", 4 May 2026: 14" in said
    assert (parts[0].what, parts[0].now, parts[0].before, parts[0].share) == ("country: DE", "2", "24", "100\xa0%")
    assert found.fired.found["against"] == ["2026-04-27", "2026-04-20", "2026-04-13", "2026-04-06"]


def test_a_change_of_everybody_is_said_to_be_one(steady, watch) -> None:
    """From Friday to Saturday as many stay away in each country: 24 to 5 and 12 to 3."""
    alert = watch(steady, UNUSUAL)
    with in_workspace(steady):
        source = Source.of(steady, AFTER, "en")
        reading = read(alert.what, Test.UNUSUAL, source)
        saturday = replace(reading, points=reading.points[:-2])
        assert saturday.points[-1].label == "2026-05-02"
        found = explained(alert.what, saturday, source, by_season=False)
    assert (found["parts"], found["spread"]) == ([], True)


def test_the_weekend_is_no_surprise(steady, watch) -> None:
    """Eight come on Saturdays, less than a quarter of those of the day before: that would be a fall."""
    alert = watch(steady, UNUSUAL)
    with in_workspace(steady):
        source = Source.of(steady, AFTER, "en")
        reading = read(alert.what, Test.UNUSUAL, source)
        for back in range(7):
            assert judged(UNUSUAL, replace(reading, points=reading.points[: len(reading.points) - back])) is None
        falls = Rule(test=Test.FALLS, amount=0.5)
        fallen = [back for back in range(7) if judged(falls, replace(reading, points=reading.points[: -back or None]))]
        assert [reading.points[-1 - back].label for back in fallen] == ["2026-05-02"]


@pytest.mark.parametrize(
    ("rule", "fires"),
    [
        (Rule(test=Test.BELOW, amount=15), True),
        (Rule(test=Test.BELOW, amount=14), False),
        (Rule(test=Test.ABOVE, amount=13.9), True),
        (Rule(test=Test.ABOVE, amount=14), False),
        # Eight on Sunday, fourteen on Monday: 75 % more.
        (Rule(test=Test.RISES, amount=0.75), True),
        (Rule(test=Test.RISES, amount=0.76), False),
        (Rule(test=Test.CHANGES, amount=0.7), True),
        (Rule(test=Test.FALLS, amount=0.01), False),
        (Rule(test=Test.RISES, amount=6, relative=False), True),
        (Rule(test=Test.RISES, amount=7, relative=False), False),
    ],
)
def test_thresholds(dropped, watch, rule, fires) -> None:
    assert (check(watch(dropped, rule), dropped) is not None) is fires


def test_the_day_that_is_not_over_counts_for_nothing(dropped, watch) -> None:
    """On the fifth of May few have signed in yet."""
    with in_workspace(dropped):
        bring(dropped, LAST, 1)
    assert check(watch(dropped, Rule(test=Test.BELOW, amount=1)), dropped) is None


def test_a_kpi_is_watched_by_its_period_and_slice(dropped, watch) -> None:
    # MRR of April: 10 to 45, so 36 accounts pay 990; those in DE 10 to 33, so 516.
    alert = watch(dropped, Rule(test=Test.ABOVE, amount=989), kpi="mrr", grain="month")
    assert check(alert, dropped) is not None
    found = only(dropped).fired
    assert (found.value, found.unit, found.label) == (990, "money", "2026-04")


def test_a_slice_of_a_kpi(dropped, watch) -> None:
    alert = watch(dropped, Rule(test=Test.BELOW, amount=517), kpi="mrr", grain="month", by="country", slice="DE")
    assert check(alert, dropped) is not None
    assert only(dropped).fired.value == 516


def test_too_few_periods_are_said_to_be_too_few(dropped, watch) -> None:
    alert = watch(dropped, UNUSUAL, kpi="mrr", grain="month")
    assert check(alert, dropped) is None
    with in_workspace(dropped):
        assert "12 are needed" in api.find_alert(alert.alert_id).problem


@pytest.mark.parametrize(
    "query",
    [{"report": "stickiness", "interval": "day", "span": {"last": 7}}, SIGN_INS | {"shown": "whole"}],
)
def test_what_does_not_run_over_time_is_said_to_be_unwatchable(dropped, watch, query) -> None:
    alert = watch(dropped, UNUSUAL, query)
    assert check(alert, dropped) is None
    with in_workspace(dropped):
        assert api.find_alert(alert.alert_id).problem


def test_retention_is_watched_from_cohort_to_cohort(steady, watch) -> None:
    query = {"report": "retention", "interval": "week", "span": {"last": 3}}
    alert = watch(steady, Rule(test=Test.ABOVE, amount=0.9), query, pick='["column","","1"]')
    assert check(alert, steady) is not None
    found = only(steady).fired
    assert (found.value, found.unit, found.label) == (1.0, "share", "2026-W17")


def test_one_thing_is_found_once_and_ends_when_it_is_over(dropped, watch) -> None:
    alert = watch(dropped, Rule(test=Test.BELOW, amount=20))
    assert check(alert, dropped) is not None
    assert check(alert, dropped) is None  # the same day again
    with in_workspace(dropped):
        bring(dropped, LAST + timedelta(days=1), 5)
        assert checking.due(dropped, AFTER + timedelta(days=1)) == [api.find_alert(alert.alert_id)]
        assert check(alert, dropped, AFTER + timedelta(days=1)) is None
        found = only(dropped)
        assert (found.lasted, found.fired.label, found.last_label) == (2, "2026-05-04", "2026-05-05")
        bring(dropped, LAST + timedelta(days=2), 36)
        assert check(alert, dropped, AFTER + timedelta(days=2)) is None
        found = only(dropped)
        assert found.state is State.RESOLVED
        assert found.ended_at == AFTER + timedelta(days=2)
        bring(dropped, LAST + timedelta(days=3), 5)
        assert check(alert, dropped, AFTER + timedelta(days=3)) is not None
        assert len(api.incidents()) == 2


def test_what_somebody_took_for_resolved_is_not_opened_again_while_it_lasts(dropped, watch, member) -> None:
    alert = watch(dropped, Rule(test=Test.BELOW, amount=20))
    made = check(alert, dropped)
    bo = member(dropped, "bo@x.test")
    with in_workspace(dropped):
        api.change_state(made, State.RESOLVED, at=AFTER, member=bo)
        bring(dropped, LAST + timedelta(days=1), 5)
        assert check(alert, dropped, AFTER + timedelta(days=1)) is None
        found = only(dropped)
        assert (found.state, found.changed_by) == (State.RESOLVED, "Bo")


def bring(workspace, day, people: int) -> None:
    """So many sign in on a day, and somebody does something on the next, so that it is over."""
    rows = [
        {"message_id": f"{day}-{number}", "event": "signed_in", "account": f"a{number}", "person": f"p{number}@x.test",
         "occurred_at": datetime.combine(day, time(9), UTC)}
        for number in range(people)
    ]  # fmt: skip
    rows.append({"message_id": f"{day}-beat", "event": "heartbeat", "person": "p0@x.test",
                 "occurred_at": datetime.combine(day + timedelta(days=1), time(1), UTC)})  # fmt: skip
    events.put_records("event", table("event", *rows), source="test", at=AFTER)


def test_it_is_mailed_once_to_each_recipient_in_the_own_language(dropped, watch, member, post) -> None:
    ann = member(dropped, "ann@x.test", "analyst")
    bo = member(dropped, "bo@x.test", "viewer", language="de")
    member(dropped, "cy@x.test", "owner")
    alert = watch(dropped, UNUSUAL)
    with in_workspace(dropped):
        api.change_alert(alert.alert_id, "Sign-ins drop", UNUSUAL, recipients=[ann.pk, bo.pk], at=AFTER, member=ann)
    check(alert, dropped)
    jobs.run_all()
    check(alert, dropped)
    jobs.run_all()
    assert sorted(recipients for recipients, _ in post.taken) == [["ann@x.test"], ["bo@x.test"]]
    (message,) = post.to("ann@x.test")
    assert message["Subject"] == "Dropped: Sign-ins drop"
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    assert ", 4 May 2026: 14" in plain.get_content()
    assert "country: DE" in plain.get_content()
    assert f"https://holdfast.test/w/dropped/alerts/{alert.alert_id}/" in plain.get_content()
    assert '<img src="cid:course"' in page.get_content()
    picture = next(part for part in message.walk() if part.get_content_type() == "image/png")
    assert picture["Content-ID"] == "<course>"
    assert picture.get_content().startswith(b"\x89PNG")
    assert message["List-Unsubscribe"].startswith("<https://holdfast.test/")
    (german,) = post.to("bo@x.test")
    assert "4. Mai 2026" in german.get_body(("plain",)).get_content()


def test_without_chosen_recipients_owners_and_admins_get_it(dropped, watch, member, post) -> None:
    member(dropped, "cy@x.test", "owner")
    member(dropped, "dee@x.test", "admin")
    member(dropped, "eve@x.test", "viewer")
    check(watch(dropped, UNUSUAL), dropped)
    jobs.run_all()
    assert sorted(recipients[0] for recipients, _ in post.taken) == ["cy@x.test", "dee@x.test"]


def test_without_a_mail_server_it_is_only_shown(dropped, watch, member) -> None:
    member(dropped, "cy@x.test", "owner")
    assert check(watch(dropped, UNUSUAL), dropped) is not None
    assert jobs.run_all() == 0


def test_a_paused_alert_looks_away(dropped, watch, member) -> None:
    alert = watch(dropped, UNUSUAL)
    bo = member(dropped, "bo@x.test")
    with in_workspace(dropped):
        api.pause_alert(alert.alert_id, paused=True, at=AFTER, member=bo)
        assert checking.due(dropped, AFTER) == []
        assert check(alert, dropped) is None
        assert not Incident.objects.exists()
        api.pause_alert(alert.alert_id, paused=False, at=AFTER, member=bo)
        assert check(alert, dropped) is not None


def test_a_deleted_report_takes_its_alerts_with_it(dropped, watch, member) -> None:
    alert = watch(dropped, UNUSUAL)
    bo = member(dropped, "bo@x.test")
    with in_workspace(dropped):
        saved.delete_report(alert.what.report_id, at=AFTER, member=bo)
        assert api.alerts() == []


def test_the_worker_finds_what_is_due(dropped, watch) -> None:
    watch(dropped, UNUSUAL)
    assert tasks.look_at_alerts.call() == 1
    jobs.run_all()
    assert only(dropped).fired.value == 14
    assert tasks.look_at_alerts.call() == 0


@pytest.fixture
def quiet(workspace, member):
    """A workspace whose event `exported` came daily until three days ago, and `opened` still does; its owner."""
    rows = [
        {"message_id": f"{name}-{back}", "event": name, "person": "p1", "occurred_at": AFTER - timedelta(days=back)}
        for name, first in (("opened", 0), ("exported", 3))
        for back in range(first, 40)
    ]
    events.put_records("event", table("event", *rows), source="test", at=AFTER)
    return workspace, member(workspace, "cy@x.test", "owner")


def test_an_event_that_stops_is_found_once_mailed_once_and_over_when_it_comes_again(quiet, post) -> None:
    workspace, _ = quiet
    assert len(checking.look_for_stopped(workspace, AFTER)) == 1
    assert checking.look_for_stopped(workspace, AFTER + timedelta(hours=3)) == []
    jobs.run_all()
    (message,) = post.to("cy@x.test")
    assert "“exported” has not come since 2 May 2026. In the four weeks before it came 28 times." in (
        message.get_body(("plain",)).get_content()
    )
    row = {"message_id": "again", "event": "exported", "person": "p1", "occurred_at": AFTER}
    events.put_records("event", table("event", row), source="test", at=AFTER)
    assert checking.look_for_stopped(workspace, AFTER) == []
    (found,) = api.incidents()
    assert (found.fired.subject, found.state, found.ended_at) == ("exported", State.RESOLVED, AFTER)


def test_all_events_that_stop_are_one_incident(quiet, post) -> None:
    workspace, _ = quiet
    for back in range(4, 30):
        outcomes.store({(workspace.pk, "key-1", "web", "accepted"): 5}, AFTER - timedelta(days=back))
    assert len(checking.look_for_stopped(workspace, AFTER)) == 1
    (found,) = api.incidents()
    assert headline(found, WRITE) == "No event of any kind has arrived since 1 May 2026."


def test_the_worker_looks_for_stopped_events(quiet) -> None:
    with time_machine.travel(AFTER, tick=False):
        assert tasks.look_for_stopped_events.call() == 1
