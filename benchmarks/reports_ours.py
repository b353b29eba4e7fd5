"""The questions of the benchmark of reports, asked of Holdfast as pages ask them:
`python -m benchmarks.reports_ours FOLDER RUNS [QUESTION]` prints seconds and answers as JSON.

The first run of a question in a process opens and checks the index files; a new process for each makes it cold. Later
runs are of the same process, with bitmaps at hand; the filtered events are forgotten between runs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.peers import reports_asked as asked
from benchmarks.reports_data import MANIFEST, people_of
from holdfast.core.start import load

load()

import ibis  # noqa: E402
import pyarrow as pa  # noqa: E402

from holdfast.events.models import Part  # noqa: E402
from holdfast.events.snapshot import Snapshot  # noqa: E402
from holdfast.events.store.open_indexes import part_indexes  # noqa: E402
from holdfast.events.supply import StoredSupply  # noqa: E402
from holdfast.metrics.reports.answer import Number  # noqa: E402
from holdfast.metrics.reports.answering import answer  # noqa: E402
from holdfast.metrics.reports.asking import Asking  # noqa: E402
from holdfast.metrics.reports.query.base import Breakdown, Interval, Picked, Query, Span  # noqa: E402
from holdfast.metrics.reports.query.conditions import Property  # noqa: E402
from holdfast.metrics.reports.query.funnel import Funnel, Window  # noqa: E402
from holdfast.metrics.reports.query.lifecycle import Lifecycle  # noqa: E402
from holdfast.metrics.reports.query.retention import Counting, Retention  # noqa: E402
from holdfast.metrics.reports.query.segmentation import Line, Measure, Segmentation  # noqa: E402
from holdfast.metrics.reports.query.stickiness import Stickiness  # noqa: E402
from holdfast.metrics.reports.retention import AVERAGE  # noqa: E402
from holdfast.metrics.reports.slots import Clock  # noqa: E402

UTC_ZONE = ZoneInfo("UTC")
AFTER = datetime(2026, 1, 1, tzinfo=UTC)
WEEKS = Span(asked.FIRST_WEEK, "2025-12-28")
YEAR, LAST_90 = Span(asked.FIRST_DAY, asked.LAST_DAY), Span(asked.LAST_90, asked.LAST_DAY)
QUARTER = Span(asked.QUARTER, asked.LAST_DAY)
FITS = Property(asked.PROPERTY, values=(asked.VALUE,))
FITTING = Picked((asked.EVENT,), FITS)


def _active(measure: Measure, span: Span) -> Segmentation:
    return Segmentation(span=span, lines=(Line(measure=measure),))


def _funnel(count: int) -> Funnel:
    steps = tuple(Picked((name,)) for name in asked.STEPS[:count])
    return Funnel(span=QUARTER, steps=steps, window=Window(asked.WINDOW_DAYS), complete_within_span=True)


QUERIES: dict[str, Query] = {
    asked.ON: Retention(span=WEEKS, interval=Interval.WEEK),
    asked.ON_OR_AFTER: Retention(span=WEEKS, interval=Interval.WEEK, counting=Counting.ON_OR_AFTER),
    asked.STICKINESS: Stickiness(span=QUARTER),
    asked.LIFECYCLE: Lifecycle(span=WEEKS, interval=Interval.WEEK),
    asked.DAILY: _active(Measure.UNIQUES, YEAR),
    asked.WEEKLY: _active(Measure.ACTIVE_7, LAST_90),
    asked.MONTHLY: _active(Measure.ACTIVE_30, LAST_90),
    **{name: _funnel(count) for name, count in asked.FUNNELS.items()},
    asked.FILTERED: Segmentation(span=YEAR, lines=(Line(FITTING),)),
    asked.BROKEN_DOWN: Segmentation(
        span=YEAR, lines=(Line(Picked((asked.EVENT,))),), breakdowns=(Breakdown("event", asked.PROPERTY, 50),)
    ),
    asked.STARTED: Retention(span=WEEKS, interval=Interval.WEEK, start=FITTING),
}


def told(name: str, numbers: list[Number]) -> asked.Answer:
    """As the other sides tell it."""
    if name in asked.FUNNELS:
        return asked.told((one.row, one.numerator) for one in numbers if one.column == "reached")
    if name == asked.LIFECYCLE:
        return asked.told((one.row, _week(one.column), one.value) for one in numbers if one.row != "pulse")
    if name == asked.STICKINESS:
        return asked.told((one.column, one.numerator) for one in numbers)
    if name in (asked.ON, asked.ON_OR_AFTER, asked.STARTED):
        cells = (one for one in numbers if one.row != AVERAGE)
        return asked.told((_week(one.row), one.column, one.numerator) for one in cells)
    if name == asked.BROKEN_DOWN:
        return asked.told((one.row, one.column, one.value) for one in numbers)
    return asked.told((one.column, one.value) for one in numbers)


def _week(label: str) -> int:
    return int(label.partition("W")[2]) - 1


def opened(folder: Path) -> StoredSupply:
    """What a page of the workspace has: the parts of the manifest, their indexes, and the merges."""
    listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    parts = tuple(
        Part(**one | {end: datetime.fromisoformat(one[end]) for end in ("first_at", "last_at")}) for one in listed
    )
    own = list(range(asked.MERGED, people_of(sum(part.rows for part in parts)) + 1, asked.MERGED))
    ids = {
        "person": pa.table({"own": own, "id": [one - asked.SHIFT for one in own]}),
        "account": pa.table({"own": pa.array([], pa.int64()), "id": pa.array([], pa.int64())}),
    }
    stored = Snapshot(parts, tuple(part_indexes(parts, UTC_ZONE)), ids, UTC_ZONE, None)
    return StoredSupply(stored, {}, AFTER, _connected)


@cache
def _connected() -> Any:
    """A book has one connection."""
    con = ibis.duckdb.connect(threads=2)
    con.raw_sql("SET TimeZone = 'UTC'")
    return con


class Asked:
    """Asks of one state of the events, as long as a process lives."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._supply: StoredSupply | None = None

    def __call__(self, name: str) -> asked.Answer:
        if self._supply is None:
            self._supply = opened(self._folder)
        asking = Asking(self._supply, None, Clock(UTC_ZONE, 1, AFTER))
        found = answer(asking, QUERIES[name])
        numbers = list(found.numbers())
        return told(name, numbers)


def _asking(ask: Asked, name: str) -> Callable[[], asked.Answer]:
    return lambda: ask(name)


def main(folder: Path, runs: int, only: str = "") -> None:
    ask = Asked(folder)
    asked.finish(asked.timed({name: _asking(ask, name) for name in QUERIES if only in ("", name)}, runs))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
