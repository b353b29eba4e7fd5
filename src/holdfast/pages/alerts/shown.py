"""Alerts as templates show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language, gettext

from holdfast.core.members.models import Membership
from holdfast.core.scoping import current_workspace
from holdfast.insights.alerts.api import AlertFacts, IncidentFacts, State, Test, What
from holdfast.insights.saved.api import names
from holdfast.insights.words import by_title, slice_title
from holdfast.metrics.registry import kpi_of
from holdfast.pages.access import WorkspaceRequest
from holdfast.pages.controls import GRAINS, PERIODS
from holdfast.reporting.source import Source
from holdfast.reporting.watch.words import (
    STATES,
    PartLine,
    against_text,
    headline,
    lasted_text,
    part_lines,
    rule_text,
    spread_text,
)
from holdfast.web.format import Formatter
from holdfast.web.numbers import whole_number


@dataclass(frozen=True, slots=True)
class Line:
    """An alert in the list of them. state: a word, `kind` its class."""

    facts: AlertFacts
    what: str
    rule: str
    state: str
    kind: str
    checked: str


@dataclass(frozen=True, slots=True)
class Found:
    """An incident with its words."""

    facts: IncidentFacts
    said: str
    state: str
    since: str
    lasted: str
    changed: str
    parts: list[PartLine]
    against: str
    spread: str


def source_of(request: WorkspaceRequest) -> Source:
    return Source.of(request.workspace, request.now, get_language() or "en")


def asked_for(given: QueryDict) -> What | None:
    """The number that an address names; None for none."""
    report = whole_number(given.get("report", ""))
    if report is not None:
        return What(report_id=report, pick=given.get("pick", ""))
    kpi = given.get("kpi", "")
    if not kpi:
        return None
    period, by = given.get("period", "month"), given.get("by", "")
    slice_ = given.get("slice", "") if by else ""
    return What(kpi=kpi, grain=period if period in GRAINS else "month", by=by if slice_ else "", slice=slice_)


def watched(what: What, reports: dict[int, str]) -> str:
    """What is under watch. reports: names by id."""
    if what.kpi:
        part = f", {by_title(what.by)}: {slice_title(what.slice)}" if what.by else ""
        return f"{gettext(kpi_of(what.kpi).title)}{part}, {PERIODS.get(what.grain, what.grain)}"
    return reports.get(what.report_id or 0, "")


def lines(every: Iterable[AlertFacts], going_on: set[int], request: WorkspaceRequest, write: Formatter) -> list[Line]:
    """going_on: ids of the alerts that have fired and of which nobody has said that it is over."""
    found = list(every)
    reports = names({one.what.report_id for one in found if one.what.report_id})
    return [_line(one, one.alert_id in going_on, reports, request, write) for one in found]


def _line(
    one: AlertFacts, goes_on: bool, reports: dict[int, str], request: WorkspaceRequest, write: Formatter
) -> Line:  # fmt: skip
    stopped = one.rule.test is Test.STOPPED
    state, kind = _state(one, goes_on)
    return Line(
        facts=one,
        what=gettext("all events") if stopped else watched(one.what, reports),
        rule=gettext("comes no more") if stopped else rule_text(one.rule, unit_of(one.what), write),
        state=state,
        kind=kind,
        checked=write.moment(one.checked_at, request.zone) if one.checked_at else "",
    )


def _state(one: AlertFacts, goes_on: bool) -> tuple[str, str]:
    if one.paused_at is not None:
        return gettext("paused"), "paused"
    if goes_on:
        return gettext("has fired"), "fired"
    if one.problem:
        return gettext("could not be checked"), "problem"
    return (gettext("ordinary"), "ordinary") if one.checked_at else (gettext("not checked yet"), "paused")


def unit_of(what: What) -> str:
    """The unit as far as it is known without reading the number."""
    return kpi_of(what.kpi).unit.value if what.kpi else "number"


def found_lines(every: Iterable[IncidentFacts], request: WorkspaceRequest, write: Formatter) -> list[Found]:
    return [
        Found(
            facts=one,
            said=headline(one, write),
            state=str(STATES[one.state]),
            since=write.moment(one.opened_at, request.zone),
            lasted=lasted_text(one) if one.lasted > 1 else "",
            changed=_changed(one, request, write),
            parts=part_lines(one.fired, write),
            against=against_text(one.fired, write),
            spread=spread_text(one.fired),
        )
        for one in every
    ]


def _changed(one: IncidentFacts, request: WorkspaceRequest, write: Formatter) -> str:
    if one.changed_at is None or one.state is State.OPEN:
        return ""
    return ", ".join(part for part in (one.changed_by, write.moment(one.changed_at, request.zone)) if part)


def members() -> list[tuple[int, str]]:
    """Who can be chosen."""
    inside = Membership.objects.filter(workspace=current_workspace(), member__is_active=True)
    return [(one.member_id, str(one.member)) for one in inside.select_related("member").order_by("member__name", "pk")]


def mailing() -> dict[str, Any]:
    """Variables of alerts/_mailing.html."""
    return {"server": settings.MAILS, "address": bool(settings.BASE_URL)}
