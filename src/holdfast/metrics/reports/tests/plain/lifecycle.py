"""Lifecycle in plain Python."""

from __future__ import annotations

from holdfast.metrics.reports.query.lifecycle import Lifecycle, NewBy
from holdfast.metrics.reports.tests.plain.clock import row
from holdfast.metrics.reports.tests.plain.world import World, firsts, grouped


def lifecycle(world: World, query: Lifecycle) -> tuple[dict[str, list[dict[str, set[int]]]], list[bool]]:
    """Group -> interval -> stage -> who; and whether each interval is complete."""
    unit, shown = query.unit, row(world, query.span, query.interval, before=1)
    done = world.picks(query.picked, unit, query.where)
    inside = [one for one in done if shown.number(one.at) is not None]
    active: list[set[int]] = [set() for _ in range(len(shown))]
    for one in inside:
        active[shown.number(one.at)].add(world.actor(one, unit))
    ever = firsts(done, [world.actor(one, unit) for one in done])
    born = world.created(unit) if query.new_by is NewBy.CREATED else {actor: one.at for actor, one in ever.items()}
    stages = []
    for number in range(1, len(shown)):
        now, before = active[number], active[number - 1]
        new = {actor for actor in now if shown.number(born[actor]) == number}
        stages.append({
            "new": new, "returning": {actor for actor in now - new if actor in before},
            "resurrected": {actor for actor in now - new if actor not in before}, "dormant": before - now,
        })  # fmt: skip
    everybody = {actor for one in active for actor in one}
    groups = [("", everybody)]
    if query.breakdown is not None:
        by = query.breakdown.name if query.breakdown.by == "event" else ""
        decide = firsts(inside, [world.actor(one, unit) for one in inside], by)
        values = {actor: world.value(query.breakdown, unit, actor, decide[actor]) for actor in everybody}
        groups = grouped(values, query.breakdown.top)
    found = {name: [{stage: who & some for stage, who in one.items()} for one in stages] for name, some in groups}
    return found, [shown.complete(number) for number in range(1, len(shown))]
