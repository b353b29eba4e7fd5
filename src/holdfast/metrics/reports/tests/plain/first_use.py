"""First use in plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.conditions import All, Condition, Property, Unit
from holdfast.metrics.reports.query.first_use import FirstUse, Measured
from holdfast.metrics.reports.tests.plain.clock import row
from holdfast.metrics.reports.tests.plain.world import World, firsts

LENGTH = {Interval.DAY: 1, Interval.WEEK: 7, Interval.MONTH: 30}


@dataclass(frozen=True)
class Found:
    """table: interval -> user -> how much. never: who never used it; meanwhile: interval -> their mean."""

    table: dict[int, dict[int, int]]
    too_new: set[int]
    too_recent: set[int]
    never: set[int]
    meanwhile: dict[int, float] | None


def first_use(world: World, query: FirstUse) -> Found:
    unit, many, length = query.unit, query.around, timedelta(days=LENGTH[query.interval])
    shown = row(world, query.span, Interval.DAY)
    done = world.picks(query.feature, unit, query.where)
    ever = firsts(done, [world.actor(one, unit) for one in done])
    known = {actor: local(world, at) for actor, at in world.created(unit).items() if allowed(world, query, actor)}
    began, too_new, too_recent = {}, set(), set()
    for actor, one in ever.items():
        day = local(world, one.at)
        if shown.number(one.at) is None:
            continue
        if known[actor] > day - many * length:
            too_new.add(actor)
        elif day + (many + 1) * length > local(world, world.as_of):
            too_recent.add(actor)
        else:
            began[actor] = day
    days: dict[int, list[date]] = {}
    for one in world.picks(query.event, unit, query.where):
        days.setdefault(world.actor(one, unit), []).append(local(world, one.at))

    def much(actor: int, day: date, number: int) -> int:
        begin = day + number * length
        times = sum(begin <= one < begin + length for one in days.get(actor, ()))
        return min(times, 1) if query.measured is Measured.ACTIVE else times

    numbers = range(-many, many + 1)
    table = {number: {actor: much(actor, day, number) for actor, day in began.items()} for number in numbers}
    others = {actor: day for actor, day in known.items() if actor not in ever}
    of_day = {day: [actor for actor, since in others.items() if since <= day - many * length] for day in began.values()}
    matched = [day for day in began.values() if of_day[day]]
    meanwhile = {
        number: sum(
            sum(much(actor, day, number) for actor in of_day[day]) / len(of_day[day]) for day in matched
        ) / len(matched)
        for number in numbers
    } if matched else None  # fmt: skip
    return Found(table, too_new, too_recent, {one for some in of_day.values() for one in some}, meanwhile)


def local(world: World, at: object) -> date:
    return at.astimezone(world.tz).date()


def allowed(world: World, query: FirstUse, actor: int) -> bool:
    """What `where` says of who is counted alone holds, joined by all; what it says of events is asked of these."""
    return all(says(world, part, query.unit, actor) for part in parts(query.where))


def parts(condition: Condition | None) -> list[Condition]:
    if isinstance(condition, All):
        return [part for one in condition.conditions for part in parts(one)]
    return [] if condition is None else [condition]


def says(world: World, condition: Condition, unit: Unit, actor: int) -> bool:
    if not of_actor(world, condition, unit):
        return True
    if hasattr(condition, "conditions"):
        some = all if isinstance(condition, All) else any
        return some(says(world, one, unit, actor) for one in condition.conditions)
    home = actor if unit is Unit.ACCOUNT else world.homes.get(actor)
    return world.said(condition, {Unit.PERSON: actor if unit is Unit.PERSON else None, Unit.ACCOUNT: home})


def of_actor(world: World, condition: Condition, unit: Unit) -> bool:
    """Whether it speaks of nothing but who is counted."""
    if isinstance(condition, Property):
        return False
    if hasattr(condition, "conditions"):
        return bool(condition.conditions) and all(of_actor(world, one, unit) for one in condition.conditions)
    return unit is Unit.PERSON or world.subject(condition) is Unit.ACCOUNT
