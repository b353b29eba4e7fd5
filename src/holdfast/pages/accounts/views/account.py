"""The page of one account, and of one person."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from holdfast.book.board import Board, usage_of
from holdfast.core.errors import NotFound
from holdfast.core.members.roles import Permission
from holdfast.customers import api as customers
from holdfast.insights.lists import api as lists
from holdfast.insights.segments import api as segments
from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.holding import Holding
from holdfast.metrics.reports.query.conditions import InSegment, Unit
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.accounts.account import entries, facts, known, money
from holdfast.pages.accounts.account.line import Entry
from holdfast.pages.accounts.table import shown
from holdfast.pages.accounts.table.columns import STATUS
from holdfast.pages.controls import freshness, writer
from holdfast.web.format import Formatter
from holdfast.web.htmx import render_page
from holdfast.web.numbers import page_number


@require_safe
@page(Permission.VIEW)
def account(request: WorkspaceRequest, key: str) -> HttpResponse:
    """By any of its keys; the main one is where it lives."""
    board = Board.of(request.workspace)
    found = known.of_account(request, key)
    main = _main(board, found, key)
    if main["account"] != key:
        return redirect("account", request.workspace.slug, main["account"])
    write = writer(board)
    movements = board.account_movements(key)
    context = _timeline(request, found, movements, write) | {"account": main, "subject": "account", "key": key}
    if not _only_timeline(request):
        context |= _account(request, board, found, main, write)
    return render_page(request, "accounts/account.html", "accounts/_timeline.html", context)


@require_safe
@page(Permission.VIEW)
def person(request: WorkspaceRequest, key: str) -> HttpResponse:
    board = Board.of(request.workspace)
    found = known.of_person(request, key)
    record = customers.person_of(key)
    account = known.account_of(found, record)
    write = writer(board)
    seen = [row["last_at"] for row in found.usage.seen.to_pylist()]
    context = _timeline(request, found, None, write) | {
        "person": record,
        "account": account,
        "subject": "person",
        "key": key,
        "last_seen": shown.day(max(seen), write, request.zone) if seen else "",
        "events": write.number(sum(found.usage.seen["times"].to_pylist())),
        "traits": facts.traits(found.traits, write, request.zone),
        "in_lists": lists.lists_with("person", sorted(found.keys)),
        "freshness": freshness(board, write),
    }
    return render_page(request, "accounts/person.html", "accounts/_timeline.html", context)


@require_safe
@page(Permission.VIEW)
def in_segments(request: WorkspaceRequest, key: str) -> HttpResponse:
    """The segments that an account is in now; asked for after its page is there, since finding out may take long."""
    board = Board.of(request.workspace)
    row, holding = board.account(key), usage_of(board, request.now).asking.holding
    found = [(one, name) for one, name in segments.names().items() if _is_in(holding, one, row["account_id"])]
    context = {"key": key, "name": row["name"] or key, "in_segments": found}
    return render_page(request, "accounts/in_segments.html", "accounts/_in_segments.html", context)


def _is_in(holding: Holding, key: str, account_id: int) -> bool:
    """A segment that cannot be found has nobody in it."""
    try:
        return account_id in holding.of(InSegment(key), Unit.ACCOUNT)
    except BadQuery:
        return False


def _main(board: Board, found: known.Known, key: str) -> dict[str, Any]:
    """The account's row of the board, under whichever of its keys it is shown."""
    for name in (key, *sorted(found.keys - {key})):
        try:
            return board.account(name)
        except NotFound:
            continue
    raise NotFound(gettext("This account came after the numbers were made. It will be here in a moment."))


def _only_timeline(request: WorkspaceRequest) -> bool:
    return request.headers.get("HX-Request") == "true" and not request.headers.get("HX-Boosted")


def _timeline(request: WorkspaceRequest, found: known.Known, movements: Any, write: Formatter) -> dict[str, Any]:
    kinds = [kind for kind in entries.KINDS if kind in request.GET.getlist("kind")]
    asked = page_number(request.GET.get("page", ""))
    part = entries.timeline(found, movements, frozenset(kinds), asked, write, request.zone)
    return {
        "timeline": part,
        "lines": [(entry, _moment(entry, write, request)) for entry in part.entries],
        "kinds": [(kind, title, kind in kinds, _query(_toggled(kinds, kind))) for kind, title in entries.KINDS.items()],
        "all_kinds": not kinds,
        "older": _query(kinds, part.page + 1) if part.following else "",
        "longest_note": 10_000,
    }


def _toggled(kinds: list[str], kind: str) -> list[str]:
    return [other for other in kinds if other != kind] if kind in kinds else [*kinds, kind]


def _query(kinds: list[str], page_: int = 1) -> str:
    parts = [f"kind={kind}" for kind in kinds] + ([f"page={page_}"] if page_ > 1 else [])
    return "&".join(parts)


def _moment(entry: Entry, write: Formatter, request: WorkspaceRequest) -> str:
    """The day; the time as well where it is known."""
    local = entry.at.astimezone(request.zone)
    midnight = (local.hour, local.minute) == (0, 0)
    text = write.day(local.date())
    return text if entry.whole_day or midnight else f"{text}, {local:%H:%M}"


def _account(
    request: WorkspaceRequest, board: Board, found: known.Known, row: dict[str, Any], write: Formatter
) -> dict[str, Any]:
    zone, statements = request.zone, found.statements
    assert statements is not None  # noqa: S101  (of every account)
    seats = money.seats(statements, board.as_of)
    change = row["health_change"]
    return {
        "name": row["name"] or row["account"],
        "status": STATUS.get(row["status"], row["status"]),
        "seats": None if seats is None else write.number(seats, 2, least=0),
        "mrr": write.money(row["mrr"] or 0, exact=True),
        "health": None if row["health"] is None else write.number(row["health"]),
        "health_change": "" if not change or abs(change) < 0.05 else write.number(change, 1),
        "health_css": "better" if change and change > 0 else "worse",
        "inputs": facts.health(board.account_health(row["account"]), write),
        "days": [
            (title, shown.day(row[name], write, zone))
            for name, title in (
                ("renews_at", gettext("Renews")),
                ("ends_at", gettext("Ends")),
                ("left_at", gettext("Left")),
                ("last_seen_at", gettext("Last seen")),
                ("customer_since", gettext("Customer since")),
            )
            if row[name] is not None
        ],
        "course": facts.course(board.account_movements(row["account"]), board.calendar("month"), write),
        "people": facts.people(found, write, zone),
        "traits": facts.traits(found.traits, write, zone),
        "subscriptions": [
            (one, shown.day(one.since, write, zone), shown.day(one.until, write, zone) if one.until else "")
            for one in money.subscriptions(statements, write)
        ],
        "other_keys": sorted(found.keys - {row["account"]}),
        "in_lists": lists.lists_with("account", sorted(found.keys)),
        "has_segments": bool(segments.names()),
        "freshness": freshness(board, write),
    }
