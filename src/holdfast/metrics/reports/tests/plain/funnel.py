"""Funnels in plain Python: every try walked event by event."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from itertools import groupby, permutations

from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.funnel import Attribution, Funnel, Order
from holdfast.metrics.reports.tests.plain.clock import MICROSECOND, row
from holdfast.metrics.reports.tests.plain.world import World, text

DAYS = {"second": 1 / 86_400, "minute": 1 / 1_440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30}


@dataclass(frozen=True)
class Happened:
    """steps: which it could be, from 0. bars: before which steps it must not come."""

    at: datetime
    steps: frozenset[int]
    bars: frozenset[int]
    value: str | None


@dataclass(frozen=True)
class Try:
    """times: of the steps it reached. values: of these."""

    actor: int
    times: tuple[datetime, ...]
    values: tuple[str | None, ...]
    clean: bool

    def place(self, order: Order) -> tuple[object, ...]:
        """Of those that reached as many steps the lowest counts."""
        begun = self.times[0].timestamp()
        return self.times[-1], begun if order is Order.ANY else -begun, self.times


@dataclass(frozen=True)
class Plain:
    """found: of each group, who counts with which try; open: who of them may still go on."""

    world: World
    query: Funnel

    @property
    def window(self) -> timedelta:
        return timedelta(days=self.query.window.n * DAYS[self.query.window.unit])

    @cached_property
    def entry(self) -> tuple[datetime, datetime]:
        """When first steps count, half-open."""
        interval = self.query.trend or (Interval.HOUR if "T" in f"{self.query.span.first}" else Interval.DAY)
        shown = row(self.world, self.query.span, interval)
        if shown.last_day is None:
            return shown.starts[0], shown.starts[-1]
        after = datetime.combine(shown.last_day + timedelta(days=1), time(), self.world.tz)
        return shown.starts[0], min(shown.starts[-1], after.astimezone(UTC))

    def lines(self) -> Iterator[tuple[int, list[Happened]]]:
        """What tries are made of: all of an actor, or all of an actor with one value."""
        query, world = self.query, self.world
        name = query.breakdown.name if query.breakdown and query.breakdown.by == "event" else ""
        found: dict[tuple[int, str | None], list[Happened]] = {}
        for one in world.past():
            actor = world.actor(one, query.unit)
            if actor is None or not world.holds(query.where, one, query.unit):
                continue
            value = text(one.properties.get(name)) if name else None
            every = query.attribution is Attribution.EVERY
            steps = {step for step, picked in enumerate(query.steps) if world.meets(one, picked, query.unit)}
            bars = {
                step for exclusion in query.exclusions if world.meets(one, exclusion.picked, query.unit)
                for step in range(exclusion.after, exclusion.before)
            }  # fmt: skip
            happened = Happened(one.at, frozenset(steps), frozenset(bars), value)
            found.setdefault((actor, value if every else None), []).append(happened)
        for (actor, _), events in found.items():
            yield actor, events

    def tries(self) -> list[list[Try]]:
        """Of each line."""
        walk = self._any if self.query.order is Order.ANY else self._ordered
        return [list(walk(actor, events)) for actor, events in self.lines()]

    def _enters(self, at: datetime) -> bool:
        first, last = self.entry
        return first <= at < last

    def _until(self, begun: datetime) -> datetime:
        until = begun + self.window
        return min(until, self.entry[1] - MICROSECOND) if self.query.complete_within_span else until

    def _ordered(self, actor: int, events: list[Happened]) -> Iterator[Try]:
        strict = self.query.order is Order.STRICT
        for begun in sorted({one.at for one in events if 0 in one.steps and self._enters(one.at)}):
            path: list[Happened] = []
            over = None
            rest = (one for one in events if begun <= one.at <= self._until(begun))
            for at, together in groupby(rest, lambda one: one.at):
                present = list(together)
                if not strict or len({one.steps for one in present}) > 1:
                    path.extend(self._most(len(path), present))
                elif self._passes(path, present):
                    over = at
                if over or len(path) == len(self.query.steps):
                    break
            clean = self._clean(path, events, over)
            yield Try(actor, tuple(one.at for one in path), tuple(one.value for one in path), clean)

    def _passes(self, path: list[Happened], present: list[Happened]) -> bool:
        """Adds to the path; whether something else ended it."""
        for one in present:
            if len(path) in one.steps:
                path.append(one)
            elif len(path) - 1 not in one.steps:
                return True
        return False

    def _most(self, step: int, present: list[Happened]) -> list[Happened]:
        """As many further steps as some order of what happened at one instant allows."""
        left = len(self.query.steps) - step
        for size in range(min(left, len(present)), 0, -1):
            for chosen in permutations(present, size):
                if all(step + number in one.steps for number, one in enumerate(chosen)):
                    return list(chosen)
        return []

    def _clean(self, path: list[Happened], events: list[Happened], over: datetime | None) -> bool:
        until = self._until(path[0].at)
        ends = [one.at for one in path[1:]]
        if len(path) < len(self.query.steps):
            # As long as the next step could have come: up to the end of the window, or to what ended the try.
            ends.append((until if over is None else over) + MICROSECOND)
        for step, (after, before) in enumerate(zip([one.at for one in path], ends, strict=False), start=1):
            if any(step in one.bars and after < one.at < before and one.at <= until for one in events):
                return False
        return True

    def _any(self, actor: int, events: list[Happened]) -> Iterator[Try]:
        for begun in sorted({one.at for one in events if one.steps and self._enters(one.at)}):
            inside = [one for one in events if begun <= one.at <= self._until(begun)]
            path: list[Happened] = []
            for number, one in enumerate(inside, start=1):
                if self._matched([other.steps for other in inside[:number]]) > len(path):
                    path.append(one)
            full = len(path) == len(self.query.steps)
            before = path[-1].at if full else datetime.max.replace(tzinfo=begun.tzinfo)
            clean = not any(one.bars and begun < one.at < before for one in inside)
            yield Try(actor, tuple(one.at for one in path), tuple(one.value for one in path), clean)

    def _matched(self, could: list[frozenset[int]], free: frozenset[int] | None = None) -> int:
        """How many different steps events can be, each one at most."""
        free = frozenset(range(len(self.query.steps))) if free is None else free
        if not could or not free:
            return 0
        best = self._matched(could[1:], free)
        for step in could[0] & free:
            best = max(best, 1 + self._matched(could[1:], free - {step}))
        return best

    def best(self, tries: Iterable[Try]) -> Try | None:
        """The one that counts; None: whoever it is leaves the funnel."""
        tries = list(tries)
        if self.query.order is Order.ANY:
            tries = [one for one in tries if one.clean]
        most = max((len(one.times) for one in tries), default=0)
        clean = [one for one in tries if one.clean and len(one.times) == most]
        return min(clean, key=lambda one: one.place(self.query.order)) if clean else None

    def groups(self) -> list[tuple[str, list[Try]]]:
        """The tries of each group, of those who did not leave."""
        query = self.query
        lines = [line for line in self.tries() if self.best(line)]
        if query.order is Order.ANY:
            lines = [[one for one in line if one.clean] for line in lines]
        if query.breakdown is None:
            return [("", [one for line in lines for one in line])]
        under: dict[str | None, list[Try]] = {}
        lost: list[Try] = []
        for line in lines:
            for value, one in self._valued(line):
                under.setdefault(value, []).append(one)
            if query.attribution is Attribution.STEP and all(len(one.times) < (query.step or 1) for one in line):
                lost.extend(line)
        under = {value: some for value, some in under.items() if self.rows(some)}
        found = self._shown(under, query.breakdown.top)
        return [*found, ("(not reached)", lost)] if lost else found

    def _valued(self, line: list[Try]) -> Iterator[tuple[str | None, Try]]:
        query = self.query
        assert query.breakdown is not None
        if query.breakdown.by != "event":
            decided = self.world.value(query.breakdown, query.unit, line[0].actor, self.world.done[0])
            yield from ((decided, one) for one in line)
        elif query.attribution is Attribution.STEP:
            by_value: dict[str | None, list[Try]] = {}
            for one in line:
                if len(one.times) >= (query.step or 1):
                    by_value.setdefault(one.values[(query.step or 1) - 1], []).append(one)
            for value, some in by_value.items():
                if self.best(some):
                    yield from ((value, one) for one in some)
        else:
            chosen = self.best(line)
            assert chosen is not None
            values = [value for value in chosen.values if value is not None] or [None]
            decided = values[-1 if query.attribution is Attribution.LAST else 0]
            yield from ((decided, one) for one in line)

    @staticmethod
    def _shown(under: Mapping[str | None, list[Try]], top: int) -> list[tuple[str, list[Try]]]:
        members = {value: {one.actor for one in some} for value, some in under.items()}
        ordered = sorted(members, key=lambda value: (-len(members[value]), value is None, value or ""))
        shown = [("(none)" if value is None else value, under[value]) for value in ordered[:top]]
        others = [one for value in ordered[top:] for one in under[value]]
        return [*shown, ("Other", others)] if others else shown

    def rows(self, tries: list[Try], key: Callable[[Try], Hashable] = lambda one: one.actor) -> dict[Hashable, Try]:
        """Who counts with which try."""
        of: dict[Hashable, list[Try]] = {}
        for one in tries:
            of.setdefault(key(one), []).append(one)
        return {who: chosen for who, some in of.items() if (chosen := self.best(some))}

    def open(self, tries: list[Try], actor: int) -> bool:
        """Whether the window of the last try is not over."""
        last = max(one.times[0] for one in tries if one.actor == actor)
        return self._until(last) >= self.world.as_of
