"""Worlds where much happens to few, often at one instant, by a number: for proofs of what follows what.

Hypothesis draws mostly small worlds, in which hardly anybody gets to a third step.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from holdfast.metrics.reports.query.base import Breakdown, Interval, Picked, Span
from holdfast.metrics.reports.query.conditions import AccountTrait, Condition, Is, PersonTrait, Property, Unit, both
from holdfast.metrics.reports.tests.plain.world import World
from tests.usage import LONG_AFTER, Done

# Clocks change on the last day but one.
ZONES = {"UTC": date(2026, 2, 25), "Europe/Berlin": date(2026, 3, 26), "America/Los_Angeles": date(2026, 10, 29)}
DAYS = 5


@dataclass(frozen=True)
class Crowd:
    """Draws by one number, the same for the same."""

    draw: Random

    @classmethod
    def of(cls, number: int) -> Crowd:
        return cls(Random(number))  # noqa: S311 - worlds to try, no secrets

    def world(self, *, told_apart: bool = False) -> World:
        """told_apart: at one instant all have the same value of p, so it does not matter which of them is meant."""
        draw = self.draw
        zone = draw.choice(sorted(ZONES))
        begin = datetime.combine(ZONES[zone], time(), UTC)
        # Few instants make many happen together; whole minutes and days make windows end at an event.
        minutes = [draw.choice([0, 1, 30, 30, 60, 60, 90, 120, 720]) for _ in range(draw.randint(3, 20))]
        instants, at = [], 0
        for step in minutes:
            at += step
            instants.append(begin + timedelta(minutes=at % (DAYS * 1440)))
        values = {instant: self._value() for instant in instants}
        done = [
            Done(
                draw.choice("aabbc"), draw.choice([1, 1, 1, 2, 3]), instant := draw.choice(instants),
                draw.choice([None, None, 1, 2]), values[instant] if told_apart else self._value(),
            )
            for _ in range(draw.choice([4, 10, 20, 40]))
        ]  # fmt: skip
        return World(
            tuple(done), zone, draw.choice([1, 7]), draw.choice([LONG_AFTER] * 3 + [instants[-1]]),
            homes={1: 1, 2: 2, 3: draw.choice([1, 2])},
            traits={(Unit.PERSON, 1): {"role": "admin"}, (Unit.PERSON, 2): {"role": draw.choice(["admin", "user"])},
                    (Unit.ACCOUNT, 1): {"country": "DE"}, (Unit.ACCOUNT, 2): {"country": "UA"}},
            plans={1: "pro"}, segments={"keen": (Unit.PERSON, frozenset({1, 3}))},
        )  # fmt: skip

    def _value(self) -> dict[str, object]:
        return {} if self.draw.random() < 0.3 else {"p": self.draw.choice(["x", "y", "z", 1])}

    def picked(self) -> Picked:
        """Mostly of one name; some are the same, or overlap, or mean everything."""
        name = self.draw.choice(["a", "b", "c", "a", "b", "c", "a", "b", "ab", "bc", ""])
        where = self.draw.choice([None] * 6 + [Property("p", Is.ONE_OF, ("x", "y")), Property("p", Is.UNSET)])
        return Picked(tuple(name), where)

    def where(self) -> Condition | None:
        """Mostly none."""
        leaves = [Property("p", Is.SET), PersonTrait("role", Is.ONE_OF, ("admin",)), AccountTrait("country", Is.UNSET)]
        return both(*(leaf for leaf in leaves if self.draw.random() < 0.05))

    def span(self, world: World) -> Span:
        """Often all of it."""
        first = ZONES[world.zone] + timedelta(days=self.draw.choice([0, 0, 0, 0, 0, 2]) - 1)
        days = self.draw.choice([2, 3, DAYS + 1, DAYS + 1, DAYS + 1, DAYS + 1, DAYS + 1])
        if self.draw.random() < 0.1:
            return Span(f"{first}T{self.draw.randint(0, 12):02}", f"{first + timedelta(days=days)}T05")
        return Span(str(first), str(first + timedelta(days=days)))

    def unit(self) -> Unit:
        return self.draw.choice([Unit.PERSON, Unit.PERSON, Unit.ACCOUNT])

    def interval(self) -> Interval:
        return self.draw.choice([Interval.HOUR, Interval.DAY, Interval.DAY, Interval.WEEK])

    def breakdown(self) -> Breakdown | None:
        top = self.draw.choice([1, 2, 10])
        return self.draw.choice([
            None, None, Breakdown("event", "p", top), Breakdown("person", "role", top), Breakdown("plan", top=top),
            Breakdown("segment", "keen", top),
        ])  # fmt: skip
