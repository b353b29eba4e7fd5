"""Who was active on which day, as bitmaps of ids: what reports of usage are computed from where an index knows it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import pyarrow as pa
from pyroaring import BitMap


@dataclass(frozen=True)
class ActiveDays:
    """days: numbers of local days since 1970, rising; bitmaps: the ids that were active on each. Never change one."""

    days: tuple[int, ...] = ()
    bitmaps: tuple[BitMap, ...] = ()

    @classmethod
    def of(cls, found: Mapping[int, BitMap]) -> ActiveDays:
        """In any order; days on which nobody was active may be among them."""
        days = sorted(day for day, bitmap in found.items() if bitmap)
        return cls(tuple(days), tuple(found[day] for day in days))

    def between(self, first: int, last: int) -> ActiveDays:
        """The days from `first` to `last`, both included."""
        places = slice(bisect_left(self.days, first), bisect_right(self.days, last))
        return ActiveDays(self.days[places], self.bitmaps[places])

    def anyone(self, first: int, last: int) -> BitMap:
        """Who was active on at least one of the days."""
        return union(self.between(first, last).bitmaps)

    def on(self, day: int) -> BitMap:
        """Who was active on one day."""
        return self.anyone(day, day)

    def person_days(self, first: int, last: int) -> int:
        """How many days all of them were active together."""
        return sum(len(bitmap) for bitmap in self.between(first, last).bitmaps)

    @cached_property
    def first_seen(self) -> ActiveDays:
        """Each id on the first of its days only."""
        seen, firsts = BitMap(), {}
        for day, bitmap in zip(self.days, self.bitmaps, strict=True):
            firsts[day] = bitmap - seen
            seen |= bitmap
        return ActiveDays.of(firsts)

    @cached_property
    def _later(self) -> tuple[BitMap, ...]:
        """For each day, who was active on it or later; and nobody after the last."""
        later = [BitMap()]
        for bitmap in reversed(self.bitmaps):
            later.append(later[-1] | bitmap)
        return tuple(reversed(later))

    def from_on(self, day: int) -> BitMap:
        """Who was active on `day` or later."""
        return self._later[bisect_left(self.days, day)]


class Activity(Protocol):
    """An index of activity, up to the moment its book is about. Ids are those of the facts, merges resolved."""

    @property
    def knows_people(self) -> bool:
        """Whether any event at all names a person; if none does, accounts are counted in their place."""
        ...

    def actor_days(self) -> pa.Table | None:
        """person_id, account_id, day (since 1970), first_at, last_at of who was active for whom on which day, null
        where nobody is named; a day may come more than once. None: it does not know.
        """
        ...

    def people(self, event: str | None = None) -> ActiveDays:
        """By one event, or by any."""
        ...

    def accounts(self, homes: Mapping[int, int], event: str | None = None) -> ActiveDays:
        """homes: person -> the account its events count for if they name none."""
        ...


def union(bitmaps: Iterable[BitMap]) -> BitMap:
    """Everybody who is in one of them."""
    found = tuple(bitmaps)
    return BitMap.union(*found) if found else BitMap()
