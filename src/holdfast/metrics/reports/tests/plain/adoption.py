"""Adoption in plain Python."""

from __future__ import annotations

from collections.abc import Hashable

from holdfast.metrics.reports.query.adoption import Adoption
from holdfast.metrics.reports.query.base import Interval, Picked
from holdfast.metrics.reports.query.frequency import Often
from holdfast.metrics.reports.tests.plain.clock import row
from holdfast.metrics.reports.tests.plain.world import World, firsts, grouped

Found = dict[str, tuple[set[int], dict[str, dict[int, int]]]]


def adoption(world: World, query: Adoption) -> Found:
    """Group -> (who was active, feature -> actor -> on how many days, or how many times)."""
    unit, shown = query.unit, row(world, query.span, Interval.DAY)

    def inside(picked: Picked) -> list:
        return [one for one in world.picks(picked, unit, query.where) if shown.number(one.at) is not None]

    done = inside(query.active)
    active = {world.actor(one, unit) for one in done}
    uses = {}
    for feature in query.features:
        often: dict[int, set[Hashable]] = {}
        for place, one in enumerate(inside(feature.picked)):
            what = one.at.astimezone(world.tz).date() if query.often is Often.DAYS else place
            often.setdefault(world.actor(one, unit), set()).add(what)
        uses[feature.title] = {actor: len(what) for actor, what in often.items() if actor in active}
    groups = [("", active)]
    if query.breakdown is not None:
        by = query.breakdown.name if query.breakdown.by == "event" else ""
        decide = firsts(done, [world.actor(one, unit) for one in done], by)
        values = {actor: world.value(query.breakdown, unit, actor, decide[actor]) for actor in active}
        groups = grouped(values, query.breakdown.top)
    return {
        name: (
            who,
            {title: {actor: many for actor, many in use.items() if actor in who} for title, use in uses.items()},
        )
        for name, who in groups
    }
