"""The events of erased people, taken out of the parts that hold them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

import duckdb
import pyarrow as pa

from holdfast.events.models import Part
from holdfast.events.store.layout import root
from holdfast.events.store.rewriting import Overtaken, cut

Tell = Callable[[float], None]

_HELD = """
SELECT filename AS path, count(*) AS rows FROM read_parquet($paths, hive_partitioning = false, filename = true)
WHERE person_ordinal IN (SELECT unnest($ordinals)) GROUP BY ALL
"""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """How many parts were written again, and how many events went."""

    parts: int = 0
    rows: int = 0


def held_by(ordinals: Collection[int]) -> dict[Part, int]:
    """The parts that hold events of these people, those of undone imports too, and how many."""
    parts = {str(root() / part.path): part for part in Part.objects.filter(dead_at__isnull=True).order_by("pk")}
    there = [path for path in parts if (root() / path).exists()]  # of a lost one there is nothing to erase
    if not there or not ordinals:
        return {}
    with duckdb.connect() as con:
        found: pa.Table = con.execute(_HELD, {"paths": there, "ordinals": sorted(ordinals)}).fetch_arrow_table()
    rows = dict(zip(found["path"].to_pylist(), found["rows"].to_pylist(), strict=True))
    return {part: rows[path] for path, part in parts.items() if path in rows}


def count_of(ordinals: Collection[int]) -> int:
    """How many events of these people are stored."""
    return sum(held_by(ordinals).values())


def rewrite(ordinals: Collection[int], *, at: datetime, tell: Tell = lambda share: None) -> Rewritten:
    """Write every part again that holds events of these people. Afterwards no part that counts does.

    Part by part, each in a transaction of its own: pages and the drain have their turn, and whoever is killed has lost
    one part of the work.
    """
    gone = f"person_ordinal IN ({', '.join(str(int(each)) for each in sorted(ordinals))})"
    parts = rows = 0
    while todo := held_by(ordinals):
        for place, part in enumerate(todo):
            tell(place / len(todo))
            try:
                rows += cut(part, gone, at=at)
                parts += 1
            except Overtaken:  # merged meanwhile: the next round finds where its rows are now
                continue
    return Rewritten(parts, rows)
