"""Events and entries aside from before a moment: counted, and removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import duckdb
from django.db import transaction
from django.db.models import QuerySet, Sum

from holdfast.core.api import PutCount, hold_workspace, note_change
from holdfast.events.models import Outcome, Part, SetAside
from holdfast.events.store.layout import root
from holdfast.events.store.rewriting import Overtaken, cut
from holdfast.metrics.kernel.days import EPOCH, MICROSECOND

Tell = Callable[[float], None]

_OLD = "occurred_at < make_timestamptz({micros})"
_COUNT = """
SELECT count(*) FROM read_parquet($paths, hive_partitioning = false) WHERE occurred_at < make_timestamptz($micros)
"""


@dataclass(frozen=True, slots=True)
class Old:
    """events: before the moment; parts: how many hold such, `whole` of them nothing else; of: all events.

    oldest: when the first of all happened.
    """

    events: int
    parts: int
    whole: int
    of: int
    oldest: datetime | None


def older_than(before: datetime) -> Old:
    """What `remove_older` would remove. The manifest knows but of the parts with events on both sides."""
    whole, across = list(_whole(before)), list(_across(before))
    rows = sum(part.rows for part in whole) + _counted(across, before)
    alive = Part.objects.filter(dead_at__isnull=True)
    first = alive.order_by("first_at").values_list("first_at", flat=True).first()
    return Old(rows, len(whole) + len(across), len(whole), alive.aggregate(all=Sum("rows"))["all"] or 0, first)


def remove_older(before: datetime, *, at: datetime, tell: Tell = lambda share: None) -> int:
    """Remove every event from before, with what the index says of it; how many.

    Parts from before go as a whole, parts across are written again, each in a transaction with its index. The numbers
    change with the first of them.
    """
    removed = _drop(before, at)
    across = list(_across(before))
    for place, part in enumerate(across):
        tell(place / len(across))
        try:
            removed += cut(part, _condition(before), at=at, within=lambda: note_change(PutCount(changed=1)))
        except Overtaken:  # merged meanwhile; the next night finds it
            continue
    return removed


def aside_older_than(before: datetime) -> int:
    """Entries aside from before."""
    return SetAside.objects.filter(set_aside_at__lt=before).count()


def remove_aside(before: datetime) -> int:
    """Remove the entries aside from before, and the examples of what was refused; how many entries."""
    Outcome.objects.filter(last_at__lt=before).exclude(example="").update(example="")
    return SetAside.objects.filter(set_aside_at__lt=before).delete()[0]


@transaction.atomic
def _drop(before: datetime, at: datetime) -> int:
    hold_workspace()
    whole = _whole(before)
    rows = whole.aggregate(all=Sum("rows"))["all"] or 0
    if rows:
        whole.update(dead_at=at)
        note_change(PutCount(changed=rows))
    return rows


def _whole(before: datetime) -> QuerySet[Part, Part]:
    return Part.objects.filter(dead_at__isnull=True, last_at__lt=before)


def _across(before: datetime) -> QuerySet[Part, Part]:
    return Part.objects.filter(dead_at__isnull=True, first_at__lt=before, last_at__gte=before).order_by("pk")


def _counted(parts: list[Part], before: datetime) -> int:
    paths = [str(path) for part in parts if (path := root() / part.path).exists()]
    if not paths:
        return 0
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        found: int = con.execute(_COUNT, {"paths": paths, "micros": _micros(before)}).fetchall()[0][0]
        return found


def _condition(before: datetime) -> str:
    return _OLD.format(micros=_micros(before))


def _micros(before: datetime) -> int:
    return (before - EPOCH) // MICROSECOND
