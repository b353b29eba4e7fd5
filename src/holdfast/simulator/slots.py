"""The state of every account's main contract while it is simulated, and the billing month being worked on."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from holdfast.simulator.accounts import Accounts
from holdfast.simulator.histories import Histories
from holdfast.simulator.plans import Planted
from holdfast.simulator.timeline import FAR, HOUR, MONTHS, Bools, Floats, Ints, Window

PAYING, ON_FREE_PLAN, ON_PAUSE, AWAY = range(4)
CHANGES = ("upgrade", "downgrade", "more_seats", "fewer_seats", "to_annual")


@dataclass(frozen=True, slots=True)
class Departures:
    """Decisions to leave, for the reasons customers give: who, when, and what weighed on it."""

    account: Ints
    decided_at: Ints
    usage: Floats
    slow: Floats


@dataclass(slots=True)
class Slots:
    """Arrays with one element per account; `at` is the next instant to work on, FAR when nothing will happen.

    `month` counts billing months from `anchor`. `exposed`, `hazard` and `decided` count, by [term, plan], the chances
    to leave, the sum of the planted hazards in them, and the decisions drawn from them. `likely` and `made` do so for
    the changes named in `CHANGES`: the sum of their planted chances, and the changes drawn.
    """

    accounts: Accounts
    planted: Planted
    window: Window
    rng: np.random.Generator
    active_days: Floats
    slow: Floats
    histories: Histories
    at: Ints
    anchor: Ints
    month: Ints
    mode: Ints
    leave_at: Ints
    to_free: Bools
    discount_until: Ints
    exposed: Floats = field(default_factory=lambda: np.zeros((2, 5)))
    hazard: Floats = field(default_factory=lambda: np.zeros((2, 5)))
    decided: Floats = field(default_factory=lambda: np.zeros((2, 5)))
    likely: Floats = field(default_factory=lambda: np.zeros(len(CHANGES)))
    made: Floats = field(default_factory=lambda: np.zeros(len(CHANGES)))
    departures: list[Departures] = field(default_factory=list)

    @property
    def price_change_at(self) -> int:
        """The one known instant from which the second price list is in force: the 10th of a month, 10:00 UTC."""
        return int(self.window.month_starts[self.planted.price_change_month]) + 9 * 24 * HOUR + 10 * HOUR

    def usage(self, who: Ints, at: Ints) -> Floats:
        days: Floats = self.active_days[who, self.window.month_of(at)]
        return days

    def slow_tickets(self, who: Ints, at: Ints) -> Floats:
        weight: Floats = self.slow[who, self.window.month_of(at)]
        return weight

    def price_version(self, at: Ints) -> Ints:
        return (at >= self.price_change_at).astype(np.int64)

    def start_paying(self, who: Ints, at: Ints) -> None:
        """From `at` on these slots are billed; the first billing month begins there."""
        self.mode[who] = PAYING
        self.anchor[who] = at
        self.month[who] = 0
        self.at[who] = at


def empty_slots(
    accounts: Accounts,
    planted: Planted,
    window: Window,
    rng: np.random.Generator,
    *,
    active_days: Floats,
    slow: Floats,
) -> Slots:
    count = len(accounts)
    if slow.shape != (count, MONTHS):
        raise ValueError("slow tickets are needed for every account and month")
    return Slots(
        accounts, planted, window, rng, active_days, slow, Histories(count, window.end),
        at=np.full(count, FAR), anchor=accounts.created_at.copy(), month=np.zeros(count, np.int64),
        mode=np.full(count, AWAY), leave_at=np.full(count, FAR), to_free=np.zeros(count, bool),
        discount_until=np.full(count, FAR),
    )  # fmt: skip


@dataclass(slots=True)
class BillingMonth:
    """A billing month [start, stop) of some slots. `free` are those that nothing has happened to in it yet."""

    who: Ints
    start: Ints
    stop: Ints
    number: Ints
    free: Bools

    def pick(self, chosen: Bools) -> tuple[Ints, Ints, Ints]:
        """Take slots for what happens to them now; they are not free for anything else in this month."""
        self.free &= ~chosen
        return self.who[chosen], self.start[chosen], self.stop[chosen]
