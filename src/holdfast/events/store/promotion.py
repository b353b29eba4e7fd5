"""Gives the parts there are the columns of properties that came to be asked for, a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import duckdb

from holdfast.events.contracts import Damage
from holdfast.events.models import Part
from holdfast.events.store.columns import wrong
from holdfast.events.store.compaction import FLOOR_ROWS
from holdfast.events.store.layout import root
from holdfast.events.store.manifest import alive_parts
from holdfast.events.store.promoted import promoted
from holdfast.events.store.rewriting import Overtaken, renew

AT_ONCE = 3_000_000  # rows of a round of the worker

_WRONG = "SELECT count(*) FILTER (WHERE {wrong}) FROM read_parquet(?, hive_partitioning = false)"


def promote(*, at: datetime, most: int = AT_ONCE) -> int:
    """Write large parts again that lack a column, the newest first, until `most` rows are written; how many parts.

    Small ones are merged soon, and get theirs then.
    """
    names = set(promoted(at))
    rows = done = 0
    for part in alive_parts().filter(rows__gte=FLOOR_ROWS).order_by("-last_at", "-pk"):
        if rows >= most:
            break
        if names - set(part.promoted):
            rows += part.rows
            done += _renewed(part, at)
    return done


def wrong_columns() -> Iterator[tuple[Part, Damage]]:
    """The parts in whose columns anything else stands than in the JSON beside them, and how many events that is of."""
    for part in Part.objects.filter(dead_at__isnull=True).exclude(promoted=[]).order_by("pk").iterator():
        if (root() / part.path).exists() and (rows := _count(part)):
            yield part, Damage(what="column", path=part.path, problem="changed", rows=rows)


def renew_wrong(*, at: datetime) -> int:
    """Write them again; how many."""
    return sum(_renewed(part, at) for part, _ in [*wrong_columns()])


def _renewed(part: Part, at: datetime) -> int:
    try:
        renew(part, at=at)
    except Overtaken:
        return 0
    return 1


def _count(part: Part) -> int:
    with duckdb.connect() as con:
        con.execute("SET enable_progress_bar = false")
        try:
            found: int = con.execute(_WRONG.format(wrong=wrong(part.promoted)), [str(root() / part.path)]).fetchall()[
                0
            ][0]
        except duckdb.Error:  # a file that cannot be read, or lacks the column, is told as a part that was changed
            return 0
        return found
