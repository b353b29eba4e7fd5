"""Every read of alerts, in the entered workspace."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext

from holdfast.core.errors import NotFound
from holdfast.core.members.models import Member, Membership
from holdfast.core.members.roles import Role
from holdfast.core.scoping import current_workspace
from holdfast.insights.alerts.contracts import (
    AlertFacts,
    Fired,
    IncidentFacts,
    Rule,
    Sensitivity,
    State,
    Test,
    What,
)
from holdfast.insights.alerts.models import Alert, Incident

ADMINS = (Role.ADMIN.value, Role.OWNER.value)


def alerts(*, watched: bool = False) -> list[AlertFacts]:
    """All of them by name; watched: without those that are paused."""
    rows = _rows()
    if watched:
        rows = rows.filter(paused_at=None)
    return [facts(row) for row in rows.order_by("name", "pk")]


def find_alert(alert_id: int) -> AlertFacts:
    return facts(find(alert_id))


def alerts_of(report_id: int) -> list[AlertFacts]:
    """Those that watch a saved report."""
    return [facts(row) for row in _rows().filter(report_id=report_id).order_by("name", "pk")]


def incidents(*, alert_id: int | None = None, open_only: bool = False, most: int = 100) -> list[IncidentFacts]:
    """The newest first. open_only: those that nobody took for resolved."""
    rows = Incident.objects.select_related("alert", "changed_by")
    if alert_id is not None:
        rows = rows.filter(alert_id=alert_id)
    if open_only:
        rows = rows.exclude(state=State.RESOLVED.value)
    return [incident_facts(row) for row in rows.order_by("-opened_at", "-pk")[:most]]


def find_incident(incident_id: int) -> IncidentFacts:
    found = Incident.objects.select_related("alert", "changed_by").filter(pk=incident_id).first()
    if found is None:
        raise NotFound(gettext("This is not there any more."))
    return incident_facts(found)


def recipients(alert_id: int) -> list[Member]:
    """Who gets mails of an alert: the members chosen, or else owners and admins, without those who have
    left. Only those who still are members.
    """
    inside = Membership.objects.filter(workspace=current_workspace(), member__is_active=True).select_related("member")
    rows = list(find(alert_id).recipients.all())
    chosen = [row.member_id for row in rows if row.chosen]
    found = inside.filter(member_id__in=chosen) if chosen else inside.filter(role__in=ADMINS)
    left = [row.member_id for row in rows if row.left_at is not None]
    return [membership.member for membership in found.exclude(member_id__in=left).order_by("member_id")]


def find(alert_id: int) -> Alert:
    found = _rows().filter(pk=alert_id).first()
    if found is None:
        raise NotFound(gettext("This alert is not there any more."))
    return found


def facts(row: Alert) -> AlertFacts:
    return AlertFacts(
        alert_id=row.pk,
        name=row.name,
        what=What(report_id=row.report_id, pick=row.pick, kpi=row.kpi, grain=row.grain, by=row.by, slice=row.slice),
        rule=Rule(
            test=Test(row.test), amount=row.amount, relative=row.relative, sensitivity=Sensitivity(row.sensitivity)
        ),
        recipients=tuple(one.member_id for one in row.recipients.all() if one.chosen),
        left=tuple(one.member_id for one in row.recipients.all() if one.left_at is not None),
        made_by=str(row.made_by) if row.made_by else "",
        made_at=row.made_at,
        paused_at=row.paused_at,
        checked_for=row.checked_for,
        checked_at=row.checked_at,
        problem=row.problem,
    )


def incident_facts(row: Incident) -> IncidentFacts:
    return IncidentFacts(
        incident_id=row.pk,
        alert_id=row.alert_id,
        alert=row.alert.name,
        test=Test(row.alert.test),
        state=State(row.state),
        fired=Fired(
            label=row.label, subject=row.subject, unit=row.unit, value=row.value, before=row.before,
            expected=row.expected, low=row.low, high=row.high, found=row.found,
        ),
        opened_at=row.opened_at,
        last_label=row.last_label,
        lasted=row.lasted,
        ended_at=row.ended_at,
        changed_by=str(row.changed_by) if row.changed_by else "",
        changed_at=row.changed_at,
    )  # fmt: skip


def _rows() -> QuerySet[Alert, Alert]:
    return Alert.objects.select_related("made_by").prefetch_related("recipients")
