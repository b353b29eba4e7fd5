"""The timeline of an account or person: everything that is known of it, one line each, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as lazy
from django_stubs_ext import StrOrPromise

from holdfast.customers.api import NoteFacts
from holdfast.pages.accounts.account import money
from holdfast.pages.accounts.account.known import Known
from holdfast.pages.accounts.account.line import Entry
from holdfast.web.format import Formatter

KINDS: dict[str, StrOrPromise] = {
    "money": lazy("Money"),
    "usage": lazy("Usage"),
    "answers": lazy("Answers"),
    "tickets": lazy("Tickets"),
    "notes": lazy("Notes"),
}
SURVEYS = {"nps": "NPS", "csat": "CSAT", "ces": "CES"}
PAGE = 40
MOST_EVENTS = 6  # named on one day


@dataclass(frozen=True, slots=True)
class Timeline:
    """page: which part, from 1; following: there is more."""

    entries: list[Entry]
    page: int
    following: bool
    count: int


def timeline(
    known: Known, movements: pa.Table | None, kinds: frozenset[str], page: int, write: Formatter, zone: ZoneInfo
) -> Timeline:
    """One page of it; kinds: of KINDS, empty for all. movements: as of a board, None for a person."""
    wanted = kinds or frozenset({*KINDS, "merges"})
    entries: list[Entry] = []
    if "money" in wanted:
        entries += money.statements(known.statements, write) + money.cancellations(known.cancellations)
        entries += money.movements(movements, write)
    if "usage" in wanted:
        entries += _usage(known)
    if "answers" in wanted:
        entries += _answers(known.answers, write)
    if "tickets" in wanted:
        entries += _tickets(known.tickets, write)
    if "notes" in wanted:
        entries += [_note(note) for note in known.notes]
    if "merges" in wanted:
        entries += _merges(known)
    entries.sort(key=lambda entry: entry.at, reverse=True)
    start = (page - 1) * PAGE
    return Timeline(entries[start : start + PAGE], page, len(entries) > start + PAGE, len(entries))


def _usage(known: Known) -> list[Entry]:
    """One entry for each day: signed_in × 14, project_created × 2."""
    by_day: dict[Any, list[dict[str, Any]]] = {}
    for row in known.usage.days.to_pylist():
        by_day.setdefault(row["day"], []).append(row)
    return [_day(rows, known.subject) for rows in by_day.values()]


def _day(rows: list[dict[str, Any]], subject: str) -> Entry:
    named = ", ".join(f"{row['event']} × {row['times']}" for row in rows[:MOST_EVENTS])
    more = len(rows) - MOST_EVENTS
    if more > 0:
        named += ngettext(" and %(count)s more event", " and %(count)s more events", more) % {"count": more}
    people: int = rows[0]["people"]
    last: datetime = max(row["last_at"] for row in rows)
    detail = ngettext("%(count)s person", "%(count)s people", people) % {"count": people} if people else ""
    return Entry(last, "usage", named, detail if subject == "account" else "", whole_day=True)


def _answers(table: pa.Table, write: Formatter) -> list[Entry]:
    return [_answer(row, write) for row in table.to_pylist()]


def _answer(row: dict[str, Any], write: Formatter) -> Entry:
    survey = SURVEYS.get(row["survey"], row["survey"])
    who = row["person"] or ""
    if row["answered_at"] is None:
        title = gettext("%(survey)s was asked, nobody answered") % {"survey": survey}
        return Entry(row["asked_at"], "answers", title, "", person=who, source=row["source_row"] or "")
    score = "" if row["score"] is None else write.number(row["score"], 1, least=0)
    title = gettext("%(survey)s answered: %(score)s") % {"survey": survey, "score": score or "–"}
    return Entry(
        row["answered_at"], "answers", title, "", body=row["comment"] or "", person=who, source=row["source_row"] or ""
    )


def _tickets(table: pa.Table, write: Formatter) -> list[Entry]:
    return [_ticket(row, write) for row in table.to_pylist()]


def _ticket(row: dict[str, Any], write: Formatter) -> Entry:
    title = gettext("Ticket %(ticket)s opened") % {"ticket": row["ticket"]}
    facts = [fact for fact in (row["priority"], row["channel"]) if fact]
    for name, words in (
        ("first_response_at", gettext("first answer after %(time)s")),
        ("solved_at", gettext("solved after %(time)s")),
    ):
        if row[name] is not None:
            hours = (row[name] - row["opened_at"]).total_seconds() / 3600
            facts.append(words % {"time": write.value(hours, "hours")})
    if row["solved_at"] is None:
        facts.append(pgettext("ticket", "open"))
    if row["satisfaction"] is not None:
        facts.append(gettext("satisfaction %(score)s") % {"score": write.number(row["satisfaction"], 1, least=0)})
    return Entry(
        row["opened_at"], "tickets", title, ", ".join(facts), person=row["person"] or "", source=row["source_row"] or ""
    )


def _note(note: NoteFacts) -> Entry:
    author = note.author or gettext("a former member")
    title = gettext("Note by %(author)s") % {"author": author}
    return Entry(
        note.written_at, "notes", title, gettext("edited") if note.edited_at else "", body=note.text, note=note
    )


def _merges(known: Known) -> Iterable[Entry]:
    for merge in known.merges:
        words = {"source": merge.source, "target": merge.target}
        yield Entry(merge.merged_at, "merges", gettext("%(source)s was merged into %(target)s") % words, "")
        if merge.undone_at is not None:
            title = gettext("The merge of %(source)s into %(target)s was undone") % words
            yield Entry(merge.undone_at, "merges", title, "")
