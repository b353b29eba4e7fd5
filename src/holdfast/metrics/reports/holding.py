"""Of whom a condition holds, as bitmaps of ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_

import numpy as np
from pyroaring import BitMap

from holdfast.metrics.kernel.active import union
from holdfast.metrics.kernel.bitmaps import bitmap_of, ordinals_of
from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.conditions import (
    AccountTrait,
    All,
    AnyOf,
    Condition,
    InSegment,
    Is,
    Listed,
    PersonTrait,
    Plan,
    Unit,
    Value,
)
from holdfast.metrics.reports.supply import Who

_NOBODY = np.zeros(0, np.int64)
NEGATIVE = (Is.NONE_OF, Is.LACKS, Is.UNSET)
_POSITIVE = {Is.NONE_OF: Is.ONE_OF, Is.LACKS: Is.CONTAINS, Is.UNSET: Is.SET}


@dataclass(frozen=True)
class Holding:
    """Answers conditions that say nothing of events."""

    who: Who

    def of(self, condition: Condition, unit: Unit) -> BitMap:
        """Whom of `unit` it holds for. A person has what its account has, and an account what one of its people has."""
        if isinstance(condition, All):
            return reduce(and_, (self.of(one, unit) for one in condition.conditions), self.who.everyone(unit))
        if isinstance(condition, AnyOf):
            return reduce(or_, (self.of(one, unit) for one in condition.conditions), BitMap())
        subject, found = self._positive(condition)
        found = found if subject is unit else self.as_unit(found, unit)
        return self.who.everyone(unit) - found if negated(condition) else found

    def subject(self, leaf: Condition) -> Unit:
        """Whom a condition speaks of that is no property of an event and joins no others."""
        if isinstance(leaf, InSegment):
            return self._segment(leaf.key)[0]
        if isinstance(leaf, Listed):
            return leaf.subject
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
        if unit is Unit.PERSON:
            return {value: self.as_unit(who, unit) for value, who in found.items()}
        return self._most(found)

    def as_unit(self, found: BitMap, unit: Unit) -> BitMap:
        """The people of accounts, or the accounts of people."""
        people, accounts = self._homes
        if unit is Unit.PERSON:
            inside = np.isin(accounts, ordinals_of(found))
            return bitmap_of(people[inside])
        return bitmap_of(np.unique(accounts[np.isin(people, ordinals_of(found))]))

    def _most(self, found: Mapping[str, BitMap]) -> dict[str, BitMap]:
        """Value -> the accounts most of whose people have it. found: value -> people."""
        people, accounts = self._homes
        voters = [accounts[np.isin(people, ordinals_of(found[value]))] for value in sorted(found)]
        count = len(voters)
        ranks = np.concatenate([np.full(len(of), rank, np.int64) for rank, of in enumerate(voters)] or [_NOBODY])
        votes, times = np.unique(np.concatenate([*voters, _NOBODY]) * count + ranks, return_counts=True)
        order = np.lexsort((votes % max(count, 1), -times, votes // max(count, 1)))
        chosen = votes[order]
        first = np.diff(chosen // max(count, 1), prepend=-1) != 0
        winners = chosen[first]
        return {
            value: bitmap_of((winners[winners % count == rank] // count).astype(np.uint32))
            for rank, value in enumerate(sorted(found))
        }

    @cached_property
    def _homes(self) -> tuple[np.ndarray[tuple[int], np.dtype[np.uint32]], np.ndarray[tuple[int], np.dtype[np.uint32]]]:
        homes = self.who.homes()
        return np.fromiter(homes.keys(), np.uint32, len(homes)), np.fromiter(homes.values(), np.uint32, len(homes))

    def _positive(self, leaf: Condition) -> tuple[Unit, BitMap]:
        """Whom it speaks of, and who has what it names, whether it asks for that or for its absence."""
        if isinstance(leaf, InSegment):
            return self._segment(leaf.key)
        if isinstance(leaf, Listed):
            return leaf.subject, self.who.listed(leaf.subject, leaf.keys)
        if isinstance(leaf, Plan):
            plans = self.who.plans()
            return Unit.ACCOUNT, union(plans[plan] for plan in leaf.values if plan in plans)
        if isinstance(leaf, PersonTrait | AccountTrait):
            subject = Unit.PERSON if isinstance(leaf, PersonTrait) else Unit.ACCOUNT
            test = _POSITIVE.get(leaf.is_, leaf.is_)
            held = self._holders(subject, leaf.name)
            return subject, union(who for value, who in held.items() if compares(value, test, leaf.values))
        raise TypeError(f"{leaf!r} speaks of an event")

    def _segment(self, key: str) -> tuple[Unit, BitMap]:
        try:
            return self.who.segment(key)
        except KeyError:
            raise BadQuery("", f"there is no segment {key!r}") from None

    def _holders(self, subject: Unit, name: str) -> Mapping[str, BitMap]:
        try:
            return self.who.holders(subject, name)
        except KeyError:
            raise BadQuery("", f"no {subject} has a trait {name!r}") from None


def compares(value: str, test: Is, wanted: tuple[Value, ...]) -> bool:
    """Whether a value that is there passes a test that is not a negative one."""
    if test is Is.SET:
        return True
    if test is Is.ONE_OF:
        return any(value == as_text(one) or _same_number(value, one) for one in wanted)
    if test is Is.CONTAINS:
        return any(as_text(one).lower() in value.lower() for one in wanted)
    number, limit = _number(value), float(wanted[0])
    if number is None:
        return False
    return {
        Is.MORE_THAN: number > limit,
        Is.AT_LEAST: number >= limit,
        Is.LESS_THAN: number < limit,
        Is.AT_MOST: number <= limit,
    }[test]


def as_text(value: Value) -> str:
    """As JSON writes it, strings without quotation marks."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def _same_number(value: str, wanted: Value) -> bool:
    return not isinstance(wanted, str | bool) and _number(value) == float(wanted)


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def negated(leaf: Condition) -> bool:
    """Whether it holds where there is nothing to speak of."""
    if isinstance(leaf, PersonTrait | AccountTrait):
        return leaf.is_ in NEGATIVE
    return isinstance(leaf, Plan | InSegment) and leaf.negate
