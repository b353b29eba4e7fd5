"""What those did meanwhile who never used a feature: the same intervals around the same days, weighted the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from holdfast.metrics.reports.figures import Floats, Ints


@dataclass(frozen=True)
class Around:
    """Intervals of `length` days, `many` of them before an interval 0 and as many after it."""

    length: int
    many: int

    @property
    def numbers(self) -> range:
        """-2, -1, 0, 1, 2, if there are two on each side."""
        return range(-self.many, self.many + 1)

    @property
    def before(self) -> int:
        """How many days lie before interval 0."""
        return self.many * self.length

    @property
    def after(self) -> int:
        """How many days there are from the first one of interval 0 on."""
        return (self.many + 1) * self.length


@dataclass(frozen=True)
class Done:
    """On which days who did how much, by actor and then by day; all of one length."""

    actors: npt.NDArray[np.uint32]
    days: Ints
    times: Ints


def meanwhile(
    around: Around, first: int, users: Ints, actors: npt.NDArray[np.uint32], known: Ints, done: Done, *, once: bool
) -> Floats | None:
    """For each interval the mean of those who never used it, over the days on which others did for the first time.

    first: a day; users: how many first used it on that day, on the next ... actors, known: who never did, rising, and
    the day each was first seen on. once: an interval counts once, however often something was done in it. Of each day
    only those count who had been seen when its first interval began; null if on no day anybody had.
    """
    eligible = (known + around.before - first).clip(min=0)
    some = eligible < len(users)
    actors, eligible = actors[some], eligible[some]
    many = np.cumsum(np.bincount(eligible, minlength=len(users)))
    weights = np.where(many > 0, users, 0)
    if not weights.sum():
        return None
    sums = _sums(around, first, len(users), actors, eligible, done, once=once)
    days = np.arange(len(users))
    means = [
        (weights * sums[days, days + around.before + number * around.length] / many.clip(min=1)).sum()
        for number in around.numbers
    ]
    found: Floats = np.array(means) / weights.sum()
    return found


def _sums(
    around: Around, first: int, days: int, actors: npt.NDArray[np.uint32], eligible: Ints, done: Done, *, once: bool
) -> Floats:
    """[day, start]: how much all who are eligible on a day did in the interval that begins with a start.

    Starts are counted from `around.before` days before the first day on. What was done on one day falls into the
    intervals that begin with the `length` days up to it; if it counts once, only into those that do not hold an earlier
    day of the same one, who is in them already.
    """
    if not len(actors):
        return np.zeros((days, days + 2 * around.before))
    place = np.searchsorted(actors, done.actors).clip(max=len(actors) - 1)
    mine = actors[place] == done.actors
    place, upto, times = place[mine], done.days[mine] - first + around.before, done.times[mine]
    begin = upto - around.length + 1
    if once:
        again = np.append(False, place[1:] == place[:-1])[: len(place)]
        begin = np.where(again, np.maximum(begin, np.roll(upto, 1) + 1), begin)
        times = np.ones(len(times), np.int64)
    width = days + 2 * around.before + 1
    rows, begin, end = eligible[place] * width, begin.clip(0, width - 1), (upto + 1).clip(0, width - 1)
    found = np.bincount(rows + begin, weights=times, minlength=days * width)
    found -= np.bincount(rows + end, weights=times, minlength=days * width)
    sums: Floats = found.reshape(days, width).cumsum(axis=1).cumsum(axis=0)[:, :-1]
    return sums
