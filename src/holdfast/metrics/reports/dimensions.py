"""Breakdowns by any number of dimensions at once: which values there are, which are shown, which combinations occur."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyroaring import BitMap

from holdfast.metrics.kernel.bitmaps import ordinals_of
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.breaking import NO_VALUE, OTHER
from holdfast.metrics.reports.query.base import Breakdown
from holdfast.metrics.reports.query.conditions import InSegment, Unit
from holdfast.metrics.reports.supply import Coding

Codes = npt.NDArray[np.int64]

INSIDE, OUTSIDE = "inside", "outside"


@dataclass(frozen=True)
class Dimension:
    """One breakdown. values: what each code stands for; more may come to it. coding: None: a property of the event."""

    breakdown: Breakdown
    coding: Coding | None
    values: list[str | None]
    _codes: dict[str | None, int] = field(default_factory=dict)

    @classmethod
    def of(cls, asking: Asking, breakdown: Breakdown, unit: Unit) -> Dimension:
        """Raises BadQuery for traits or segments that nobody has."""
        by, name = breakdown.by, breakdown.name
        if by == "event":
            return cls(breakdown, None, [None], {None: 0})
        # When accounts are counted, what is said of a person is said of who did the event: as in a condition.
        of_person = by == "person" or (by == "segment" and asking.holding.subject(InSegment(key=name)) is Unit.PERSON)
        subject = Unit.PERSON if of_person else unit
        held = asking.holding.groups(by, name, subject)
        if by == "segment":
            return cls(breakdown, coding_of(subject, [held[INSIDE]]), [OUTSIDE, INSIDE])
        values = sorted(held)
        return cls(breakdown, coding_of(subject, [held[value] for value in values]), [None, *values])

    def codes(self, texts: pa.ChunkedArray) -> Codes:
        """The codes of values of the property; new ones are given to values that have none."""
        encoded = texts.combine_chunks().dictionary_encode()
        known = [self._codes.setdefault(value, len(self._codes)) for value in encoded.dictionary.to_pylist()]
        self.values.extend(list(self._codes)[len(self.values) :])
        codes: Codes = np.array([0, *known], np.int64)[encoded.indices.fill_null(-1).to_numpy() + 1]
        return codes

    def order(self) -> Codes:
        """The place of each code's value in the alphabet; none at all comes last."""
        ordered = sorted(range(len(self.values)), key=lambda code: (self.values[code] is None, self.values[code] or ""))
        places = np.empty(len(ordered), np.int64)
        places[ordered] = np.arange(len(ordered))
        return places


def coding_of(subject: Unit, held: Sequence[BitMap]) -> Coding:
    """Code n + 1 for those of bitmap n; for who is in several, the first."""
    ids = np.concatenate([np.zeros(0, np.uint32), *(ordinals_of(bitmap) for bitmap in held)])
    codes = np.repeat(np.arange(1, len(held) + 1), [len(bitmap) for bitmap in held])
    ids, first = np.unique(ids, return_index=True)
    return Coding(subject, ids, codes[first].astype(np.int64))


@dataclass(frozen=True)
class Shown:
    """What is shown of one dimension: the largest values, and if there are more the others together."""

    labels: tuple[str, ...]
    place_of: Codes

    @classmethod
    def of(cls, dimension: Dimension, weights: npt.NDArray[np.float64]) -> Shown:
        """weights: of each code; of equal ones the first in the alphabet comes first. Without weight none is shown."""
        ordered = np.lexsort((dimension.order(), -weights))
        shown = ordered[weights[ordered] > 0][: dimension.breakdown.top]
        places = np.full(len(dimension.values), len(shown))
        places[shown] = np.arange(len(shown))
        values = (dimension.values[code] for code in shown.tolist())
        return cls((*(NO_VALUE if value is None else value for value in values), OTHER), places)


@dataclass(frozen=True)
class Combinations:
    """Those that occur, in the order of what is shown of the first dimension, then of the second ...

    numbers: one for each, rising. Without dimensions there is one combination of nothing.
    """

    shown: tuple[Shown, ...]
    numbers: Codes

    @classmethod
    def of(cls, shown: tuple[Shown, ...], occurring: Iterable[Sequence[Codes]]) -> Combinations:
        """occurring: arrays of codes, one for each dimension."""
        if not shown:
            return cls((), np.zeros(1, np.int64))
        there = np.zeros(prod(len(one.labels) for one in shown), np.bool_)
        for codes in occurring:
            there[_numbers(shown, codes)] = True
        return cls(shown, np.flatnonzero(there))

    def __len__(self) -> int:
        return len(self.numbers)

    def places(self, codes: Sequence[Codes], count: int) -> Codes:
        """The combination that each of `count` is under."""
        if not self.shown:
            return np.zeros(count, np.int64)
        return np.searchsorted(self.numbers, _numbers(self.shown, codes)).astype(np.int64)

    def labels(self) -> list[tuple[str, ...]]:
        """The values of each, or "Other", in the order of the dimensions."""
        found = []
        for number in self.numbers.tolist():
            parts = []
            for one in reversed(self.shown):
                number, place = divmod(number, len(one.labels))
                parts.append(one.labels[place])
            found.append(tuple(reversed(parts)))
        return found


def _numbers(shown: Sequence[Shown], codes: Sequence[Codes]) -> Codes:
    number = np.zeros(len(codes[0]), np.int64)
    for one, column in zip(shown, codes, strict=True):
        number = number * len(one.labels) + one.place_of[column]
    return number
