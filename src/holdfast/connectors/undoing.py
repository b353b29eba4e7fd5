"""An import undone: what it stored no longer counts, what it had replaced counts again, nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
from django.db import transaction

from holdfast.billing import api as billing
from holdfast.core.api import hold_workspace, later_than, mark_undone
from holdfast.core.errors import NotFound, NotUndoable
from holdfast.core.models import ImportRun
from holdfast.customers import api as customers
from holdfast.desk import api as desk
from holdfast.events import api as events
from holdfast.metrics.records import KINDS
from holdfast.surveys import api as surveys

_ROOMS = (billing, events, surveys, desk, customers)
_BUILDING = (customers, billing, surveys, desk)
_READING = {"customers": customers, "billing": billing, "surveys": surveys, "desk": desk}


class BuiltOn(NotUndoable):
    """Later imports replaced or repeated what this one brought. `runs`: their ids, the newest first."""

    code = "built_on"

    def __init__(self, message: str, runs: tuple[int, ...]) -> None:
        super().__init__(message)
        self.runs = runs


@dataclass(frozen=True, slots=True)
class Undone:
    """By kind: how many rows were taken away, how many came back that the import had replaced."""

    run: int
    taken: Mapping[str, int]
    returned: Mapping[str, int]


def obstacles(run: ImportRun) -> tuple[int, ...]:
    """The later imports that built on this one, the newest first: they replaced its records, or brought them again.

    Which records an import only repeated is not kept, so one that repeated any of a kind counts as building on it.
    """
    later = later_than(run)
    found = {number for room in _BUILDING for number in room.built_on(run, later)}
    told = {kind for kind, count in run.counts.items() if count["added"] + count["changed"]}
    for other in ImportRun.objects.filter(pk__in=later).only("pk", "counts"):
        if any(count["unchanged"] for kind, count in other.counts.items() if kind in told):
            found.add(other.pk)
    return tuple(sorted(found, key=lambda number: later[number], reverse=True))


@transaction.atomic
def undo_import(number: int, *, at: datetime, actor: str | None = None) -> Undone:
    """Undo an import of the entered workspace, so that everything is as it was known before.

    NotFound; NotUndoable: it is not done; BuiltOn: later imports have to be undone first.
    """
    hold_workspace()
    run = find_import(number)
    refuse(run)
    mark_undone(run, at=at, actor=actor)
    taken: dict[str, int] = {}
    returned: dict[str, int] = {}
    for room in _ROOMS:
        for kind, count in room.take_back(run, at=at).items():
            _note(taken, kind, count.changed)
            _note(returned, kind, count.added)
    for subject in ("account", "person"):
        customers.forget_unmentioned(subject, _mentioned(subject), at=at)
    return Undone(run.pk, taken, returned)


def refuse(run: ImportRun) -> None:
    """Raise why this import cannot be undone now, if it cannot."""
    if run.status != ImportRun.Status.DONE:
        raise NotUndoable(f"Import {run.pk} is {run.status}; only an import that is done can be undone.")
    if blocking := obstacles(run):
        named = ", ".join(str(number) for number in blocking)
        raise BuiltOn(f"Later imports built on import {run.pk}: {named}. Undo those first.", blocking)
    if customers.forgets(run):
        raise NotUndoable(
            f"Import {run.pk} was made before imports could be undone; what it changed of accounts is not known. "
            "Import a file that says how they should be."
        )


def find_import(number: int) -> ImportRun:
    try:
        return ImportRun.objects.get(pk=number)
    except ImportRun.DoesNotExist:
        raise NotFound(f"There is no import {number} in this workspace.") from None


def _mentioned(subject: str) -> pa.Array:
    """Every key that a record known now names."""
    stored = [kind for kind in KINDS.values() if kind.room in _READING]
    named = [customers.mentioned(_READING[kind.room].records(kind.name), subject) for kind in stored]
    return pa.concat_arrays([events.mentioned(subject), *named]).unique()


def _note(counts: dict[str, int], kind: str, count: int) -> None:
    if count:
        counts[kind] = counts.get(kind, 0) + count
