"""Paths in plain Python: one session after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.paths import Paths
from holdfast.metrics.reports.tests.plain.clock import row
from holdfast.metrics.reports.tests.plain.funnel import DAYS
from holdfast.metrics.reports.tests.plain.world import World, text

Counts = dict[tuple[str, ...], tuple[int, set[int]]]


@dataclass(frozen=True)
class Event:
    """name: what a node is called."""

    at: datetime
    event: str
    value: str | None
    starts: bool
    ends: bool

    @property
    def name(self) -> str:
        return self.event if self.value is None else f"{self.event}: {self.value}"

    @property
    def place(self) -> tuple[object, ...]:
        return self.at, self.event, self.value is None, self.value or "", self.starts + 2 * self.ends


@dataclass(frozen=True)
class Path:
    """names: from the start on, or from the end back. steps: to the end, None if it is not reached."""

    actor: int
    names: list[str]
    steps: int | None


@dataclass(frozen=True)
class Plain:
    world: World
    query: Paths

    @property
    def span(self) -> tuple[datetime, datetime]:
        shown = row(self.world, self.query.span, Interval.HOUR if "T" in f"{self.query.span.first}" else Interval.DAY)
        if shown.last_day is None:
            return shown.starts[0], shown.starts[-1]
        after = datetime.combine(shown.last_day + timedelta(days=1), time(), self.world.tz)
        return shown.starts[0], min(shown.starts[-1], after.astimezone(UTC))

    def sessions(self) -> Iterator[tuple[int, list[Event]]]:
        query, world, (first, last) = self.query, self.world, self.span
        found: dict[int, list[Event]] = {}
        for one in world.past():
            actor = world.actor(one, query.unit)
            if actor is None or not first <= one.at < last or not world.holds(query.where, one, query.unit):
                continue
            starts = query.start is not None and world.meets(one, query.start, query.unit)
            ends = query.end is not None and world.meets(one, query.end, query.unit)
            if starts or ends or world.meets(one, query.picked, query.unit):
                value = text(one.properties.get(query.property)) if query.property else None
                found.setdefault(actor, []).append(Event(one.at, one.event, value, starts, ends))
        for actor, events in found.items():
            session: list[Event] = []
            for event in sorted(events, key=lambda event: event.place):
                if session and query.gap and event.at - session[-1].at > self.length(query.gap):
                    yield actor, session
                    session = []
                session.append(event)
            yield actor, session

    @staticmethod
    def length(window: object) -> timedelta:
        return timedelta(days=window.n * DAYS[window.unit])  # type: ignore[attr-defined]

    def paths(self) -> Iterator[Path]:
        query = self.query
        for actor, session in self.sessions():
            walk = self._back if query.start is None and query.end is not None else self._on
            path = walk(session)
            if path is not None:
                yield Path(actor, *path)

    def _on(self, session: list[Event]) -> tuple[list[str], int | None] | None:
        begin = next((n for n, one in enumerate(session) if one.starts or self.query.start is None), None)
        if begin is None:
            return None
        rest = [one for one in session[begin:] if self._near(one, session[begin])]
        names, steps = [rest[0].name], None
        for before, one in pairwise(rest):
            if self.query.repeats or one.name != before.name:
                names.append(one.name)
            if one.ends:
                names = names if len(names) > 1 else [*names, one.name]
                steps = len(names) - 1
                break
        return (names if steps is not None else names[: self.query.steps + 1]), steps

    def _back(self, session: list[Event]) -> tuple[list[str], int | None] | None:
        end = next((n for n, one in enumerate(session) if one.ends), None)
        if end is None:
            return None
        names = [session[end].name]
        for one, after in reversed(list(pairwise(session[: end + 1]))):
            if not self._near(session[end], one):
                break
            if self.query.repeats or one.name != after.name:
                names.append(one.name)
        return names[: self.query.steps + 1], None

    def _near(self, later: Event, earlier: Event) -> bool:
        return self.query.window is None or later.at - earlier.at <= self.length(self.query.window)

    def counted(self, paths: list[Path]) -> tuple[list[Counts], list[Counts]]:
        """Of each step: what was done, and what after it. The first by name, or "Other"."""
        shown = []
        for step in range(self.query.steps + 1):
            who: dict[str, set[int]] = {}
            for path in paths:
                if len(path.names) > step:
                    who.setdefault(path.names[step], set()).add(path.actor)
            ordered = sorted(who, key=lambda name: (-len(who[name]), self._alphabet(name)))
            shown.append({name: name if n < self.query.top else "Other" for n, name in enumerate(ordered)})
        nodes: list[Counts] = [{} for _ in shown]
        edges: list[Counts] = [{} for _ in shown]
        for path in paths:
            names = [shown[step][name] for step, name in enumerate(path.names)]
            for step, name in enumerate(names):
                self._add(nodes[step], (name,), path.actor)
                if step + 1 < len(names):
                    self._add(edges[step], (name, names[step + 1]), path.actor)
                elif step < self.query.steps and path.steps is None:
                    self._add(edges[step], (name, ""), path.actor)
        return nodes, edges

    @staticmethod
    def _alphabet(name: str) -> tuple[object, ...]:
        event, _, value = name.partition(": ")
        return event, not value, value

    @staticmethod
    def _add(counts: Counts, key: tuple[str, ...], actor: int) -> None:
        paths, who = counts.get(key, (0, set()))
        counts[key] = paths + 1, who | {actor}
