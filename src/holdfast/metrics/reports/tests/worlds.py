"""Small worlds full of coincidences, for proofs: few people, few events, times at the edges of days and of clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from holdfast.metrics.reports.query.base import Breakdown, Interval, Picked, Span
from holdfast.metrics.reports.query.conditions import (
    AccountTrait,
    All,
    AnyOf,
    InSegment,
    Is,
    Listed,
    PersonTrait,
    Plan,
    Property,
    Unit,
)
from holdfast.metrics.reports.tests.plain.world import World
from tests.usage import LONG_AFTER, Done

# A day some days before clocks change; in Sao Paulo there is no midnight then, on Lord Howe half an hour is repeated.
BEGIN = {
    "UTC": date(2026, 2, 25),
    "Europe/Berlin": date(2026, 3, 27),
    "America/Los_Angeles": date(2026, 10, 30),
    "America/Sao_Paulo": date(2018, 11, 2),
    "Australia/Lord_Howe": date(2026, 4, 3),
    "Asia/Kolkata": date(2026, 1, 30),
}
# How many days lie between two events at most, so that they fall into several intervals.
STRIDE = {Interval.HOUR: 0, Interval.DAY: 1, Interval.WEEK: 4, Interval.MONTH: 15, Interval.QUARTER: 46}
TIMES = (time(0), time(0, 30), time(1, 45), time(2), time(2, 30), time(12), time(23, 30), time(23, 59, 59, 999_999))
EVENTS = ("a", "b", "c")


def instants(zone: str, interval: Interval) -> st.SearchStrategy[datetime]:
    """Around ten intervals, most of them around midnight."""

    def instant(day: int, at: time, fold: int) -> datetime:
        local = datetime.combine(BEGIN[zone] + timedelta(days=day * (STRIDE[interval] or 1)), at)
        return local.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)

    return st.builds(instant, st.integers(0, 3 if interval is Interval.HOUR else 10), st.sampled_from(TIMES),
                     st.integers(0, 1))  # fmt: skip


def happened(zone: str, interval: Interval) -> st.SearchStrategy[Done]:
    properties = st.fixed_dictionaries(
        {}, optional={"p": st.sampled_from(["x", "y", 1, True]), "n": st.sampled_from([0, 1, 2.5, "2.5"])}
    )
    return st.builds(
        Done, event=st.sampled_from(EVENTS), person=st.sampled_from([1, 2, 3, 4, 1, 2, None]),
        at=instants(zone, interval), account=st.sampled_from([None, None, None, 1, 2, 3]), properties=properties,
    )  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn, interval: Interval, most: int = 25) -> World:
    zone = draw(st.sampled_from(sorted(BEGIN)))
    done = draw(st.lists(happened(zone, interval), max_size=most))
    traits: dict[Any, dict[str, str]] = {(Unit.PERSON, 1): {"role": "admin"}, (Unit.ACCOUNT, 1): {"country": "DE"}}
    for person in (2, 3, 4, 5):
        if role := draw(st.sampled_from([None, "admin", "user", "3"])):
            traits[Unit.PERSON, person] = {"role": role}
    for account in (2, 3):
        if country := draw(st.sampled_from([None, "DE", "UA"])):
            traits[Unit.ACCOUNT, account] = {"country": country}
    some = st.frozensets(st.integers(1, 5), max_size=3)
    return World(
        tuple(done), zone, draw(st.sampled_from([1, 7])),
        draw(st.one_of(st.just(LONG_AFTER), instants(zone, interval))),
        homes=draw(st.dictionaries(st.integers(1, 5), st.integers(1, 3))), traits=traits,
        plans=draw(st.dictionaries(st.integers(1, 3), st.sampled_from(["free", "pro"]))),
        segments={"keen": (Unit.PERSON, draw(some)), "big": (Unit.ACCOUNT, draw(st.frozensets(st.integers(1, 3))))},
        idle=frozenset({5}),
    )  # fmt: skip


def compared(kind: type[Any], name: str, values: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    some = st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)
    return st.one_of(
        st.builds(kind, name=st.just(name), is_=st.sampled_from([Is.ONE_OF, Is.NONE_OF]), values=some),
        st.builds(kind, name=st.just(name), is_=st.sampled_from([Is.SET, Is.UNSET])),
    )


def leaves() -> st.SearchStrategy[Any]:
    numbers = st.sampled_from([Is.MORE_THAN, Is.AT_LEAST, Is.LESS_THAN, Is.AT_MOST])
    return st.one_of(
        compared(Property, "p", ("x", "y", 1, True)),
        st.builds(Property, name=st.just("n"), is_=numbers, values=st.sampled_from([(1,), (2.5,)])),
        compared(PersonTrait, "role", ("admin", "user")),
        st.builds(
            PersonTrait, name=st.just("role"), is_=st.sampled_from([Is.CONTAINS, Is.LACKS]), values=st.just(("m",))
        ),
        compared(AccountTrait, "country", ("DE", "UA")),
        st.builds(Plan, values=st.sampled_from([("free",), ("pro", "free")]), negate=st.booleans()),
        st.builds(InSegment, key=st.sampled_from(["keen", "big"]), negate=st.booleans()),
        st.builds(Listed, subject=st.sampled_from(list(Unit)), keys=st.sampled_from([("1",), ("1", "2", "nobody")])),
    )


def conditions() -> st.SearchStrategy[Any]:
    """Often none; else mixed ones of events, people and accounts."""
    joined = st.recursive(
        leaves(),
        lambda inner: st.builds(
            lambda kind, some: kind(tuple(some)), st.sampled_from([All, AnyOf]), st.lists(inner, max_size=3)
        ),
        max_leaves=3,
    )
    return st.one_of(st.none(), st.none(), joined)


def picks() -> st.SearchStrategy[Picked]:
    names = st.sampled_from([(), ("a",), ("b",), ("a", "c"), ("never",)])
    return st.builds(Picked, events=names, where=conditions())


def breakdowns(*, event: bool = True) -> st.SearchStrategy[Breakdown | None]:
    top = st.sampled_from([1, 2, 10])
    by = [
        st.builds(Breakdown, by=st.just("person"), name=st.just("role"), top=top),
        st.builds(Breakdown, by=st.just("account"), name=st.just("country"), top=top),
        st.builds(Breakdown, by=st.just("plan"), top=top),
        st.builds(Breakdown, by=st.just("segment"), name=st.sampled_from(["keen", "big"]), top=top),
    ]
    if event:
        by.append(st.builds(Breakdown, by=st.just("event"), name=st.just("p"), top=top))
    return st.one_of(st.none(), *by)


def spans(world: World, interval: Interval) -> st.SearchStrategy[Span]:
    """Some that end in the middle of an interval, some that end now."""

    def span(first: int, length: int, kind: str) -> Span:
        if kind == "last":
            return Span(last=length + 1)
        stride = STRIDE[interval] or 1
        begin = BEGIN[world.zone] + timedelta(days=first * stride)
        end = begin + timedelta(days=length * stride)
        if kind == "open" and world.as_of != LONG_AFTER:
            return Span(begin.isoformat())
        if kind == "hours" and interval is Interval.HOUR:
            return Span(f"{begin}T{length * 3:02}", f"{begin}T{length * 3 + 2:02}")
        return Span(begin.isoformat(), end.isoformat())

    kinds = ["fixed", "fixed", "open", "hours"] + (["last"] if world.as_of != LONG_AFTER else [])
    length = st.integers(0, 1 if interval is Interval.HOUR else 6)
    return st.builds(span, st.integers(0, 3), length, st.sampled_from(kinds))
