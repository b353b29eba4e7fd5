"""Keeping in plain Python, the test of chance in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from math import comb

from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.frequency import Often
from holdfast.metrics.reports.query.keeping import Keeping
from holdfast.metrics.reports.tests.plain.clock import row
from holdfast.metrics.reports.tests.plain.world import World, firsts

LENGTH = {Interval.DAY: 1, Interval.WEEK: 7, Interval.MONTH: 30}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Found:
    """did: (feature, least) -> who used it so often."""

    people: set[int]
    young: set[int]
    stayed: set[int]
    did: dict[tuple[str, int], set[int]]

    def p(self, key: tuple[str, int]) -> Fraction:
        did = self.did[key]
        return fisher(len(did & self.stayed), len(did), len(self.stayed), len(self.people))


def keeping(world: World, query: Keeping) -> Found:
    unit, shown, length = query.unit, row(world, query.span, Interval.DAY), LENGTH[query.interval] * DAY
    done = world.picks(query.start, unit, query.where)
    begun = {
        actor: one.at for actor, one in firsts(done, [world.actor(one, unit) for one in done]).items()
        if shown.number(one.at) is not None
    }  # fmt: skip
    people = {actor for actor, at in begun.items() if at + length * (query.at + 1) <= world.as_of}
    stayed = {
        actor for one in world.picks(query.back, unit, query.where)
        if (actor := world.actor(one, unit)) in people
        and begun[actor] + length * query.at <= one.at < begun[actor] + length * (query.at + 1)
    }  # fmt: skip
    did = {}
    for feature in query.features:
        used: dict[int, list[int]] = {}
        for place, one in enumerate(world.picks(feature.picked, unit, query.where)):
            actor = world.actor(one, unit)
            if actor in people and begun[actor] <= one.at < begun[actor] + query.within * DAY:
                day = (one.at - begun[actor]) // DAY
                used.setdefault(actor, []).append(day if query.often is Often.DAYS else -1 - place)
        for least in range(1, query.most + 1):
            did[feature.title, least] = {actor for actor, what in used.items() if len(set(what)) >= least}
    return Found(people, set(begun) - people, stayed, did)


def fisher(both: int, did: int, stayed: int, everybody: int) -> Fraction:
    """All tables with the same margins that are not likelier than this one."""

    def ways(some: int) -> int:
        return comb(did, some) * comb(everybody - did, stayed - some)

    possible = range(max(0, did + stayed - everybody), min(did, stayed) + 1)
    return Fraction(sum(ways(some) for some in possible if ways(some) <= ways(both)), comb(everybody, stayed))


def benjamini_hochberg(chances: list[Fraction]) -> list[Fraction]:
    """For each the least share of false ones at which it would be found."""
    ordered, many = sorted(chances), len(chances)
    return [
        min(min(Fraction(1), ordered[place] * many / (place + 1)) for place in range(many) if ordered[place] >= chance)
        for chance in chances
    ]
