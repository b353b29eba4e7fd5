"""Who is in a segment, asked of one account or person at a time, by loops over events, answers and tickets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from holdfast.metrics.reports.query.behaviour import DelayUnit, Did, Followed, Measure, Occasion, Which
from holdfast.metrics.reports.query.conditions import All, AnyOf, Condition, InSegment, Is, Unit
from holdfast.metrics.reports.query.leaves import Amount
from holdfast.metrics.reports.query.periods import After, Ago, Between, Last, Next, Period, Start
from holdfast.metrics.reports.query.segment import Segment
from holdfast.metrics.reports.query.told import DAYS, Answered, Fact, InList, State, Ticketed
from holdfast.metrics.reports.tests.plain.world import NEGATIVE, World, number, tested, text
from tests.usage import Done

DAY = timedelta(days=1)
LENGTH = {
    DelayUnit.MINUTE: timedelta(minutes=1),
    DelayUnit.HOUR: timedelta(hours=1),
    DelayUnit.DAY: timedelta(hours=24),
}
BEHAVIOUR = (Did, Occasion, Followed, Answered, Ticketed)


@dataclass(frozen=True)
class Answer:
    person: int | None
    account: int | None
    survey: str
    score: float | None
    at: datetime


@dataclass(frozen=True)
class Ticket:
    person: int | None
    account: int | None
    priority: str | None
    opened: datetime
    solved: datetime | None


@dataclass(frozen=True)
class Company:
    """facts: account -> name -> value. lists: number -> who. segments: key -> its definition."""

    world: World
    facts: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    lists: Mapping[int, tuple[Unit, frozenset[int]]] = field(default_factory=dict)
    segments: Mapping[str, Segment] = field(default_factory=dict)

    def members(self, segment: Segment) -> set[int]:
        everyone = self.world.everyone(segment.unit)
        return {who for who in everyone if self.holds(segment.where, segment.unit, who)}

    def holds(self, condition: Condition, unit: Unit, who: int) -> bool:
        if isinstance(condition, All):
            return all(self.holds(one, unit, who) for one in condition.conditions)
        if isinstance(condition, AnyOf):
            return any(self.holds(one, unit, who) for one in condition.conditions)
        if isinstance(condition, Did | Occasion | Followed | Answered | Ticketed):
            subject = condition.by or unit
            return self._of_one(condition, subject, unit, who) is not condition.negate
        if isinstance(condition, Fact):
            lacks = condition.negate or condition.is_ in NEGATIVE
            return self._of_one(condition, Unit.ACCOUNT, unit, who) is not lacks
        if isinstance(condition, InList):
            subject, _ = self.lists[condition.list]
            return self._of_one(condition, subject, unit, who) is not condition.negate
        if isinstance(condition, InSegment) and condition.key in self.segments:
            subject = self.segments[condition.key].unit
            return self._of_one(condition, subject, unit, who) is not condition.negate
        return self._plain(condition, unit, who)

    def _plain(self, condition: Condition, unit: Unit, who: int) -> bool:
        """Conditions that reports know too; what is denied of people is denied of all of an account's."""
        people = [person for person, home in self.world.homes.items() if home == who]
        if unit is Unit.PERSON:
            return self.world.said(condition, {Unit.PERSON: who, Unit.ACCOUNT: self.world.homes.get(who)})
        of_account = self.world.said(condition, {Unit.PERSON: None, Unit.ACCOUNT: who})
        return of_account if not self._is_of_person(condition) else self._of_people(condition, people)

    def _is_of_person(self, condition: Any) -> bool:
        if isinstance(condition, InSegment):
            return self.world.segments[condition.key][0] is Unit.PERSON
        return type(condition).__name__ == "PersonTrait" or getattr(condition, "subject", None) is Unit.PERSON

    def _of_people(self, condition: Any, people: list[int]) -> bool:
        said = [self.world.said(condition, {Unit.PERSON: one, Unit.ACCOUNT: None}) for one in people]
        denied = getattr(condition, "negate", False) or getattr(condition, "is_", None) in NEGATIVE
        return all(said) if denied else any(said)

    def _of_one(self, leaf: Any, subject: Unit, unit: Unit, who: int) -> bool:
        """Whether it is true of somebody, or of the home, or of one of the people."""
        if subject is unit:
            return self._true(leaf, subject, who)
        if unit is Unit.PERSON:
            home = self.world.homes.get(who)
            return home is not None and self._true(leaf, subject, home)
        return any(self._true(leaf, subject, one) for one, home in self.world.homes.items() if home == who)

    def _true(self, leaf: Any, subject: Unit, who: int) -> bool:
        if isinstance(leaf, Did):
            return self._did(leaf, subject, who)
        if isinstance(leaf, Occasion):
            return self._occasion(leaf, subject, who)
        if isinstance(leaf, Followed):
            return self._followed(leaf, subject, who)
        if isinstance(leaf, Answered):
            return self._answered(leaf, subject, who)
        if isinstance(leaf, Ticketed):
            return self._ticketed(leaf, subject, who)
        if isinstance(leaf, InList):
            return who in self.lists[leaf.list][1]
        if isinstance(leaf, InSegment):
            return self.holds(self.segments[leaf.key].where, subject, who)
        return self._fact(leaf, who)

    def _events(self, leaf: Any, subject: Unit, who: int) -> list[Done]:
        return [
            one for one in self.world.past()
            if self.world.actor(one, subject) == who and (not leaf.events or one.event in leaf.events)
            and all(tested(text(one.properties.get(each.name)), each.is_, each.values) for each in leaf.where)
        ]  # fmt: skip

    def _did(self, leaf: Did, subject: Unit, who: int) -> bool:
        done = [one for one in self._events(leaf, subject, who) if self._in(leaf.when, one.at, subject, who)]
        if leaf.measure is Measure.TIMES:
            amount = Decimal(len(done))
        elif leaf.measure is Measure.DAYS:
            amount = Decimal(len({self._day(one.at) for one in done}))
        else:
            values = [text(one.properties.get(leaf.property)) for one in done]
            amount = Decimal(len({value for value in values if value is not None}))
            if leaf.measure is Measure.SUM:
                numbers = [value for value in values if value is not None and number(value) is not None]
                amount = sum(map(Decimal, numbers), Decimal())
        return passes(amount, leaf.is_, leaf.number)

    def _occasion(self, leaf: Occasion, subject: Unit, who: int) -> bool:
        done = self._events(leaf, subject, who)
        if not done:
            return False
        return self._in(leaf.when, done[0 if leaf.which is Which.FIRST else -1].at, subject, who)

    def _followed(self, leaf: Followed, subject: Unit, who: int) -> bool:
        firsts = [one for one in self._events(leaf.first, subject, who) if self._in(leaf.when, one.at, subject, who)]
        for one in firsts:
            for other in self._events(leaf.then, subject, who):
                if other is one or other.at < one.at:
                    continue
                if leaf.within is None or other.at - one.at <= leaf.within.n * LENGTH[leaf.within.unit]:
                    return True
        return False

    def _answered(self, leaf: Answered, subject: Unit, who: int) -> bool:
        scored = leaf.least is not None or leaf.most is not None
        mine = [
            one for one in self.answers
            if self._whose(one, subject) == who and leaf.survey in (None, one.survey)
            and (one.score is not None or not scored)
        ]  # fmt: skip
        if leaf.latest and mine:
            mine = [max(mine, key=lambda one: (one.at, float("-inf") if one.score is None else one.score))]
        return any(
            self._in(leaf.when, one.at, subject, who)
            and (leaf.least is None or (one.score or 0) >= leaf.least)
            and (leaf.most is None or (one.score or 0) <= leaf.most)
            for one in mine
        )

    def _ticketed(self, leaf: Ticketed, subject: Unit, who: int) -> bool:
        count = 0
        for one in self.tickets:
            solved = one.solved is not None and one.solved < self.world.as_of
            count += (
                self._whose(one, subject) == who
                and one.opened < self.world.as_of
                and (not leaf.priorities or one.priority in leaf.priorities)
                and self._in(leaf.opened, one.opened, subject, who)
                and {State.ANY: True, State.OPEN: not solved, State.SOLVED: solved}[leaf.state]
                and (leaf.solved is None or (solved and self._in(leaf.solved, one.solved, subject, who)))
            )
        return passes(Decimal(count), leaf.is_, leaf.number)

    def _whose(self, one: Answer | Ticket, subject: Unit) -> int | None:
        if subject is Unit.PERSON:
            return one.person
        return one.account if one.account is not None else self.world.homes.get(one.person or -1)

    def _fact(self, leaf: Fact, who: int) -> bool:
        value = self.facts.get(who, {}).get(leaf.name.value)
        if value is None or leaf.is_ in (Is.SET, Is.UNSET):
            return value is not None
        if leaf.name in DAYS:
            return self._in(leaf.when, value, Unit.ACCOUNT, who)
        test = NEGATIVE.get(leaf.is_, leaf.is_) if leaf.is_ else Is.ONE_OF
        words = value.split(", ") if leaf.name.value == "currency" else [value]
        return any(tested(word if isinstance(word, str) else str(word), test, leaf.values) for word in words)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.world.tz).date()

    def _in(self, period: Period | None, at: datetime, subject: Unit, who: int) -> bool:
        if period is None:
            return True
        day, today = self._day(at), self._day(self.world.as_of - timedelta(microseconds=1))
        if isinstance(period, Last):
            return today - (period.days - 1) * DAY <= day <= today
        if isinstance(period, Ago):
            return day <= today - period.days * DAY
        if isinstance(period, Next):
            return today <= day <= today + period.days * DAY
        if isinstance(period, Between):
            return (period.first or "") <= day.isoformat() <= (period.to or "9999")
        assert isinstance(period, After)
        start = self._start(period.start, subject, who)
        return start is not None and start <= day <= start + period.days * DAY

    def _start(self, start: Start, subject: Unit, who: int) -> date | None:
        if start is Start.CREATED:
            at = self.world.created(subject).get(who)
        else:
            at = next((one.at for one in self.world.past() if self.world.actor(one, subject) == who), None)
        return None if at is None else self._day(at)


def passes(amount: Decimal, test: Amount, limit: float) -> bool:
    wanted = Decimal(str(limit))
    return {Amount.AT_LEAST: amount >= wanted, Amount.AT_MOST: amount <= wanted, Amount.EXACTLY: amount == wanted}[test]
