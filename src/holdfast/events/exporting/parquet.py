"""Events as a folder of Parquet files, one for each month, in the layout that most tools know."""

from __future__ import annotations

from pathlib import Path

import orjson

from holdfast.events.exporting.folders import MARK, replacing
from holdfast.events.exporting.rows import MONTH, Events


def write(events: Events, target: Path) -> tuple[int, int]:
    """Put the events in the place of what is at `target`; returns how many, and of how many months.

    The same events make the same bytes.
    """
    counts: dict[str, int] = {}
    with replacing(target) as new:
        for month in events.months():
            home = new / f"{MONTH}={month.name}"
            home.mkdir()
            if rows := events.write(month, home / "events.parquet"):
                counts[month.name] = rows
            else:
                home.rmdir()
        told = {"made_by": "holdfast events export", "events": counts}
        (new / MARK).write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))
    return sum(counts.values()), len(counts)
