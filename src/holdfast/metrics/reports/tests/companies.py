"""Small companies around the worlds of tests/worlds.py: with facts, answers, tickets, lists; and segments to ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st
from pyroaring import BitMap

from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.behaviour import Delay, DelayUnit, Did, Doing, Followed, Measure, Occasion, Which
from holdfast.metrics.reports.query.conditions import All, AnyOf, InSegment, Is, Property, Unit
from holdfast.metrics.reports.query.leaves import Amount
from holdfast.metrics.reports.query.periods import After, Ago, Between, Last, Next, Start
from holdfast.metrics.reports.query.segment import Segment
from holdfast.metrics.reports.query.told import Answered, Fact, FactName, InList, State, Survey, Ticketed
from holdfast.metrics.reports.supply import ANSWERS, TICKETS
from holdfast.metrics.reports.tests import worlds
from holdfast.metrics.reports.tests.plain.segments import Answer, Company, Ticket
from holdfast.metrics.reports.tests.plain.world import World, micros
from tests.usage import asking

WORDS = st.sampled_from([None, "EUR", "EUR, USD", "USD", "EURO"])
NUMBERS = st.sampled_from([None, 0, 1, 2.5, 7])


@dataclass(frozen=True)
class TableNotes:
    """What a company knows as the tables that `Who` gives."""

    company: Company

    def figures(self) -> pa.Table:
        instants = (FactName.RENEWS_AT, FactName.LAST_SEEN_AT)
        schema = pa.schema([
            ("account_id", pa.int64()), ("status", pa.string()), ("currency", pa.string()), ("mrr", pa.float64()),
            *((name.value, pa.timestamp("us", tz="UTC")) for name in instants),
        ])  # fmt: skip
        every = self.company.world.everyone(Unit.ACCOUNT)
        return pa.Table.from_pylist(
            [{"account_id": account, **self.company.facts.get(account, {})} for account in every], schema
        )

    def answers(self) -> pa.Table:
        rows = [
            {"person": one.person, "account": self._account(one), "survey": one.survey, "score": one.score,
             "at": micros(one.at)}
            for one in self.company.answers
        ]  # fmt: skip
        return pa.Table.from_pylist(rows, ANSWERS)

    def tickets(self) -> pa.Table:
        rows = [
            {"person": one.person, "account": self._account(one), "priority": one.priority,
             "opened": micros(one.opened), "solved": None if one.solved is None else micros(one.solved)}
            for one in self.company.tickets
        ]  # fmt: skip
        return pa.Table.from_pylist(rows, TICKETS)

    def _account(self, one: Answer | Ticket) -> int | None:
        return one.account if one.account is not None else self.company.world.homes.get(one.person or -1)


def asking_of(company: Company, *, indexed: bool) -> Asking:
    world = company.world
    lists = {number: (unit, BitMap(who)) for number, (unit, who) in company.lists.items()}
    return asking(
        world.done, who=replace(world.known(), lists=lists, notes=TableNotes(company)), zone=world.zone,
        week_start=world.week_start, as_of=world.as_of, indexed=indexed, segments=company.segments,
    )  # fmt: skip


@st.composite
def companies(draw: st.DrawFn) -> Company:
    interval = draw(st.sampled_from([Interval.HOUR, Interval.DAY, Interval.DAY, Interval.WEEK]))
    world: World = draw(worlds.worlds(interval))
    at = worlds.instants(world.zone, interval)
    who = st.sampled_from([None, 1, 2, 3])
    facts = st.fixed_dictionaries({
        "status": st.sampled_from(["paying", "churned", None]), "currency": WORDS, "mrr": NUMBERS,
        "renews_at": st.one_of(st.none(), at), "last_seen_at": st.one_of(st.none(), at),
    })  # fmt: skip
    answers = st.builds(Answer, who, who, st.sampled_from(["nps", "csat"]), st.sampled_from([None, 0, 7, 9, 10]), at)
    tickets = st.builds(Ticket, who, who, st.sampled_from([None, "high", "low"]), at, st.one_of(st.none(), at))
    company = Company(
        world,
        facts=draw(st.dictionaries(st.integers(1, 3), facts)),
        answers=tuple(draw(st.lists(answers, max_size=6))),
        tickets=tuple(draw(st.lists(tickets, max_size=6))),
        lists={1: (Unit.PERSON, draw(st.frozensets(st.integers(1, 5)))),
               2: (Unit.ACCOUNT, draw(st.frozensets(st.integers(1, 3))))},
    )  # fmt: skip
    inner = draw(segments(at, others=False))
    return replace(company, segments={"inner": inner})


def segments(at: st.SearchStrategy[datetime], *, others: bool = True) -> st.SearchStrategy[Segment]:
    joined = st.recursive(
        leaves(at, others=others),
        lambda inner: st.builds(
            lambda kind, some: kind(tuple(some)), st.sampled_from([All, AnyOf]), st.lists(inner, min_size=1, max_size=3)
        ),
        max_leaves=3,
    )
    return st.builds(Segment, unit=st.sampled_from(list(Unit)), where=joined)


def periods(at: st.SearchStrategy[datetime], *, ahead: bool = False) -> st.SearchStrategy[Any]:
    days = st.sampled_from([1, 2, 5, 30])

    def between(one: datetime, other: datetime, which: str) -> Between:
        first, last = sorted((one.date().isoformat(), other.date().isoformat()))
        return Between(first if "f" in which else None, last if "t" in which else None)

    own = [] if ahead else [
        st.builds(After, days=st.sampled_from([0, 1, 3, 40]), start=st.sampled_from(list(Start))),
    ]  # fmt: skip
    return st.one_of(
        st.builds(Last, days=days), st.builds(Ago, days=days),
        st.builds(between, at, at, st.sampled_from(["f", "t", "ft", "ft"])),
        *own, *([st.builds(Next, days=days)] if ahead else []),
    )  # fmt: skip


def leaves(at: st.SearchStrategy[datetime], *, others: bool) -> st.SearchStrategy[Any]:
    names = st.sampled_from([(), ("a",), ("b",), ("a", "c"), ("never",)])
    where = st.one_of(st.just(()), st.lists(properties(), max_size=2).map(tuple))
    ever = st.one_of(st.none(), periods(at))
    common = {"by": st.sampled_from([None, None, *Unit]), "negate": st.booleans()}
    doing = st.builds(Doing, events=names, where=where)
    delay = st.builds(Delay, n=st.sampled_from([1, 2, 90]), unit=st.sampled_from(list(DelayUnit)))
    delays = st.one_of(st.none(), delay)
    counted = st.builds(
        Did, events=names, where=where, measure=st.sampled_from([Measure.TIMES, Measure.DAYS]),
        is_=st.sampled_from(list(Amount)), number=st.integers(1, 3), when=ever, **common,
    )  # fmt: skip
    none = st.builds(Did, events=names, where=where, is_=st.sampled_from([Amount.AT_MOST, Amount.EXACTLY]),
                     number=st.just(0), measure=st.sampled_from([Measure.TIMES, Measure.DAYS]), when=ever,
                     **common)  # fmt: skip
    measured = st.builds(
        Did, events=names, where=where, measure=st.sampled_from([Measure.SUM, Measure.VALUES]),
        property=st.sampled_from(["p", "n"]), is_=st.sampled_from(list(Amount)),
        number=st.sampled_from([1, 2, 3]), when=ever, **common,
    )  # fmt: skip
    known = [
        counted, none, measured,
        st.builds(Occasion, which=st.sampled_from(list(Which)), events=names, where=where, when=periods(at), **common),
        st.builds(Followed, first=doing, then=doing, when=ever, within=delays, **common),
        facts(at),
        st.builds(Answered, survey=st.sampled_from([None, *Survey]), least=st.sampled_from([None, 0.0, 8.0]),
                  most=st.sampled_from([None, 9.0]), latest=st.booleans(), when=ever, **common),
        st.builds(Ticketed, state=st.sampled_from([State.ANY, State.SOLVED]), solved=ever, opened=ever,
                  priorities=st.sampled_from([(), ("high",)]), is_=st.sampled_from(list(Amount)),
                  number=st.integers(1, 2), **common),
        st.builds(Ticketed, state=st.just(State.OPEN), opened=ever, is_=st.just(Amount.AT_MOST),
                  number=st.integers(0, 1), **common),
        st.builds(InList, list=st.sampled_from([1, 2]), negate=st.booleans()),
        worlds.leaves().filter(lambda leaf: not isinstance(leaf, Property)),
    ]  # fmt: skip
    return st.one_of(*known, *([st.builds(InSegment, key=st.just("inner"), negate=st.booleans())] if others else []))


def properties() -> st.SearchStrategy[Property]:
    return worlds.leaves().filter(lambda leaf: isinstance(leaf, Property))


def facts(at: st.SearchStrategy[datetime]) -> st.SearchStrategy[Fact]:
    words = st.sampled_from([Is.ONE_OF, Is.NONE_OF, Is.CONTAINS, Is.LACKS])
    numbers = st.sampled_from([Is.MORE_THAN, Is.AT_LEAST, Is.LESS_THAN, Is.AT_MOST, Is.ONE_OF, Is.NONE_OF])
    empty = st.sampled_from([Is.SET, Is.UNSET])
    return st.one_of(
        st.builds(Fact, name=st.just(FactName.STATUS), is_=words, values=st.sampled_from([("paying",), ("ing", "x")])),
        st.builds(Fact, name=st.just(FactName.CURRENCY), is_=words, values=st.sampled_from([("EUR",), ("USD", "x")])),
        st.builds(Fact, name=st.just(FactName.MRR), is_=numbers, values=st.sampled_from([(1,), (2.5,), (0,)])),
        st.builds(Fact, name=st.sampled_from([FactName.MRR, FactName.RENEWS_AT, FactName.STATUS]), is_=empty),
        st.builds(Fact, name=st.sampled_from([FactName.RENEWS_AT, FactName.LAST_SEEN_AT]),
                  when=periods(at, ahead=True), negate=st.booleans()),
    )  # fmt: skip
