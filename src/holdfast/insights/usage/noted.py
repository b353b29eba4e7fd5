"""What members noted on days, as flags over the periods of a chart that runs over time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from holdfast.insights.annotations.api import Note
from holdfast.metrics.kernel.period import Grain, following
from holdfast.metrics.reports.query.base import Interval
from holdfast.web.charts.flags import Flag
from holdfast.web.format import Formatter

_MONTHS = {"1": 1, "2": 4, "3": 7, "4": 10}
_MOMENT = re.compile(r"\d{4}-(W\d\d|Q\d|\d\d(-\d\d(T.*)?)?)$")


def is_moment(text: str) -> bool:
    """Whether a row or column is a period."""
    return bool(_MOMENT.match(text))


def first_day(label: str) -> date:
    """Of the period of a label such as 2026-W14, 2026-Q2, 2026-03, 2026-03-31 or 2026-03-31T09:00+02:00."""
    year, rest = int(label[:4]), label[5:]
    if rest.startswith("W"):
        return date.fromisocalendar(year, int(rest[1:]), 1)
    if rest.startswith("Q"):
        return date(year, _MONTHS[rest[1:]], 1)
    return date.fromisoformat(f"{label}-01" if len(rest) == len("03") else label[:10])


def placed(labels: Sequence[str], interval: Interval, notes: Sequence[Note]) -> dict[str, list[Note]]:
    """Label -> what was noted in its period. By the hour, notes stand over the first one of their day."""
    grain = Grain.DAY if interval is Interval.HOUR else Grain(interval)
    periods = [(label, first_day(label)) for label in labels]
    found: dict[str, list[Note]] = {}
    for note in notes:
        label = next((label for label, first in periods if first <= note.day < following(first, grain)), None)
        if label is not None:
            found.setdefault(label, []).append(note)
    return found


def flags(placed_notes: dict[str, list[Note]], write: Formatter) -> tuple[Flag, ...]:
    """One for each period that has notes."""
    return tuple(
        Flag(label, "\n".join(f"{write.day(note.day)}: {note.text}" for note in notes))
        for label, notes in placed_notes.items()
    )
