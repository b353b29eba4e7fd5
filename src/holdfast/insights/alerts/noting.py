"""What the worker notes: that an alert was checked, and what it found. One thing is found once, however long it is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from holdfast.insights.alerts.contracts import Fired, State, Test
from holdfast.insights.alerts.models import Alert, Incident


@transaction.atomic
def note_fired(alert_id: int, fired: Fired, *, checked_for: str, at: datetime) -> int | None:
    """The alert fires. The id of a new incident; None where one is going on, which lasts another period now."""
    alert = _checked(alert_id, checked_for, at)
    if alert is None:
        return None
    going_on = alert.incidents.filter(subject=fired.subject, ended_at=None).first()
    if going_on is None:
        return _opened(alert, fired, at).pk
    if going_on.last_label != fired.label:
        going_on.last_label, going_on.lasted = fired.label, going_on.lasted + 1
        going_on.save(update_fields=["last_label", "lasted"])
    return None


@transaction.atomic
def note_ordinary(alert_id: int, *, checked_for: str, at: datetime) -> None:
    """Nothing out of the ordinary (any more): what was going on has ended."""
    alert = _checked(alert_id, checked_for, at)
    if alert is not None:
        _end(alert, at)


@transaction.atomic
def note_problem(alert_id: int, problem: str, *, checked_for: str, at: datetime) -> None:
    """It could not be judged, as when there are too few periods; what was going on goes on."""
    _checked(alert_id, checked_for, at, problem)


@transaction.atomic
def note_stopped(alert_id: int, stopped: Collection[Fired], *, at: datetime) -> list[int]:
    """Of all events at once: the ids of new incidents. Those that come again have ended."""
    alert = _checked(alert_id, "", at)
    if alert is None:
        return []
    names = {fired.subject for fired in stopped}
    _end(alert, at, but=names)
    known = set(alert.incidents.filter(ended_at=None).values_list("subject", flat=True))
    return [_opened(alert, fired, at).pk for fired in stopped if fired.subject not in known]


def stopped_alert(*, at: datetime) -> int:
    """The alert of stopped events, which every workspace has."""
    found = Alert.objects.filter(test=Test.STOPPED.value).first()
    if found is not None:
        return found.pk
    name = gettext("Events that stop coming")
    if Alert.objects.filter(name=name).exists():
        name = f"{name} *"
    return Alert.objects.create(name=name, test=Test.STOPPED.value, relative=False, made_at=at).pk


def _checked(alert_id: int, checked_for: str, at: datetime, problem: str = "") -> Alert | None:
    """The alert, locked: of two workers that look at once the second sees what the first has noted."""
    alert = Alert.objects.select_for_update().filter(pk=alert_id).first()
    if alert is None or alert.paused_at is not None:
        return None
    if checked_for and alert.checked_for == checked_for and alert.problem == problem:
        return None
    alert.checked_for, alert.checked_at, alert.problem = checked_for, at, problem
    alert.save(update_fields=["checked_for", "checked_at", "problem"])
    return alert


def _opened(alert: Alert, fired: Fired, at: datetime) -> Incident:
    return Incident.objects.create(
        alert=alert, subject=fired.subject, label=fired.label, last_label=fired.label, unit=fired.unit,
        value=fired.value, before=fired.before, expected=fired.expected, low=fired.low, high=fired.high,
        found=dict(fired.found), opened_at=at,
    )  # fmt: skip


def _end(alert: Alert, at: datetime, but: Collection[str] = ()) -> None:
    """What somebody has taken for resolved stays his; the rest is resolved by itself."""
    going_on = alert.incidents.filter(ended_at=None).exclude(subject__in=but)
    going_on.update(ended_at=at, state=State.RESOLVED.value)
