"""Alerts checked, one at a time: what is found is noted, and mailed by jobs that are stored in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation

from holdfast.book.board import NothingYet, Pending, computing_here
from holdfast.core.jobs import api as jobs
from holdfast.core.models import Workspace
from holdfast.events import api as events
from holdfast.insights.alerts import api
from holdfast.insights.alerts.api import AlertFacts, Fired, Test
from holdfast.insights.mails import api as mails
from holdfast.reporting.post.leaving import ALERT
from holdfast.reporting.post.tasks import send
from holdfast.reporting.source import Source
from holdfast.reporting.watch.explaining import explained
from holdfast.reporting.watch.judging import judged
from holdfast.reporting.watch.reading import Unreadable, latest, read

LONGEST = 400  # of the name of an event, as far as it is noted
EVERYTHING = "*"  # stands for all events together where one stops


def due(workspace: Workspace, at: datetime) -> list[AlertFacts]:
    """Those for which a period is over that they have not seen."""
    found = [alert for alert in api.alerts(watched=True) if alert.rule.test is not Test.STOPPED]
    if not found:
        return []
    try:
        source = _source(workspace, at)
        return [alert for alert in found if _latest(alert, source) != alert.checked_for]
    except (Pending, NothingYet):
        return []


def check(alert: AlertFacts, workspace: Workspace, at: datetime) -> int | None:
    """Judge the last period that is over; the id of an incident that is new. Nothing while numbers are computed."""
    with computing_here(), translation.override(workspace.preferences.language):
        try:
            source = _source(workspace, at)
            label = _latest(alert, source)
            fired = _fired(alert, source) if label and label != alert.checked_for else None
        except Unreadable as error:
            api.note_problem(alert.alert_id, str(error), checked_for=label, at=at)
            return None
        except (Pending, NothingYet):
            return None
    if not label or label == alert.checked_for:
        return None
    if fired is None:
        api.note_ordinary(alert.alert_id, checked_for=label, at=at)
        return None
    with transaction.atomic():
        made = api.note_fired(alert.alert_id, fired, checked_for=label, at=at)
        if made is not None:
            tell(alert.alert_id, [made], at)
    return made


def look_for_stopped(workspace: Workspace, at: datetime) -> list[int]:
    """Of all events of a workspace; the ids of new incidents."""
    with translation.override(workspace.preferences.language):
        alert_id = api.stopped_alert(at=at)
    found = [
        Fired(subject=one.event[:LONGEST], label=one.last_at.isoformat(), value=float(one.times))
        for one in events.stopped(at)
    ]
    silent = events.silent_since(at)
    if silent is not None:
        found = [Fired(subject=EVERYTHING, label=silent.isoformat())]
    with transaction.atomic():
        made = api.note_stopped(alert_id, found, at=at)
        if made:
            tell(alert_id, made, at)
    return made


def tell(alert_id: int, incidents: list[int], at: datetime) -> None:
    """Note a mail about new incidents for everybody who gets them, and have it sent. What stops at once is one mail."""
    if not settings.MAILS:
        return
    for member in api.recipients(alert_id):
        key = f"{ALERT} {incidents[0]} {member.pk}"
        made = mails.note_mail(key, ALERT, member, {"alert": alert_id, "incidents": incidents}, at=at)
        if made is not None:
            jobs.enqueue(send, made, key=str(made))


def _fired(alert: AlertFacts, source: Source) -> Fired | None:
    reading = read(alert.what, alert.rule.test, source)
    found = judged(alert.rule, reading)
    if found is None:
        return None
    parts = explained(alert.what, reading, source, by_season=alert.rule.test is Test.UNUSUAL)
    return replace(found, found=parts | {"title": reading.title, "name": reading.name})


def _latest(alert: AlertFacts, source: Source) -> str:
    """Of a report that cannot be read any more there is none, which is said once."""
    try:
        return latest(alert.what, source)
    except Unreadable:
        return "-"


def _source(workspace: Workspace, at: datetime) -> Source:
    return Source.of(workspace, at, workspace.preferences.language)
