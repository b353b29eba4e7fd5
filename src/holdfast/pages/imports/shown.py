"""Intakes and imports in the words and numbers of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import get_language, gettext

from holdfast.connectors.intake import api as intakes
from holdfast.core.members.models import Member
from holdfast.core.models import ImportRun, Workspace
from holdfast.pages.imports import words
from holdfast.web.format import Formatter
from holdfast.web.numbers import whole_number


def writer(workspace: Workspace) -> Formatter:
    return Formatter(get_language() or "en", workspace.preferences.currency)


def zones() -> list[str]:
    return sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Who the actors of some rows are, in one query; an actor that is no member stands for itself."""
    numbers = {number for actor in actors if (number := whole_number(actor)) is not None}
    return {str(member.pk): str(member) for member in Member.objects.filter(pk__in=numbers)}


@dataclass(frozen=True, slots=True)
class Count:
    """What an import did with one kind of record, written out."""

    title: str
    numbers: tuple[str, ...]


HEADINGS = ("added", "changed", "unchanged", "replaced")


def counts(stored: Mapping[str, Mapping[str, int]], write: Formatter) -> list[Count]:
    """Rows that a later one replaced are told by whoever has read the files, not by the history."""
    return [
        Count(words.kind_title(kind), tuple(write.number(count[name]) for name in HEADINGS if name in count))
        for kind, count in stored.items()
    ]


@dataclass(frozen=True, slots=True)
class RunRow:
    """An import as the history lists it."""

    run: ImportRun
    when: str
    state: str
    who: str
    undone_at: str
    undone_by: str
    added: str
    changed: str
    rejected: str
    may_undo: bool


def run_rows(runs: Iterable[ImportRun], write: Formatter, zone: ZoneInfo) -> list[RunRow]:
    listed = list(runs)
    names = names_of({run.started_by for run in listed} | {run.undone_by for run in listed})
    return [
        RunRow(
            run=run,
            when=write.moment(run.started_at, zone),
            state=str(words.RUN_STATES[run.status]),
            who=names.get(run.started_by, run.started_by or gettext("command line")),
            undone_at=write.moment(run.undone_at, zone) if run.undone_at else "",
            undone_by=names.get(run.undone_by, run.undone_by),
            added=write.number(sum(count["added"] for count in run.counts.values())),
            changed=write.number(sum(count["changed"] for count in run.counts.values())),
            rejected=write.number(run.mapping.get("rejected") or 0),
            may_undo=run.status == ImportRun.Status.DONE,
        )
        for run in listed
    ]


@dataclass(slots=True)
class TableShown:
    """One table of an intake, and the form that corrects it. `error` is what is wrong with what was sent."""

    place: int
    found: dict[str, Any]
    kind: str
    title: str
    fields: list[tuple[str, str]]
    columns: list[dict[str, Any]]
    chosen: dict[str, Any]
    error: str = ""
    may_correct: bool = field(default=True)

    @property
    def rows(self) -> list[list[str]]:
        rows: list[list[str]] = self.found["rows"]
        return rows


def tables(intake: intakes.Intake) -> list[TableShown]:
    chosen = intake.choices.get("tables", {})
    return [_table(place, found, chosen.get(found["table"], {})) for place, found in enumerate(intake.found)]


def _table(place: int, found: dict[str, Any], chosen: dict[str, Any]) -> TableShown:
    kind = chosen.get("kind") or found["kind"]
    layout = intakes.LAYOUTS.get(kind)
    columns = [
        column | {"title": words.field_title(column["field"]), "value": choice_of(column["field"])}
        for column in found["columns"]
    ]
    return TableShown(
        place, found, kind, words.kind_title(kind) if kind else "", words.fields_of(layout) if layout else [], columns,
        chosen, may_correct=found["connector"] in ("", "files") and bool(found["columns"]),
    )  # fmt: skip


def choice_of(field_name: str) -> str:
    """The choice in a form that a field stands for: any trait is "trait"."""
    return field_name.partition(":")[0]


def duration(seconds: float | None) -> str:
    """Time left, rounded up to what a person wants to know."""
    if seconds is None:
        return ""
    if seconds < 60:
        return gettext("less than a minute left")
    return gettext("about %(minutes)d min left") % {"minutes": round(seconds / 60 + 0.5)}
