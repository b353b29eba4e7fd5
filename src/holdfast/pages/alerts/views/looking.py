"""Which alerts there are, and what one has found."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from holdfast.core.members.roles import Permission
from holdfast.insights.alerts import api
from holdfast.insights.alerts.api import AlertFacts, IncidentFacts, Test
from holdfast.insights.mails import api as mails
from holdfast.insights.page.plots import plot
from holdfast.insights.saved.api import names
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.alerts.shown import found_lines, lines, mailing, source_of, watched
from holdfast.pages.controls import freshness
from holdfast.reporting.source import Source
from holdfast.reporting.watch.drawing import course_chart
from holdfast.reporting.watch.reading import Reading, Unreadable, read
from holdfast.reporting.watch.words import rule_text

SHOWN = 20  # incidents of one alert
WIDE = 860


@require_safe
@page(Permission.VIEW)
def alerts(request: WorkspaceRequest) -> HttpResponse:
    source = source_of(request)
    going_on = api.incidents(open_only=True)
    every = api.alerts()
    context = {
        "found": found_lines(going_on, request, source.write),
        "lines": lines(every, {one.alert_id for one in going_on}, request, source.write),
        "own": any(one.rule.test is not Test.STOPPED for one in every),
        "mailing": mailing(),
        "freshness": freshness(source.board, source.write),
    }
    return render(request, "alerts/alerts.html", context)


@require_safe
@page(Permission.VIEW)
def alert(request: WorkspaceRequest, alert_id: int) -> HttpResponse:
    facts = api.find_alert(alert_id)
    incidents = api.incidents(alert_id=alert_id, most=SHOWN)
    source = source_of(request)
    going_on = {one.alert_id for one in incidents if one.state is not api.State.RESOLVED}
    context: dict[str, Any] = {
        "alert": facts,
        "line": lines([facts], going_on, request, source.write)[0],
        "stopped": facts.rule.test is Test.STOPPED,
        "found": found_lines(incidents, request, source.write),
        "recipients": api.recipients(alert_id),
        "left": request.member.pk in facts.left,
        "mails": _mails(incidents, request, source),
        "mailing": mailing(),
        "freshness": freshness(source.board, source.write),
    }
    if facts.rule.test is not Test.STOPPED:
        context |= _course(facts, incidents, source)
    return render(request, "alerts/alert.html", context)


def _course(facts: AlertFacts, incidents: list[IncidentFacts], source: Source) -> dict[str, Any]:
    """The chart, or why there is none."""
    title = watched(facts.what, names([facts.what.report_id or 0]))
    try:
        reading = read(facts.what, Test.UNUSUAL, source)  # with what was before, whatever is tested
    except Unreadable as error:
        return {"problem": str(error), "what": title}
    flagged = tuple(one.fired.label for one in incidents)
    name = gettext("course of %(kpi)s") % {"kpi": title}
    return {
        "plot": plot(course_chart(reading, facts.rule, source.write, flagged), name, wide=WIDE),
        "problem": facts.problem,
        "what": _named(title, reading),
        "rule": rule_text(facts.rule, reading.unit, source.write),
    }


def _named(title: str, reading: Reading) -> str:
    return f"{title}: {reading.name}" if reading.name and reading.query is not None else title


def _mails(incidents: list[IncidentFacts], request: WorkspaceRequest, source: Source) -> list[dict[str, Any]]:
    """Of the newest incident: to whom, and how it went."""
    if not incidents:
        return []
    return [
        {"member": str(one.member), "sent": source.write.moment(one.sent_at, request.zone) if one.sent_at else "",
         "problem": one.problem}
        for one in mails.mails(f"alert {incidents[0].incident_id} ")
    ]  # fmt: skip
