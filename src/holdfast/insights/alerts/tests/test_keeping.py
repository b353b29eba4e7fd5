"""What is kept of alerts: refused, forgotten, and how many findings there are of one thing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from holdfast.core.members.models import Member, Membership
from holdfast.core.scoping import in_workspace
from holdfast.insights.alerts import api
from holdfast.insights.alerts.api import BadAlert, Rule, Test, What
from holdfast.insights.segments.api import create_segment, uses
from holdfast.metrics.reports.query.segment import read_segment_data

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 1, tzinfo=UTC)
BELOW = Rule(test=Test.BELOW, amount=1)


@pytest.fixture
def ann(workspace):
    made = Member.objects.create_user("ann@x.test", name="Ann")
    Membership.objects.create(workspace=workspace, member=made, role="analyst", seen_at=AT)
    return made


def made(member, name="Falls", rule=BELOW, what=None) -> int:
    return api.create_alert(name, what or What(kpi="nrr"), rule, at=AT, member=member)


@pytest.mark.parametrize(
    ("name", "rule", "kpi"),
    [
        (" ", BELOW, "nrr"),
        ("x" * 121, BELOW, "nrr"),
        ("x", Rule(test=Test.ABOVE), "nrr"),
        ("x", Rule(test=Test.ABOVE, amount=float("nan")), "nrr"),
        ("x", Rule(test=Test.RISES, amount=0), "nrr"),
        ("x", BELOW, "no-such"),
    ],
)
def test_what_cannot_be_watched_is_refused(ann, name, rule, kpi) -> None:
    with pytest.raises(BadAlert):
        made(ann, name, rule, What(kpi=kpi))
    with pytest.raises(BadAlert):
        made(ann, what=What(kpi="nrr", by="country", slice="x" * 256))
    assert api.alerts() == []


def test_a_name_is_taken_once(ann) -> None:
    made(ann)
    with pytest.raises(BadAlert):
        made(ann)


def test_recipients_are_members_of_the_workspace(ann, stranger) -> None:
    bo = Member.objects.create_user("bo@x.test", name="Bo")
    with in_workspace(stranger):
        Membership.objects.create(workspace=stranger, member=bo, role="owner", seen_at=AT)
    alert = made(ann)
    api.change_alert(alert, "Falls", BELOW, recipients=[ann.pk, bo.pk], at=AT, member=ann)
    assert api.recipients(alert) == [ann]


def test_the_same_period_is_judged_once(ann) -> None:
    alert, fired = made(ann), api.Fired(label="2026-04", value=0.5)
    assert api.note_fired(alert, fired, checked_for="2026-04", at=AT) is not None
    assert api.note_fired(alert, fired, checked_for="2026-04", at=AT) is None
    assert [(one.lasted, one.last_label) for one in api.incidents()] == [(1, "2026-04")]
    assert api.note_fired(alert, api.Fired(label="2026-05"), checked_for="2026-05", at=AT) is None
    assert [(one.lasted, one.last_label) for one in api.incidents()] == [(2, "2026-05")]


def test_a_person_who_is_to_be_forgotten_is_taken_out_of_it(ann) -> None:
    alert = made(ann, "Falls for p1@x.test", what=What(kpi="nrr", by="contact", slice="p1@x.test"))
    part = {"by": "contact", "name": "p1@x.test", "share": 0.5}
    api.note_fired(alert, api.Fired(label="2026-04", found={"parts": [part]}), checked_for="2026-04", at=AT)
    assert len(list(api.held({"p1@x.test"})["alerts"])) == 2
    assert api.forget({"p1@x.test"}) == {"alerts": 2}
    assert "p1@x.test" not in repr([*api.alerts(), *api.incidents()])
    assert api.incidents()[0].fired.found["parts"][0]["share"] == 0.5


def test_a_segment_knows_the_alerts_that_watch_it(ann) -> None:
    where = {"of": "plan", "values": ["Basic"]}
    segment = create_segment("Basics", read_segment_data({"unit": "account", "where": where}), at=AT, member=ann)
    made(ann, what=What(kpi="nrr", by=f"segment:{segment.key}", slice="(inside)"))
    assert [(use.kind, use.name, use.breaks) for use in uses(segment.key)] == [("alert", "Falls", True)]
