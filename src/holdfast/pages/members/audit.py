"""The audit log: what was done in a workspace, newest first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from holdfast.core.members.models import Member, Membership
from holdfast.core.members.roles import Permission
from holdfast.core.models import AuditEntry
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.members.words import GROUPS, in_words
from holdfast.web.format import Formatter
from holdfast.web.numbers import whole_number

PER_PAGE = 50
# A cell that begins so would be run as a formula by a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the log is shown; "" and None for everything. to: the last day that is inside."""

    group: str = ""
    member: str = ""
    from_: date | None = None
    to: date | None = None

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        group, member = query.get("group", ""), query.get("member", "")
        return cls(
            group=group if group in GROUPS else "",
            member=member if whole_number(member) is not None else "",
            from_=_day(query.get("from", "")),
            to=_day(query.get("to", "")),
        )

    def query(self) -> str:
        given = {"group": self.group, "member": self.member, "from": self.from_ or "", "to": self.to or ""}
        return urlencode({name: value for name, value in given.items() if value})

    def entries(self, request: WorkspaceRequest) -> QuerySet[AuditEntry]:
        found = AuditEntry.objects.order_by("-happened_at", "-pk")
        if self.group:
            begins = (Q(action__startswith=words) for words in GROUPS[self.group][1])
            found = found.filter(_either(begins))
        if self.member:
            found = found.filter(actor=self.member)
        if self.from_:
            found = found.filter(happened_at__gte=datetime.combine(self.from_, time(), request.zone))
        if self.to:
            found = found.filter(happened_at__lt=datetime.combine(self.to + timedelta(days=1), time(), request.zone))
        return found


@dataclass(frozen=True, slots=True)
class Line:
    happened_at: datetime
    when: str
    who: str
    what: str
    action: str


@require_safe
@page(Permission.MANAGE)
def audit_log(request: WorkspaceRequest) -> HttpResponse:
    chosen = Filter.read(request.GET)
    pages = Paginator(chosen.entries(request), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    context = {
        "chosen": chosen,
        "groups": [(key, title) for key, (title, _) in GROUPS.items()],
        "people": _people(request),
        "shown": shown,
        "lines": _lines(request, shown.object_list),
        "query": chosen.query(),
    }
    return render(request, "members/audit.html", context)


@require_safe
@page(Permission.MANAGE)
def audit_csv(request: WorkspaceRequest) -> HttpResponse:
    """The chosen entries, all pages of them."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["happened_at", "who", "what", "action"])
    for line in _lines(request, Filter.read(request.GET).entries(request)):
        rows.writerow([line.happened_at.astimezone(UTC).isoformat(), *map(_cell, (line.who, line.what, line.action))])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{request.workspace.slug}.csv"'
    return response


def _lines(request: WorkspaceRequest, entries: Iterable[AuditEntry]) -> list[Line]:
    entries = list(entries)
    names, write = _names(entries), Formatter(get_language() or "en")
    return [
        Line(
            entry.happened_at,
            f"{write.day(local)}, {local:%H:%M}",
            _who(entry.actor, names),
            in_words(entry.action, entry.data, names),
            entry.action,
        )
        for entry in entries
        for local in [entry.happened_at.astimezone(request.zone)]
    ]


def _names(entries: Iterable[AuditEntry]) -> Mapping[int, str]:
    ids = {number for entry in entries if (number := whole_number(entry.actor)) is not None}
    ids |= {entry.data["member"] for entry in entries if isinstance(entry.data.get("member"), int)}
    return {member.pk: str(member) for member in Member.objects.filter(pk__in=ids)}


def _who(actor: str, names: Mapping[int, str]) -> str:
    """Actors are members by id, or whatever the command line and the worker call themselves."""
    if not actor:
        return gettext("Holdfast itself")
    number = whole_number(actor)
    return actor if number is None else names.get(number, gettext("a former member"))


def _people(request: WorkspaceRequest) -> list[tuple[str, str]]:
    members = Membership.objects.filter(workspace=request.workspace).select_related("member")
    return sorted(((str(row.member_id), str(row.member)) for row in members), key=lambda pair: pair[1].casefold())


def _either(conditions: Iterable[Q]) -> Q:
    joined = Q(pk__in=[])
    for condition in conditions:
        joined |= condition
    return joined


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
