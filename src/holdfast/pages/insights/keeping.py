"""Saved reports as pages of insights show them: their addresses, their kinds, and what is made with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from holdfast.core.errors import NotFound
from holdfast.core.members.models import Member
from holdfast.insights.alerts.api import alerts_of
from holdfast.insights.dashboards.api import dashboards_with
from holdfast.insights.saved.api import SavedFacts, find_report, saved_reports
from holdfast.insights.subscriptions.api import subscriptions_of
from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.reading import AnyQuery, write
from holdfast.pages.access import WorkspaceRequest
from holdfast.pages.insights.asked import Asked
from holdfast.pages.insights.kinds import KINDS
from holdfast.web.format import Formatter
from holdfast.web.numbers import whole_number


@dataclass(frozen=True, slots=True)
class Kept:
    """The saved report that a page shows. differs: what is asked is not what was saved."""

    facts: SavedFacts
    differs: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A saved report in the list of them."""

    facts: SavedFacts
    kind: str
    address: str
    when: str


@dataclass(frozen=True, slots=True)
class Use:
    """Something that is made with a saved report, and goes with it."""

    title: str
    address: str


def report_address(slug: str, facts: SavedFacts) -> str:
    """The page of the report, with its question."""
    told = urlencode({"q": facts.text, "saved": facts.report_id})
    return f"{reverse('insights-report', args=[slug])}?{told}"


def query_address(slug: str, query: AnyQuery, route: str = "insights-report") -> str:
    """A page about a question that is not saved."""
    return f"{reverse(route, args=[slug])}?{urlencode({'q': write(query)})}"


def kept(request: WorkspaceRequest, asked: Asked) -> Kept | None:
    """None when the address names no saved report, or one that is gone: the question stays all the same."""
    number = whole_number(request.GET.get("saved", ""))
    if number is None:
        return None
    try:
        facts = find_report(number, request.member)
    except NotFound:
        return None
    try:
        return Kept(facts, differs=facts.query != asked.query)
    except BadQuery:
        return Kept(facts, differs=True)


def lines(request: WorkspaceRequest, writer: Formatter) -> list[Line]:
    """What this member finds."""
    slug = request.workspace.slug
    return [
        Line(one, kind_title(one.kind), reverse("insights-saved", args=[slug, one.report_id]),
             writer.day((one.changed_at or one.made_at).astimezone(request.zone).date()))
        for one in saved_reports(request.member)
    ]  # fmt: skip


def kind_title(kind: str) -> Any:
    """What a report of this kind is called."""
    found = KINDS.get(kind)
    return found.title if found else kind


def uses_of(slug: str, report_id: int, member: Member) -> list[Use]:
    """What is made with a report: it goes when the report is deleted."""
    watching = [Use(one.name, reverse("alert", args=[slug, one.alert_id])) for one in alerts_of(report_id)]
    mailed = [
        Use(gettext("a subscription of %(name)s") % {"name": one.made_by or "–"}, "")
        for one in subscriptions_of(report_id)
    ]
    return watching + mailed + [
        Use(one.name or gettext("a dashboard that somebody keeps private"),
            reverse("dashboard", args=[slug, one.dashboard_id]) if one.name else "")
        for one in dashboards_with(member, report_id=report_id)
    ]  # fmt: skip
