"""Of whom a condition holds, as bitmaps of ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import and_, or_

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from holdfast.metrics.kernel.active import union
from holdfast.metrics.kernel.bitmaps import bitmap_of, grouped, ordinals_of
from holdfast.metrics.reports.comparing import NEGATIVE, POSITIVE, compares
from holdfast.metrics.reports.errors import BadQuery, NotThere
from holdfast.metrics.reports.ids import told_of
from holdfast.metrics.reports.query.conditions import (
    AccountTrait,
    All,
    Answered,
    AnyOf,
    Condition,
    Did,
    Fact,
    Followed,
    InList,
    InSegment,
    Listed,
    Occasion,
    PersonTrait,
    Plan,
    Ticketed,
    Unit,
)
from holdfast.metrics.reports.query.segment import Segment
from holdfast.metrics.reports.segments.deeds import Deeds
from holdfast.metrics.reports.segments.telling import Telling
from holdfast.metrics.reports.supply import Who

_HALF, _LOW = 32, 0xFFFFFFFF
MOST_WITHIN = 50  # segments that refer to each other in a row


Actor = Did | Occasion | Followed | Answered | Ticketed  # of whoever is counted, unless `by` says of whom

_entered: ContextVar[tuple[str, ...]] = ContextVar("segments that are being found", default=())


@dataclass(frozen=True)
class Holding:
    """Answers conditions that are no properties of an event. segments: their definitions, by key."""

    who: Who
    deeds: Deeds
    telling: Telling
    segments: Mapping[str, Segment] = field(default_factory=dict)
    _kept: dict[str, BitMap] = field(default_factory=dict)

    def of(self, condition: Condition, unit: Unit) -> BitMap:
        """Whom of `unit` it holds for. A person has what its account has, and an account what one of its people has."""
        if isinstance(condition, All):
            return reduce(and_, (self.of(one, unit) for one in condition.conditions), self.who.everyone(unit))
        if isinstance(condition, AnyOf):
            return reduce(or_, (self.of(one, unit) for one in condition.conditions), BitMap())
        subject, found = self._positive(condition, unit)
        found = found if subject is unit else self.as_unit(found, unit)
        return self.who.everyone(unit) - found if negated(condition) else found

    def subject(self, leaf: Condition) -> Unit:
        """Whom a condition speaks of that is no property of an event and joins no others."""
        if isinstance(leaf, InSegment):
            return self._segment_unit(leaf.key)
        if isinstance(leaf, InList):
            return self._list(leaf.list)[0]
        if isinstance(leaf, Listed):
            return leaf.subject
        if isinstance(leaf, Actor):
            return leaf.by or Unit.ACCOUNT  # of whoever is counted: when accounts are, of them
        return Unit.PERSON if isinstance(leaf, PersonTrait) else Unit.ACCOUNT

    def groups(self, by: str, name: str, unit: Unit) -> dict[str, BitMap]:
        """Value -> who of `unit` has it, nobody in two: of a trait, of the plan, or of a segment.

        An account has the value of a trait of persons that most of its people have; of two, the first in the alphabet.
        """
        if by == "segment":
            inside = self.of(InSegment(key=name), unit)
            return {"inside": inside, "outside": self.who.everyone(unit) - inside}
        subject = Unit.PERSON if by == "person" else Unit.ACCOUNT
        found = self.who.plans() if by == "plan" else self._holders(subject, name)
        if subject is unit:
            return dict(found)
        return self._of_homes(found) if unit is Unit.PERSON else self._most(found)

    def as_unit(self, found: BitMap, unit: Unit) -> BitMap:
        """The people of accounts, or the accounts of people."""
        people, accounts = self._homes
        if unit is Unit.PERSON:
            inside = np.isin(accounts, ordinals_of(found))
            return bitmap_of(people[inside])
        return bitmap_of(np.unique(accounts[np.isin(people, ordinals_of(found))]))

    def _of_homes(self, found: Mapping[str, BitMap]) -> dict[str, BitMap]:
        """Value -> the people of the accounts that have it. found: value -> accounts."""
        people, accounts = self._homes
        codes = _codes(found, accounts)
        some = codes >= 0
        return dict(_named(found, codes[some], people[some]))

    def _most(self, found: Mapping[str, BitMap]) -> dict[str, BitMap]:
        """Value -> the accounts most of whose people have it. found: value -> people."""
        people, accounts = self._homes
        codes = _codes(found, people)
        some = codes >= 0
        votes, times = np.unique((accounts[some].astype(np.int64) << _HALF) | codes[some], return_counts=True)
        voters = votes >> _HALF
        # Values are numbered in the order of the alphabet, and votes lie in theirs.
        order = np.lexsort((votes, -times, voters))
        first = np.diff(voters[order], prepend=-1) != 0
        winners = votes[order][first]
        return dict(_named(found, winners & _LOW, (winners >> _HALF).astype(np.uint32)))

    @cached_property
    def _homes(self) -> tuple[np.ndarray[tuple[int], np.dtype[np.uint32]], np.ndarray[tuple[int], np.dtype[np.uint32]]]:
        homes = self.who.homes()
        return np.fromiter(homes.keys(), np.uint32, len(homes)), np.fromiter(homes.values(), np.uint32, len(homes))

    def _positive(self, leaf: Condition, unit: Unit) -> tuple[Unit, BitMap]:
        """Whom it speaks of, and who has what it names, whether it asks for that or for its absence."""
        if isinstance(leaf, Actor):
            subject = leaf.by or unit
            return subject, self._of_actor(leaf, subject)
        if isinstance(leaf, PersonTrait | AccountTrait):
            subject = Unit.PERSON if isinstance(leaf, PersonTrait) else Unit.ACCOUNT
            test = POSITIVE.get(leaf.is_, leaf.is_)
            held = self._holders(subject, leaf.name)
            return subject, union(who for value, who in held.items() if compares(value, test, leaf.values))
        return self._of_set(leaf)

    def _of_actor(self, leaf: Actor, subject: Unit) -> BitMap:
        if isinstance(leaf, Answered):
            return self.telling.answered(leaf, subject)
        if isinstance(leaf, Ticketed):
            return self.telling.ticketed(leaf, subject)
        return self.deeds.of(leaf, subject)

    def _of_set(self, leaf: Condition) -> tuple[Unit, BitMap]:
        if isinstance(leaf, InSegment):
            return self._segment(leaf.key)
        if isinstance(leaf, InList):
            return self._list(leaf.list)
        if isinstance(leaf, Listed):
            return leaf.subject, self.who.listed(leaf.subject, leaf.keys)
        if isinstance(leaf, Plan):
            plans = self.who.plans()
            return Unit.ACCOUNT, union(plans[plan] for plan in leaf.values if plan in plans)
        if isinstance(leaf, Fact):
            return Unit.ACCOUNT, self.telling.fact(leaf)
        raise TypeError(f"{leaf!r} speaks of an event")

    def _segment(self, key: str) -> tuple[Unit, BitMap]:
        """Raises BadQuery for one that there is not, or that refers to itself."""
        segment = self.segments.get(key)
        if segment is None:
            raise NotThere(key, f"there is no segment {key!r}")
        if key not in self._kept:
            entered = _entered.get()
            if key in entered or len(entered) >= MOST_WITHIN:
                raise BadQuery("", f"the segment {key!r} refers to itself: {', '.join((*entered, key))}")
            token = _entered.set((*entered, key))
            try:
                self._kept[key] = self.who.everyone(segment.unit) & self.of(segment.where, segment.unit)
            finally:
                _entered.reset(token)
        return segment.unit, self._kept[key]

    def _segment_unit(self, key: str) -> Unit:
        return self.segments[key].unit if key in self.segments else self._segment(key)[0]

    def _list(self, number: int) -> tuple[Unit, BitMap]:
        try:
            return self.who.in_list(number)
        except KeyError:
            raise NotThere(number, f"there is no list {number}") from None

    def _holders(self, subject: Unit, name: str) -> Mapping[str, BitMap]:
        try:
            return self.who.holders(subject, name)
        except KeyError:
            raise NotThere(name, f"no {subject} has a trait {name!r}") from None


def _codes(found: Mapping[str, BitMap], ids: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """Of each id the number of its value, in the order of the alphabet; -1 where it has none."""
    members = [ordinals_of(found[value]) for value in sorted(found)]
    known = np.concatenate([*members, np.zeros(0, np.uint32)])
    return told_of(ids, known, np.repeat(np.arange(len(members)), np.array([len(one) for one in members], np.int64)))


def _named(
    found: Mapping[str, BitMap], codes: npt.NDArray[np.int64], ids: npt.NDArray[np.uint32]
) -> Iterator[tuple[str, BitMap]]:
    """Value -> whose number it is."""
    values = sorted(found)
    for code, members in grouped(codes, ids):
        yield values[code], members


def negated(leaf: Condition) -> bool:
    """Whether it holds where there is nothing to speak of."""
    if isinstance(leaf, PersonTrait | AccountTrait):
        return leaf.is_ in NEGATIVE
    if isinstance(leaf, Fact):
        return leaf.negate or leaf.is_ in NEGATIVE
    return isinstance(leaf, Plan | InSegment | InList | Actor) and leaf.negate
