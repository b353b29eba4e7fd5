"""What of an answer runs over time, and the single numbers of one that does not: what a tile shows large, and what an
alert watches.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.insights.usage.explained import place_of
from holdfast.insights.usage.noted import is_moment
from holdfast.insights.usage.words import row_text, series_text, step_text
from holdfast.metrics.reports.answer import Number
from holdfast.metrics.reports.query.paths import Paths
from holdfast.metrics.reports.query.reading import AnyQuery
from holdfast.metrics.reports.retention import AVERAGE
from holdfast.web.format import Formatter

MOST = 60


@dataclass(frozen=True, slots=True)
class Course:
    """key: what it is found by again, the same for every answer to the query. numbers: in the order of time.

    Of an answer without time each number is a course of its own, of one number.
    """

    key: str
    name: str
    numbers: tuple[Number, ...]

    @property
    def moves(self) -> bool:
        """Whether it runs over time."""
        return len(self.numbers) > 1 or (len(self.numbers) == 1 and any(map(is_moment, _places(self.numbers[0]))))

    @property
    def complete(self) -> list[Number]:
        """The numbers of the periods that are over."""
        return [number for number in self.numbers if number.complete]


def label_of(number: Number) -> str:
    """The period that a number of a course is of."""
    return number.column if is_moment(number.column) else number.row


def courses(query: AnyQuery, numbers: Sequence[Number], write: Formatter) -> list[Course]:
    """All there are, the first one the one that says most."""
    if isinstance(query, Paths):  # events may be called like days
        return [_alone(query, number, write) for number in numbers[:MOST]]
    if any(is_moment(number.column) for number in numbers):
        return _gathered(query, [number for number in numbers if is_moment(number.column)], "row", write)
    if any(is_moment(number.row) for number in numbers):
        back = [number for number in numbers if is_moment(number.row) and number.column != "0"]
        return [*_gathered(query, back, "column", write), *_averages(query, numbers, write)]
    return [_alone(query, number, write) for number in numbers[:MOST]]


def found(query: AnyQuery, numbers: Sequence[Number], key: str, write: Formatter) -> Course | None:
    """The course of a key; the first one of an answer for an empty one. None when the answer has it no more."""
    every = courses(query, numbers, write)
    if not key:
        return every[0] if every else None
    return next((course for course in every if course.key == key), None)


def _gathered(query: AnyQuery, numbers: Sequence[Number], other: str, write: Formatter) -> list[Course]:
    """other: what is the same in a course, beside its series."""
    by_key: dict[tuple[str, str], list[Number]] = {}
    for number in numbers:
        by_key.setdefault((number.series, getattr(number, other)), []).append(number)
    return [
        Course(_key(other, *names), _name(query, names, other, members[0], write), tuple(members))
        for names, members in list(by_key.items())[:MOST]
    ]


def _averages(query: AnyQuery, numbers: Sequence[Number], write: Formatter) -> list[Course]:
    return [_alone(query, number, write) for number in numbers if number.row == AVERAGE and number.column != "0"][:MOST]


def _alone(query: AnyQuery, number: Number, write: Formatter) -> Course:
    return Course(_key("", *_places(number)), place_of(query, number, write), (number,))


def _name(query: AnyQuery, names: tuple[str, str], other: str, number: Number, write: Formatter) -> str:
    series, same = names
    if other == "column":
        told = Number(series, "", same, None)
        return place_of(query, told, write)
    said = (series_text(query, series, write), step_text(query, same, write) if same else "")
    return ", ".join(text for text in said if text) or row_text(same, write)


def _key(*parts: str) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _places(number: Number) -> tuple[str, str, str]:
    return number.series, number.row, number.column
