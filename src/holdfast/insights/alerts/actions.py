"""Every change of an alert that a member makes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from math import isfinite

from django.db import transaction
from django.utils.translation import gettext

from holdfast.core.api import audit
from holdfast.core.errors import NotFound
from holdfast.core.members.models import Member, Membership
from holdfast.core.scoping import current_workspace
from holdfast.insights.alerts.contracts import OF_CHANGE, OF_VALUE, BadAlert, Rule, State, Test, What
from holdfast.insights.alerts.models import Alert, Incident, Recipient
from holdfast.insights.alerts.queries import find
from holdfast.insights.saved.api import find_report
from holdfast.metrics.registry import kpi_of

LONGEST_NAME = 120
LONGEST_SLICE = 255


@transaction.atomic
def create_alert(
    name: str, what: What, rule: Rule, *, recipients: Collection[int] = (), at: datetime, member: Member
) -> int:
    """Watch a number. recipients: ids of members; none: owners and admins."""
    made = Alert(made_by=member, made_at=at)
    _fill(made, name, what, rule, member)
    made.save()
    _send_to(made, recipients)
    _audit("made", made, at, member)
    return made.pk


@transaction.atomic
def change_alert(
    alert_id: int, name: str, rule: Rule, *, recipients: Collection[int] = (), at: datetime, member: Member
) -> None:
    """Another rule judges the last period anew; what the old one found is over."""
    found = find(alert_id)
    before = (found.test, found.amount, found.relative, found.sensitivity)
    what = What(
        report_id=found.report_id, pick=found.pick, kpi=found.kpi, grain=found.grain, by=found.by, slice=found.slice
    )
    if found.test == Test.STOPPED:
        rule = Rule(test=Test.STOPPED)
    _fill(found, name, what, rule, None)
    if (found.test, found.amount, found.relative, found.sensitivity) != before:
        found.checked_for = ""
        _end(found, at)
    found.save()
    _send_to(found, recipients)
    _audit("changed", found, at, member)


@transaction.atomic
def pause_alert(alert_id: int, *, paused: bool, at: datetime, member: Member) -> None:
    """Look away for a while. When it looks again, it looks at the last period."""
    found = find(alert_id)
    found.paused_at, found.checked_for = (at if paused else None), ""
    found.save(update_fields=["paused_at", "checked_for"])
    if paused:
        _end(found, at)
    _audit("paused" if paused else "resumed", found, at, member)


@transaction.atomic
def delete_alert(alert_id: int, *, at: datetime, member: Member) -> None:
    """It goes with all it found. The one of stopped events can only be paused."""
    found = find(alert_id)
    if found.test == Test.STOPPED:
        raise BadAlert(gettext("This alert is always there. Pause it if you do not want it."))
    _audit("deleted", found, at, member)
    found.delete()


@transaction.atomic
def leave_alert(alert_id: int, member_id: int, *, at: datetime) -> None:
    """A member gets no mails of it any more, whoever chooses it; the other ones still do."""
    found = find(alert_id)
    Recipient.objects.update_or_create(
        alert=found, member_id=member_id, defaults={"left_at": at}, create_defaults={"left_at": at, "chosen": False}
    )
    audit("insights.alert.left", at=at, actor=str(member_id), data={"alert": found.pk})


@transaction.atomic
def return_to_alert(alert_id: int, *, at: datetime, member: Member) -> None:
    """Who has left gets its mails again, if anything says that it should."""
    found = find(alert_id)
    found.recipients.filter(member=member, chosen=False).delete()
    found.recipients.filter(member=member).update(left_at=None)
    audit("insights.alert.returned", at=at, actor=str(member.pk), data={"alert": found.pk})


@transaction.atomic
def change_state(incident_id: int, state: State, *, at: datetime, member: Member) -> None:
    """Somebody looks after it, or takes it for resolved, or opens it again."""
    found = Incident.objects.select_for_update().filter(pk=incident_id).first()
    if found is None:
        raise NotFound(gettext("This is not there any more."))
    found.state, found.changed_by, found.changed_at = state.value, member, at
    found.save(update_fields=["state", "changed_by", "changed_at"])
    data = {"alert": found.alert_id, "incident": found.pk}
    audit(f"insights.incident.{state.value}", at=at, actor=str(member.pk), data=data)


def _fill(alert: Alert, name: str, what: What, rule: Rule, member: Member | None) -> None:
    """member: who must be able to see the report; None where it was looked at before."""
    alert.name = _free_name(name, but=alert.pk or 0)
    if what.report_id is not None:
        alert.report_id = find_report(what.report_id, member).report_id if member else what.report_id
        alert.pick = what.pick
    elif rule.test is not Test.STOPPED:
        if len(what.by) > LONGEST_NAME or len(what.slice) > LONGEST_SLICE:
            raise BadAlert(gettext("Choose the report or the KPI that is watched."))
        alert.kpi, alert.grain, alert.by, alert.slice = _kpi(what.kpi), what.grain, what.by, what.slice
    alert.test, alert.amount, alert.relative, alert.sensitivity = (
        rule.test.value, _amount(rule), rule.relative and rule.test in OF_CHANGE, rule.sensitivity.value,
    )  # fmt: skip


def _amount(rule: Rule) -> float | None:
    if rule.test not in OF_VALUE + OF_CHANGE:
        return None
    if rule.amount is None or not isfinite(rule.amount):
        raise BadAlert(gettext("Say from which amount on the alert fires."))
    if rule.test in OF_CHANGE and rule.amount <= 0:
        raise BadAlert(gettext("Say by how much it has to change: more than nothing."))
    return rule.amount


def _kpi(key: str) -> str:
    try:
        return kpi_of(key).key
    except KeyError:
        raise BadAlert(gettext("Choose the report or the KPI that is watched.")) from None


def _free_name(name: str, *, but: int) -> str:
    name = " ".join(name.split())
    if not name:
        raise BadAlert(gettext("Give the alert a name."))
    if len(name) > LONGEST_NAME:
        raise BadAlert(gettext("The name is longer than %(most)s characters.") % {"most": LONGEST_NAME})
    if Alert.objects.filter(name=name).exclude(pk=but).exists():
        raise BadAlert(gettext("There is an alert “%(name)s” already. Choose another name.") % {"name": name})
    return name


def _send_to(alert: Alert, members: Collection[int]) -> None:
    """Only members of the workspace. Who has left stays away."""
    inside = Membership.objects.filter(workspace=current_workspace(), member_id__in=members)
    chosen = set(inside.values_list("member", flat=True))
    others = alert.recipients.exclude(member_id__in=chosen)
    others.filter(left_at=None).delete()
    others.update(chosen=False)
    for member_id in sorted(chosen):
        Recipient.objects.update_or_create(alert=alert, member_id=member_id, defaults={"chosen": True})


def _end(alert: Alert, at: datetime) -> None:
    alert.incidents.filter(ended_at=None).update(ended_at=at, state=State.RESOLVED.value)


def _audit(what: str, alert: Alert, at: datetime, member: Member) -> None:
    audit(f"insights.alert.{what}", at=at, actor=str(member.pk), data={"alert": alert.pk, "test": alert.test})
