"""The mail of an alert that fired."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.template.loader import render_to_string
from django.utils.translation import gettext

from holdfast.book.board import NotComputed, NothingYet, Pending
from holdfast.core.errors import NotFound
from holdfast.core.models import Workspace
from holdfast.insights.alerts import api
from holdfast.insights.alerts.api import AlertFacts, IncidentFacts, Test
from holdfast.insights.mails.api import MailFacts
from holdfast.reporting.pictures import MAIL, mail_png
from holdfast.reporting.post.addresses import absolute, leave_address
from holdfast.reporting.post.leaving import ALERT
from holdfast.reporting.post.sending import Composed
from holdfast.reporting.source import Source
from holdfast.reporting.watch.drawing import course_chart
from holdfast.reporting.watch.reading import Unreadable, read
from holdfast.reporting.watch.words import against_text, headline, part_lines, spread_text
from holdfast.web.format import Formatter

WAITS = timedelta(hours=1)  # for its picture; without it the mail still says everything


def alert_mail(mail: MailFacts, workspace: Workspace, at: datetime, language: str) -> Composed | None:
    """None when alert or incident is gone, as when somebody has deleted the alert meanwhile."""
    try:
        alert = api.find_alert(mail.about["alert"])
        incidents = [api.find_incident(number) for number in mail.about["incidents"]]
    except NotFound:
        return None
    write, picture = Formatter(language, workspace.preferences.currency), None
    if alert.rule.test is not Test.STOPPED:
        try:
            source = Source.of(workspace, at, language)
            write, picture = source.write, _picture(alert, incidents, source)
        except (Pending, NotComputed, NothingYet):
            if at - mail.made_at < WAITS:
                raise
    lines = [headline(incident, write) for incident in incidents]
    fired = incidents[0].fired
    context = {
        "language": language,
        "workspace": workspace.name,
        "alert": alert,
        "lines": lines,
        "parts": part_lines(fired, write),
        "spread": spread_text(fired),
        "against": against_text(fired, write),
        "address": absolute("alert", workspace.slug, alert.alert_id),
        "leave": leave_address(ALERT, alert.alert_id, mail.member.pk),
        "picture": picture is not None,
    }
    return Composed(
        subject=gettext("%(workspace)s: %(alert)s") % {"workspace": workspace.name, "alert": alert.name},
        text=render_to_string("insights/mail/alert.txt", context),
        html=render_to_string("insights/mail/alert.html", context),
        pictures={"course": picture} if picture else {},
        leave=str(context["leave"]),
    )


def _picture(alert: AlertFacts, incidents: list[IncidentFacts], source: Source) -> bytes | None:
    try:
        reading = read(alert.what, Test.UNUSUAL, source)  # with what was before, whatever is tested
    except Unreadable:
        return None
    flagged = tuple(incident.fired.label for incident in incidents)
    return mail_png(course_chart(reading, alert.rule, source.write, flagged)(MAIL))
