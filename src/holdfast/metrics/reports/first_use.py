"""First use: an event in the intervals before and after somebody's first use of a feature, beside those who never did.

It shows what goes together, never that the one brings about the other: who begins with a feature may be about to do
more of everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap
from scipy.special import stdtrit

from holdfast.metrics.kernel.active import ActiveDays, union
from holdfast.metrics.kernel.bitmaps import bitmap_of, ordinals_of
from holdfast.metrics.kernel.days import day_of, local_days
from holdfast.metrics.reports.answer import Number, places, share
from holdfast.metrics.reports.asking import Asking, by_number
from holdfast.metrics.reports.compared import Around, Done, meanwhile
from holdfast.metrics.reports.each_day import each_day
from holdfast.metrics.reports.errors import NoSuchCell
from holdfast.metrics.reports.figures import Floats, Ints
from holdfast.metrics.reports.query.base import FIRST_YEAR, LAST_YEAR, Interval, Span
from holdfast.metrics.reports.query.first_use import FirstUse, Measured
from holdfast.metrics.reports.query.keeping import DAYS
from holdfast.metrics.reports.splitting import split

USERS, NEVER, PEOPLE, CHANGE, DIFFERENCE = "users", "never", "people", "change", "difference"
TOO_NEW, TOO_RECENT = "too_new", "too_recent"
_LEVEL = 0.975  # of a two-sided interval of 95 %
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Users:
    """Who first used it in the span, and has been there and is past long enough. actors: rising; days: of first use."""

    actors: npt.NDArray[np.uint32]
    days: Ints
    too_new: BitMap
    too_recent: BitMap


@dataclass(frozen=True)
class FirstUseAnswer:
    """sums: for each interval how many users were active in it, or how often all did it; active: who did it at all.

    changes: of each user, how much more of it there was in an interval after the first use than in one before.
    meanwhile: for each interval the mean of those who never used it; null where there is nobody to compare with.
    """

    measured: Measured
    around: Around
    users: Users
    sums: Ints
    active: tuple[BitMap, ...]
    changes: Floats
    never: BitMap
    meanwhile: Floats | None

    def numbers(self) -> Iterator[Number]:
        """See `Answer`. series: people, users, never, difference; column: the interval, 0 the one of the first use.

        change: the mean of an interval after less that of one before, the one of the first use left out; low and high
        enclose that of users with 95 %. difference: what is left of it without the change of those who never used it.
        """
        for number, (name, who) in enumerate(self._people.items()):
            yield Number(PEOPLE, "", name, len(who), cell=f"0.{number}")
        many = len(self.users.actors)
        for place, number in enumerate(self.around.numbers):
            cell = f"1.{place}" if self.measured is Measured.ACTIVE else None
            found = int(self.sums[place])
            yield Number(USERS, self.measured, str(number), share(found, many), found, many, cell=cell)
        for place, number in enumerate(self.around.numbers):
            value = None if self.meanwhile is None else float(self.meanwhile[place])
            yield Number(NEVER, self.measured, str(number), value)
        change, low, high = self.change()
        for column, value in {"mean": change, "low": low, "high": high}.items():
            yield Number(USERS, CHANGE, column, value)
        others = self.change_meanwhile()
        yield Number(NEVER, CHANGE, "mean", others)
        left = None if change is None or others is None else change - others
        yield Number(DIFFERENCE, CHANGE, "mean", left)

    def change(self) -> tuple[float | None, float | None, float | None]:
        """The mean change of users, and Student's interval of it; of one user alone there is none."""
        many = len(self.changes)
        if not many:
            return None, None, None
        mean = float(self.changes.mean())
        if many == 1:
            return mean, None, None
        spread = float(stdtrit(many - 1, _LEVEL) * self.changes.std(ddof=1) / sqrt(many))
        return mean, mean - spread, mean + spread

    def change_meanwhile(self) -> float | None:
        """The same of those who never used it."""
        if self.meanwhile is None:
            return None
        many = self.around.many
        return float(self.meanwhile[many + 1 :].mean() - self.meanwhile[:many].mean())

    def behind(self, cell: str) -> BitMap:
        """See `Answer`."""
        which, number = places(cell, 2, max(len(self._people), len(self.active)))
        marks = [*self._people.values()] if which == 0 else [*self.active]
        if number >= len(marks) or (which and self.measured is not Measured.ACTIVE):
            raise NoSuchCell(cell)
        return marks[number]

    @property
    def _people(self) -> dict[str, BitMap]:
        users = self.users
        return {USERS: bitmap_of(users.actors), TOO_NEW: users.too_new, TOO_RECENT: users.too_recent, NEVER: self.never}


