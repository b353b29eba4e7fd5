"""A small world of people, accounts and events, as dictionaries; and what conditions say of it, event by event."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pyroaring import BitMap

from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.query.base import Breakdown, Picked
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
    Property,
    Unit,
)
from tests.usage import LONG_AFTER, Done, Known, asking

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEGATIVE = {Is.NONE_OF: Is.ONE_OF, Is.LACKS: Is.CONTAINS, Is.UNSET: Is.SET}


@dataclass(frozen=True)
class World:
    """homes: person -> account. traits: (unit, id) -> name -> value. plans: account -> plan. segments: key -> who."""

    done: tuple[Done, ...]
    zone: str = "UTC"
    week_start: int = 1
    as_of: datetime = LONG_AFTER
    homes: Mapping[int, int] = field(default_factory=dict)
    traits: Mapping[tuple[Unit, int], Mapping[str, str]] = field(default_factory=dict)
    plans: Mapping[int, str] = field(default_factory=dict)
    segments: Mapping[str, tuple[Unit, frozenset[int]]] = field(default_factory=dict)
    idle: frozenset[int] = frozenset()

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def past(self) -> list[Done]:
        """What has happened, in the order of time."""
        return sorted((one for one in self.done if one.at < self.as_of), key=lambda one: one.at)

    def account(self, one: Done) -> int | None:
        return one.account if one.account is not None else self.homes.get(one.person or -1)

    def actor(self, one: Done, unit: Unit) -> int | None:
        return one.person if unit is Unit.PERSON else self.account(one)

    def everyone(self, unit: Unit) -> set[int]:
        if unit is Unit.PERSON:
            return {one.person for one in self.done if one.person is not None} | set(self.homes) | set(self.idle)
        return {found for one in self.done if (found := self.account(one)) is not None} | set(self.homes.values())

    def created(self, unit: Unit) -> dict[int, datetime]:
        """With the first event of any kind."""
        found: dict[int, datetime] = {}
        for one in self.done:
            actor = self.actor(one, unit)
            if actor is not None:
                found[actor] = min(one.at, found.get(actor, one.at))
        return found

    def picks(self, picked: Picked, unit: Unit, where: Condition | None = None) -> list[Done]:
        """The events that are meant, in the order of time, each with an actor."""
        return [
            one for one in self.past()
            if self.actor(one, unit) is not None and self.meets(one, picked, unit, where)
        ]  # fmt: skip

    def meets(self, one: Done, picked: Picked, unit: Unit, where: Condition | None = None) -> bool:
        named = not picked.events or one.event in picked.events
        return named and self.holds(picked.where, one, unit) and self.holds(where, one, unit)

    def holds(self, condition: Condition | None, one: Done, unit: Unit) -> bool:
        """Of a person counted, its home says what is said of accounts; of an account, the event says who it was."""
        if condition is None:
            return True
        if isinstance(condition, All):
            return all(self.holds(part, one, unit) for part in condition.conditions)
        if isinstance(condition, AnyOf):
            return any(self.holds(part, one, unit) for part in condition.conditions)
        if isinstance(condition, Property):
            return tested(text(one.properties.get(condition.name)), condition.is_, condition.values)
        person = one.person
        account = self.account(one) if unit is Unit.ACCOUNT else self.homes.get(person or -1)
        return self.said(condition, {Unit.PERSON: person, Unit.ACCOUNT: account})

    def said(self, condition: Condition, ids: Mapping[Unit, int | None]) -> bool:
        """Of somebody, without an event."""
        if isinstance(condition, InSegment):
            subject, members = self.segments[condition.key]
            return (ids[subject] in members) is not condition.negate
        if isinstance(condition, Plan):
            return (self.plans.get(ids[Unit.ACCOUNT] or -1) in condition.values) is not condition.negate
        if isinstance(condition, Listed):
            return str(ids[condition.subject]) in condition.keys
        assert isinstance(condition, PersonTrait | AccountTrait)
        subject = Unit.PERSON if isinstance(condition, PersonTrait) else Unit.ACCOUNT
        return tested(self.trait(subject, ids[subject], condition.name), condition.is_, condition.values)

    def subject(self, condition: Condition) -> Unit:
        """Whom it speaks of."""
        if isinstance(condition, InSegment):
            return self.segments[condition.key][0]
        if isinstance(condition, Listed):
            return condition.subject
        return Unit.PERSON if isinstance(condition, PersonTrait) else Unit.ACCOUNT

    def trait(self, subject: Unit, who: int | None, name: str) -> str | None:
        return None if who is None else self.traits.get((subject, who), {}).get(name)

    def value(self, breakdown: Breakdown, unit: Unit, actor: int, first: Done) -> str | None:
        """In which group of a breakdown somebody is. first: the event that decides."""
        if breakdown.by == "event":
            return text(first.properties.get(breakdown.name))
        home = actor if unit is Unit.ACCOUNT else self.homes.get(actor)
        if breakdown.by == "segment":
            return self._side(breakdown.name, unit, actor, home)
        if breakdown.by == "plan":
            return self.plans.get(home or -1)
        if breakdown.by == "account":
            return self.trait(Unit.ACCOUNT, home, breakdown.name)
        return self._of_people(breakdown.name, unit, actor)

    def _side(self, key: str, unit: Unit, actor: int, home: int | None) -> str:
        subject, members = self.segments[key]
        if unit is Unit.ACCOUNT and subject is Unit.PERSON:
            return "inside" if any(self.homes.get(person) == actor for person in members) else "outside"
        return "inside" if (actor if subject is unit else home) in members else "outside"

    def _of_people(self, name: str, unit: Unit, actor: int) -> str | None:
        """An account has the value that most of its people have; of two, the first in the alphabet."""
        people = [actor] if unit is Unit.PERSON else [one for one, home in self.homes.items() if home == actor]
        votes: dict[str, int] = {}
        for person in people:
            if (value := self.trait(Unit.PERSON, person, name)) is not None:
                votes[value] = votes.get(value, 0) + 1
        return min(votes, key=lambda value: (-votes[value], value)) if votes else None

    def known(self) -> Known:
        """The same as a report is told it."""
        traits: dict[tuple[Unit, str], dict[str, BitMap]] = {}
        for (unit, who), held in self.traits.items():
            for name, value in held.items():
                traits.setdefault((unit, name), {}).setdefault(value, BitMap()).add(who)
        plans: dict[str, BitMap] = {}
        for account, plan in self.plans.items():
            plans.setdefault(plan, BitMap()).add(account)
        return Known(
            BitMap(self.everyone(Unit.PERSON)), BitMap(self.everyone(Unit.ACCOUNT)), home_of=self.homes,
            created_at={unit: {who: micros(at) for who, at in self.created(unit).items()} for unit in Unit},
            traits=traits, on_plan=plans,
            segments={key: (unit, BitMap(members)) for key, (unit, members) in self.segments.items()},
            keys={(unit, str(who)): who for unit in Unit for who in self.everyone(unit)},
        )  # fmt: skip

    def asking(self, *, indexed: bool) -> Asking:
        return asking(
            self.done, who=self.known(), zone=self.zone, week_start=self.week_start, as_of=self.as_of, indexed=indexed
        )


def grouped(values: Mapping[int, str | None], top: int) -> list[tuple[str, set[int]]]:
    """Who has which value, the largest group first, then the alphabet, without a value last; the rest together."""
    members: dict[str | None, set[int]] = {}
    for actor, value in values.items():
        members.setdefault(value, set()).add(actor)
    ordered = sorted(members, key=lambda value: (-len(members[value]), value is None, value or ""))
    found = [("(none)" if value is None else value, members[value]) for value in ordered[:top]]
    others = set().union(*(members[value] for value in ordered[top:]))
    return [*found, ("Other", others)] if others else found


def firsts(done: Iterable[Done], actors: Iterable[int], breakdown: str = "") -> dict[int, Done]:
    """The first one of each actor; of several at one instant the one whose value comes first, without one last."""

    def place(one: Done) -> tuple[datetime, bool, str]:
        value = text(one.properties.get(breakdown)) if breakdown else None
        return one.at, value is None, value or ""

    found: dict[int, Done] = {}
    for one, actor in zip(done, actors, strict=True):
        if actor not in found or place(one) < place(found[actor]):
            found[actor] = one
    return found


def micros(at: datetime) -> int:
    span = at - EPOCH
    return (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds


def text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)


def tested(value: str | None, test: Is, wanted: tuple[Any, ...]) -> bool:
    """Whether a value, or its absence, passes."""
    if test in NEGATIVE:
        return not tested(value, NEGATIVE[test], wanted)
    if value is None:
        return False
    if test is Is.SET:
        return True
    if test is Is.ONE_OF:
        return any(value == text(one) or (not isinstance(one, str | bool) and number(value) == one) for one in wanted)
    if test is Is.CONTAINS:
        return any((text(one) or "").lower() in value.lower() for one in wanted)
    found = number(value)
    return found is not None and ordered(found, test, wanted[0])


def ordered(found: float, test: Is, limit: float) -> bool:
    if test in (Is.MORE_THAN, Is.AT_LEAST):
        return found > limit or (test is Is.AT_LEAST and found == limit)
    return found < limit or (test is Is.AT_MOST and found == limit)


def number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
