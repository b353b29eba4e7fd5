"""A random company with everything that engines could take differently, and questions of every report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import pyarrow as pa

from holdfast.metrics.reports.query.adoption import Adoption, Feature
from holdfast.metrics.reports.query.base import Breakdown, Interval, Picked, Query, Span
from holdfast.metrics.reports.query.behaviour import Did, Doing, Followed
from holdfast.metrics.reports.query.behaviour import Measure as Of
from holdfast.metrics.reports.query.conditions import (
    AccountTrait,
    All,
    AnyOf,
    InSegment,
    Is,
    PersonTrait,
    Property,
    Unit,
)
from holdfast.metrics.reports.query.first_use import FirstUse, Measured
from holdfast.metrics.reports.query.frequency import Frequency, Often
from holdfast.metrics.reports.query.funnel import Attribution, Exclusion, Funnel, Order, Window, WindowUnit
from holdfast.metrics.reports.query.keeping import Keeping
from holdfast.metrics.reports.query.lifecycle import Lifecycle, NewBy
from holdfast.metrics.reports.query.paths import Paths
from holdfast.metrics.reports.query.retention import Counting, Entry, Retention, Windows
from holdfast.metrics.reports.query.revenue import Began, Beside, Revenue, Takings
from holdfast.metrics.reports.query.segmentation import Formula, Line, Measure, Segmentation, Shown, Statistic
from holdfast.metrics.reports.query.stickiness import Compare, Occurrences, Stickiness
from holdfast.metrics.reports.query.usage_interval import UsageInterval
from holdfast.metrics.reports.supply import MONEY
from holdfast.metrics.reports.tests.plain.world import World, micros
from tests.usage import Done

ZONE = "Europe/Berlin"
BEGIN = datetime(2026, 2, 23, tzinfo=UTC)  # clocks change on March 29th
DAYS = 70
PEOPLE, ACCOUNTS, EVENTS = 40, 6, 1500
ODD = 'it\'s "a.b/c~d" \\ %'
TEXTS = ["x", "Ärger", "ÄRGER", "", "2.5", " 2.5 ", "1_000", "nan", "inf", "1d", "1e3", "true", 'a "b" \\ c', "it's"]
VALUES = [*TEXTS, 0, 1, 1.0, -3, 2.5, 1000.0, 0.1, True, False, None, [1, "x"], {"b": 1}]


def company(number: int) -> World:
    """The same one for the same number."""
    draw = Random(number)  # noqa: S311 - a company to try, no secrets
    done = [_happened(draw) for _ in range(EVENTS)]
    traits = {(Unit.PERSON, one): {"role": draw.choice(["admin", "user"])} for one in range(1, PEOPLE, 2)}
    traits |= {(Unit.ACCOUNT, one): {"country": draw.choice(["DE", "UA"])} for one in range(1, ACCOUNTS)}
    return World(
        tuple(done), ZONE, 1, BEGIN + timedelta(days=DAYS - 4, hours=7),
        homes={one: one % ACCOUNTS + 1 for one in range(1, PEOPLE, 3)}, traits=traits,
        plans={1: "pro", 2: "free", 3: "pro"},
        segments={"keen": (Unit.PERSON, frozenset(range(1, 20)))},
    )  # fmt: skip


def _happened(draw: Random) -> Done:
    """Somebody of those who have come by then: one person a day, an account every ten days."""
    day = draw.randrange(DAYS)
    at = BEGIN + timedelta(
        days=day, minutes=30 * draw.randrange(48) + draw.choice([0, 1]), microseconds=draw.choice([0, 0, 1])
    )
    properties = {name: draw.choice(VALUES) for name in ("p", ODD) if draw.random() < 0.7}
    properties |= {"n": draw.choice([0, 1, 2.5, "2.5", 7])} if draw.random() < 0.8 else {}
    person = draw.choice([None, *range(1, min(day + 2, PEOPLE + 1)), *range(1, 9)])
    account = draw.choice([None, None, *range(1, min(day // 10 + 2, ACCOUNTS + 1))])
    return Done(draw.choice("aaabbcd"), person, at, account, properties)


class Purse:
    """What the accounts pay."""

    currency = "EUR"

    def changes(self) -> pa.Table:
        return _money([(one, BEGIN + timedelta(days=7 * one - 20), 100 * one) for one in range(1, ACCOUNTS + 1)])

    def cash(self) -> pa.Table:
        return _money([(one, BEGIN + timedelta(days=3 * one), 10 * one - 15) for one in range(1, ACCOUNTS + 1)])


def _money(rows: list[tuple[int, datetime, int]]) -> pa.Table:
    return pa.Table.from_pylist(
        [{"account": one, "at": micros(at), "amount": Decimal(amount)} for one, at, amount in rows], MONEY
    )


A, B, C = (Picked((name,)) for name in "abc")
SPAN = Span("2026-03-02", "2026-05-02")
ACCOUNT = Unit.ACCOUNT
DIFFERENT = Property(ODD, Is.NONE_OF, ("x", 1, "it's"))
LOUD = Property("p", Is.CONTAINS, ("ärger", 'a "b" \\'))
MUCH = AnyOf((Property("n", Is.MORE_THAN, (1.5,)), Property("p", Is.AT_LEAST, (2,))))
LITTLE = Property("p", Is.AT_MOST, (2.5,))
MIXED = All((AnyOf((LOUD, PersonTrait("role", Is.ONE_OF, ("admin",)))), AccountTrait("country", Is.LACKS, ("E",))))
BY_P, BY_ODD, BY_ROLE = Breakdown("event", "p"), Breakdown("event", ODD, 3), Breakdown("person", "role")
HOURS = Window(36, WindowUnit.HOUR)
TWICE = Did(events=("a",), where=(LITTLE,), number=2)
QUERIES: dict[str, Query] = {
    "retention": Retention(span=SPAN),
    "retention on or after, filtered": Retention(
        span=SPAN, start=Picked(("a",), MUCH), counting=Counting.ON_OR_AFTER, entry=Entry.FIRST_TIME, breakdown=BY_P
    ),
    "retention of accounts by 24 hours": Retention(
        unit=ACCOUNT, span=SPAN, interval=Interval.DAY, windows=Windows.HOURS_24, brackets=(1, 3, 7),
        start=Picked(("b",), DIFFERENT), where=MIXED,
    ),
    "retention of those who did it twice a month": Retention(
        span=SPAN, interval=Interval.MONTH, minimum_occurrences=2, where=TWICE, breakdown=BY_ROLE,
        start=A, entry=Entry.FIRST_EVER,
    ),
    "stickiness": Stickiness(span=SPAN, interval=Interval.WEEK, picked=Picked((), LITTLE), cumulative=True),
    "stickiness twice a day": Stickiness(
        span=SPAN, occurrences=Occurrences(Compare.EXACTLY, 2), group=3, breakdown=BY_ODD
    ),
    "lifecycle": Lifecycle(span=SPAN, picked=Picked(("a", "b"), LOUD), breakdown=BY_P),
    "lifecycle of accounts by the day": Lifecycle(unit=ACCOUNT, span=SPAN, interval=Interval.DAY, new_by=NewBy.CREATED),
    "lifecycle by the hour": Lifecycle(span=Span("2026-03-29", "2026-03-30"), interval=Interval.HOUR),
    "segmentation": Segmentation(
        span=SPAN,
        lines=(
            Line(A, Measure.TOTAL), Line(Picked((), MUCH), Measure.UNIQUES), Line(B, Measure.ACTIVE_7),
            Line(Picked(("a",), LITTLE), Measure.ACTIVE_30), Line(A, Measure.FIRST_TIME),
            Line(Picked(("a",), DIFFERENT), Measure.FIRST_EVER),
            Line(Picked(), Measure.PER_ACTOR, Statistic.MEDIAN), Line(A, Measure.PROPERTY, Statistic.P90, "n"),
            Line(Picked(), Measure.PROPERTY, Statistic.SUM, "p"), Line(B, Measure.PROPERTY_VALUES, property=ODD),
        ),
        formulas=(Formula("A / B * 100"),), previous=True,
    ),
    "segmentation by weeks, broken down": Segmentation(
        span=SPAN, interval=Interval.WEEK, lines=(Line(A, Measure.TOTAL), Line(Picked(), Measure.UNIQUES)),
        breakdowns=(BY_P, BY_ROLE, Breakdown("plan")), where=InSegment("keen"),
    ),
    "segmentation of accounts in all": Segmentation(
        unit=ACCOUNT, span=SPAN, shown=Shown.WHOLE, breakdowns=(BY_ODD, Breakdown("account", "country")),
        lines=(Line(A, Measure.TOTAL), Line(Picked((), LOUD), Measure.ACTIVE_30)), where=MIXED,
    ),
    "segmentation by hours": Segmentation(
        span=Span("2026-03-28", "2026-03-30"), interval=Interval.HOUR, lines=(Line(), Line(A, Measure.ACTIVE_7))
    ),
    "distribution": Segmentation(span=SPAN, shown=Shown.DISTRIBUTION, lines=(Line(A), Line(B)), times=5),
    "funnel": Funnel(span=SPAN, steps=(A, B, C), window=HOURS),
    "strict funnel of accounts, by the value at each step": Funnel(
        unit=ACCOUNT, span=SPAN, steps=(A, Picked(("b",), LOUD), C), order=Order.STRICT, breakdown=BY_P,
        attribution=Attribution.STEP, step=2,
    ),
    "funnel in any order": Funnel(
        span=SPAN, steps=(A, B, Picked((), MUCH)), order=Order.ANY, window=HOURS
    ),
    "trend of a funnel": Funnel(
        span=SPAN, steps=(A, B), trend=Interval.WEEK, window=HOURS,
        exclusions=(Exclusion(Picked(("c",), DIFFERENT), 1, 2),),
    ),
    "paths": Paths(span=SPAN, start=A, property="p", window=HOURS),
    "paths between": Paths(unit=ACCOUNT, span=SPAN, start=A, end=Picked(("c",), LITTLE), repeats=True, steps=4),
    "frequency": Frequency(span=SPAN, picked=Picked(("a", "b"), DIFFERENT), breakdown=BY_ROLE),
    "frequency in times": Frequency(span=SPAN, often=Often.TIMES, interval=Interval.DAY, bounds=(1, 2, 5)),
    "usage interval": UsageInterval(span=SPAN, picked=Picked((), MUCH)),
    "adoption": Adoption(
        span=SPAN, features=(Feature(A), Feature(Picked(("b",), LOUD)), Feature(Picked(("c",), MUCH), "much")),
        often=Often.TIMES, breakdown=BY_ROLE,
    ),
    "first use": FirstUse(span=SPAN, feature=Picked(("d",), LITTLE), measured=Measured.TIMES, event=A),
    "keeping": Keeping(
        span=SPAN, features=(Feature(A), Feature(Picked((), LOUD), "loud")), within=6, at=2, minimum=1, where=Followed(
            first=Doing(("a",)), then=Doing(("b",))
        ),
    ),
    "revenue": Revenue(span=SPAN, start=Picked(("a",), DIFFERENT), takings=Takings.CASH),
    "revenue beside use": Beside(span=SPAN, began=Began.USED, start=A, back=Picked((), MUCH), interval=Interval.WEEK),
    "those whose sum is large": Stickiness(span=SPAN, where=Did(events=("a",), measure=Of.SUM, property="n", number=9)),
}  # fmt: skip
