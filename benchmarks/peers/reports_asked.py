"""What the benchmark of reports asks of all sides, and how the time it takes is told.

An answer is a dictionary of text -> whole number, without those that are 0.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

ON = "retention, 52 x 52 weeks"
ON_OR_AFTER = "retention, 52 x 52 weeks, in each or later"
STICKINESS = "stickiness, days of a quarter"
LIFECYCLE = "lifecycle, 52 weeks"
DAILY = "active in a day, 365 days"
WEEKLY = "active in 7 days, each of 90 days"
MONTHLY = "active in 30 days, each of 90 days"
FUNNEL_3 = "funnel of 3 steps, a quarter"
FUNNEL_5 = "funnel of 5 steps, a quarter"
FILTERED = "active in a day by an event with a property, 365 days"
BROKEN_DOWN = "active in a day by an event, by 30 values of a property, 365 days"
STARTED = "retention of those who did an event with a property, 52 x 52 weeks"
BY_INDEX = (ON, ON_OR_AFTER, STICKINESS, LIFECYCLE, DAILY, WEEKLY, MONTHLY)
FUNNELS = {FUNNEL_3: 3, FUNNEL_5: 5}
BY_EVENTS = (FILTERED, BROKEN_DOWN, STARTED)
WINDOW_FUNNEL = "windowFunnel: "
QUESTIONS = (*BY_INDEX, *FUNNELS, *BY_EVENTS)

STEPS = ("event_3", "event_7", "event_19", "event_11", "event_5")
WINDOW_DAYS = 14
EVENT, PROPERTY, VALUE = "event_7", "country", "C7"
FIRST_DAY, AFTER = "2025-01-01", "2026-01-01"
FIRST_WEEK, AFTER_WEEKS, WEEKS = "2024-12-30", "2025-12-29", 52
QUARTER = "2025-10-01"
LAST_90, LAST_DAY = "2025-10-03", "2025-12-31"
# Every twentieth person is another id of the one 7 before: 5 % of all ids are merged.
MERGED, SHIFT = 20, 7

Answer = dict[str, int]


def told(rows: Iterable[tuple[Any, ...]]) -> Answer:
    """Rows of labels and a number."""
    return {" ".join(map(str, labels)): int(number) for *labels, number in rows if number}


def cumulated(rows: Iterable[tuple[int, int, int]]) -> Answer:
    """Rows of week, the last week later in which they came, and how many: those of later weeks count too."""
    found: dict[tuple[int, int], int] = {}
    for week, later, number in rows:
        for column in range(later + 1):
            found[week, column] = found.get((week, column), 0) + number
    return told((*key, number) for key, number in found.items())


def furthest(rows: Iterable[tuple[int, int]], count: int) -> Answer:
    """Rows of the furthest step, numbered from 1, and how many: those of further ones reached it too."""
    by_step = dict(rows)
    return told((step, sum(n for reached, n in by_step.items() if reached >= step)) for step in range(1, count + 1))


def timed(asked: dict[str, Callable[[], Answer]], runs: int) -> dict[str, Any]:
    """Of each question the first and the fastest later run: seconds, seconds of the processor, and the answer."""
    return {name: _timed(name, ask, runs) for name, ask in asked.items()}


def _timed(name: str, ask: Callable[[], Answer], runs: int) -> dict[str, Any]:
    times, answers = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), _cpu()
        answers.append(ask())
        times.append((time.perf_counter() - wall, _cpu() - cpu))
    if any(answer != answers[0] for answer in answers):
        raise AssertionError(f"{name}: not the same answer twice")
    print(f"  {name}: {times[-1][0]:.3f} s", file=sys.stderr, flush=True)
    best = [min(one[place] for one in times[1:] or times) for place in (0, 1)]
    return {"first": times[0], "again": best, "answer": answers[0]}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_mb() -> float:
    """Of this program."""
    with open("/proc/self/status", encoding="utf-8") as status:  # noqa: PTH123
        return int(status.read().partition("VmHWM:")[2].split()[0]) / 1024


def finish(found: dict[str, Any], **more: Any) -> None:
    """As JSON, in one line."""
    print(json.dumps({"questions": found, "memory": peak_mb(), **more}))
