"""What an answer of paths is made of: what was done at each step, and what led from one step to the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.metrics.reports.answer import Number
from holdfast.metrics.reports.paths import PATHS

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Count:
    """number: how many people or accounts, as a share. paths: how many paths are theirs."""

    number: Number
    paths: int

    @property
    def step(self) -> int:
        """0: where paths begin, or end if they are told backward; below 0: before that."""
        return int(self.number.series)


@dataclass(frozen=True)
class Steps:
    """whole: all paths, and those that arrived, later, or never. done: what was done. moves: from one to the next.

    done and moves are in the order of time, those of a step as the answer has them.
    """

    whole: tuple[Count, ...]
    done: tuple[Count, ...]
    moves: tuple[Count, ...]

    @property
    def shown(self) -> list[int]:
        """The steps there are, in the order of time."""
        return sorted({count.step for count in self.done})


def steps_of(numbers: Iterable[Number]) -> Steps:
    """Of all numbers of an answer."""
    counts: dict[Key, Number] = {}
    paths: dict[Key, int] = {}
    for number in numbers:
        if number.series.endswith(PATHS):
            series = number.series.removesuffix(PATHS).strip()
            paths[series, number.row, number.column] = int(number.value or 0)
        else:
            counts[number.series, number.row, number.column] = number
    found = [Count(number, paths.get(key, 0)) for key, number in counts.items()]
    at_steps = [count for count in found if count.number.series]
    return Steps(
        tuple(count for count in found if not count.number.series),
        tuple(sorted((count for count in at_steps if not count.number.column), key=lambda count: count.step)),
        tuple(sorted((count for count in at_steps if count.number.column), key=lambda count: count.step)),
    )