def first_use(asking: Asking, query: FirstUse) -> FirstUseAnswer:
    """Raises BadQuery for traits or segments that nobody has."""
    around = Around(DAYS[query.interval], query.around)
    slots = asking.clock.slots(query.span, Interval.DAY)
    used = asking.active(query.feature, query.unit, query.where)
    actors, known = _known(asking, query)
    first, last = slots.all_days
    users = _users(asking, used.first_seen.between(first, last), actors, known, around)
    done = _done(asking, query, first - around.before, last + around.after)
    sums, active, changes = _of_users(users, done, around, once=query.measured is Measured.ACTIVE)
    others = ~np.isin(actors, ordinals_of(union(used.bitmaps)))
    began = np.bincount(users.days - first, minlength=last - first + 1)
    found = meanwhile(around, first, began, actors[others], known[others], done, once=query.measured is Measured.ACTIVE)
    compared_with = known + around.before <= (users.days.max() if len(users.days) else -1)
    never = bitmap_of(actors[others & compared_with])
    return FirstUseAnswer(query.measured, around, users, sums, active, changes, never, found)


def _known(asking: Asking, query: FirstUse) -> tuple[npt.NDArray[np.uint32], Ints]:
    """Everybody the report may speak of, rising, and the local day each was first seen on."""
    created = asking.who.created(query.unit)
    actors = np.fromiter(created.keys(), np.uint32, len(created))
    days = local_days(np.fromiter(created.values(), np.int64, len(created)), asking.clock.zone).astype(np.int64)
    order = np.argsort(actors)
    actors, days = actors[order], days[order]
    of_actor = split(query.where, query.unit, asking.holding.subject).of_actor
    if of_actor is None:
        return actors, days
    held = np.isin(actors, ordinals_of(asking.holding.of(of_actor, query.unit)))
    return actors[held], days[held]


def _users(asking: Asking, used: ActiveDays, known: npt.NDArray[np.uint32], since: Ints, around: Around) -> Users:
    """used: everybody on the day of the first use."""
    actors, days = each_day(used)
    # Days before this one are over.
    today = day_of(asking.clock.as_of, asking.clock.zone)
    recent = days + around.after > today
    place = np.searchsorted(known, actors).clip(max=max(len(known) - 1, 0))
    seen = known[place] == actors if len(known) else np.zeros(len(actors), np.bool_)
    new = np.where(seen, since[place] > days - around.before, True) if len(known) else ~seen
    whole = ~recent & ~new
    return Users(actors[whole], days[whole], bitmap_of(actors[new]), bitmap_of(actors[recent & ~new]))


def _done(asking: Asking, query: FirstUse, first: int, end: int) -> Done:
    """What is measured, from the first day up to and without the end."""
    low, high = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 30)
    begin, last = (min(max(_EPOCH + timedelta(days=day), low), high).isoformat() for day in (first, end))
    slots = asking.clock.slots(Span(begin, last), Interval.DAY)
    if query.measured is Measured.ACTIVE:
        active = asking.active(query.event, query.unit, query.where, slots)
        actors, days = each_day(active.between(*slots.all_days))
        return Done(actors, days, np.ones(len(actors), np.int64))
    actors, numbers, times = asking.counts(query.event, query.unit, slots, query.where)
    days = np.array([slots.day_at(int(edge)) for edge in slots.edges[:-1]], np.int64)
    return Done(actors, days[numbers], times)


def _of_users(users: Users, done: Done, around: Around, *, once: bool) -> tuple[Ints, tuple[BitMap, ...], Floats]:
    """(sums, active, changes) of `FirstUseAnswer`."""
    many, width = len(users.actors), len(around.numbers)
    if not many:
        return np.zeros(width, np.int64), tuple(BitMap() for _ in range(width)), np.zeros(0)
    place = np.searchsorted(users.actors, done.actors).clip(max=many - 1)
    numbers = (done.days - users.days[place]) // around.length + around.many
    mine = (users.actors[place] == done.actors) & (numbers >= 0) & (numbers < width)
    cells, times = place[mine] * width + numbers[mine], done.times[mine]
    if once:
        cells = np.unique(cells)
        times = np.ones(len(cells), np.int64)
    rows, columns = np.divmod(cells, width)
    active = by_number(users.actors[rows], columns, width)
    # After the interval of the first use more, before it less.
    changes = np.bincount(rows, weights=times * np.sign(columns - around.many), minlength=many) / around.many
    return np.bincount(columns, weights=times, minlength=width).astype(np.int64), tuple(active), changes
