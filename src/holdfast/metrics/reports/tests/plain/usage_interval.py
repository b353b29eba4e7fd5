"""Usage interval in plain Python."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, floor
from statistics import median

from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.usage_interval import UsageInterval
from holdfast.metrics.reports.tests.plain.clock import row
from holdfast.metrics.reports.tests.plain.world import World, firsts, grouped


def usage_interval(world: World, query: UsageInterval) -> dict[str, dict[str, object]]:
    """Group -> who repeated it, who did once, who at each median rounded up, and the percentiles of the medians."""
    unit, shown = query.unit, row(world, query.span, Interval.DAY)
    inside = [one for one in world.picks(query.picked, unit, query.where) if shown.number(one.at) is not None]
    days: dict[int, set[int]] = {}
    for one in inside:
        days.setdefault(world.actor(one, unit), set()).add(one.at.astimezone(world.tz).date().toordinal())
    medians = {}
    for actor, mine in days.items():
        ordered = sorted(mine)
        if len(ordered) > 1:
            medians[actor] = median(later - earlier for earlier, later in pairwise(ordered))
    groups = [("", set(days))]
    if query.breakdown is not None:
        by = query.breakdown.name if query.breakdown.by == "event" else ""
        decide = firsts(inside, [world.actor(one, unit) for one in inside], by)
        values = {actor: world.value(query.breakdown, unit, actor, decide[actor]) for actor in days}
        groups = grouped(values, query.breakdown.top)
    found = {}
    for name, who in groups:
        mine = {actor: value for actor, value in medians.items() if actor in who}
        exactly: dict[int, set[int]] = {}
        for actor, value in mine.items():
            exactly.setdefault(ceil(value), set()).add(actor)
        found[name] = {
            "repeated": set(mine), "once": who - set(mine), "exactly": exactly,
            "percentiles": {level: percentile(sorted(mine.values()), int(level) / 100)
                            for level in ("25", "50", "75", "80", "90", "95")},
        }  # fmt: skip
    return found


def percentile(ordered: list[float], level: float) -> float | None:
    """Between the two nearest, by how near each is."""
    if not ordered:
        return None
    place = (len(ordered) - 1) * level
    low, high = ordered[floor(place)], ordered[ceil(place)]
    return low + (high - low) * (place - floor(place))
