"""The mail of a subscription: every number in words, and charts as pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string

from holdfast.book.board import Pending
from holdfast.core.errors import NotFound
from holdfast.core.models import Workspace
from holdfast.insights.dashboards import api as dashboards
from holdfast.insights.dashboards.api import Kind, Override, TileFacts
from holdfast.insights.mails.api import MailFacts
from holdfast.insights.subscriptions import api
from holdfast.insights.subscriptions.api import SubscriptionFacts
from holdfast.insights.usage.explained import explained
from holdfast.reporting.pictures import MAIL, mail_png
from holdfast.reporting.post.addresses import absolute, leave_address
from holdfast.reporting.post.leaving import SUBSCRIPTION
from holdfast.reporting.post.sending import Composed
from holdfast.reporting.prose import html, plain
from holdfast.reporting.source import Source
from holdfast.reporting.tiles import Filled, filled
from holdfast.reporting.words import figure_line, number_lines


@dataclass(frozen=True, slots=True)
class Section:
    """One report or tile. picture: its name in the mail, empty where there is none."""

    title: str
    lines: list[str]
    picture: str
    prose: Any
    plain: str
    problem: str


def subscription_mail(mail: MailFacts, workspace: Workspace, at: datetime, language: str) -> Composed | None:
    """None when it is gone, or the member has left it since."""
    try:
        one = api.find_subscription(mail.about["subscription"])
    except NotFound:
        return None
    if mail.member.pk not in one.recipients:
        return None
    source = Source.of(workspace, at, language)
    _wait_for(date.fromisoformat(mail.about["day"]), workspace, source)
    tiles, override, words = _content(one, source)
    every = [filled(tile, override, source) for tile in tiles]
    pictures = {
        f"chart{place}": mail_png(one.draw(MAIL)) for place, one in enumerate(every) if one.draw and not one.problem
    }
    context = {
        "language": language,
        "workspace": workspace.name,
        "title": one.title,
        "words": words,
        "until": source.write.until(source.board.as_of, ZoneInfo(workspace.preferences.time_zone)),
        "sections": list(_sections(every, set(pictures), source, alone=one.report_id is not None)),
        "address": _address(one, workspace),
        "leave": leave_address(SUBSCRIPTION, one.subscription_id, mail.member.pk),
    }
    return Composed(
        subject=f"{workspace.name}: {one.title}",
        text=render_to_string("insights/mail/subscription.txt", context),
        html=render_to_string("insights/mail/subscription.html", context),
        pictures=pictures,
        leave=str(context["leave"]),
    )


def _wait_for(day: date, workspace: Workspace, source: Source) -> None:
    """While newer numbers are made, those that do not reach into this day are not worth a mail."""
    begins = datetime.combine(day, time(), ZoneInfo(workspace.preferences.time_zone))
    if source.board.stale and source.board.as_of < begins:
        raise Pending


def _content(one: SubscriptionFacts, source: Source) -> tuple[list[TileFacts], Override, str]:
    """A report is shown like a dashboard of one chart, with its question in words."""
    if one.dashboard_id is not None:
        return dashboards.tiles(one.dashboard_id), dashboards.find_any(one.dashboard_id).override, ""
    tile = TileFacts(tile_id=0, kind=Kind.CHART, title="", width=12, height=2, report_id=one.report_id)
    shown = filled(tile, Override(), source)
    return [tile], Override(), str(explained(shown.query, source.write)) if shown.query else ""


def _sections(every: Iterable[Filled], pictures: set[str], source: Source, *, alone: bool) -> Iterable[Section]:
    """alone: the mail bears the title of its only section."""
    for place, one in enumerate(every):
        picture = f"chart{place}"
        lines = [figure_line(one.figure)] if one.figure else []
        if one.query is not None and one.figure is None and not one.problem:
            lines = number_lines(one.query, source)
        if one.note:
            lines.append(one.note)
        yield Section(
            title="" if alone else one.title, lines=lines, picture=picture if picture in pictures else "",
            prose=html(one.text) if one.text else "", plain=plain(one.text) if one.text else "", problem=one.problem,
        )  # fmt: skip


def _address(one: SubscriptionFacts, workspace: Workspace) -> str:
    if one.report_id is not None:
        return absolute("insights-saved", workspace.slug, one.report_id)
    return absolute("dashboard", workspace.slug, one.dashboard_id)
