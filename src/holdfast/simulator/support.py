"""Requests for support: opened, answered, solved; and the slow ones, which cost customers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.simulator.accounts import Accounts
from holdfast.simulator.plans import Planted
from holdfast.simulator.timeline import DAY, HOUR, MONTHS, NEVER, Floats, Ints, Window, within_day

PRIORITIES = ("low", "normal", "high", "urgent")
CHANNELS = ("mail", "form", "chat", "phone")
SLOW_HOURS = 24.0


@dataclass(frozen=True, slots=True)
class Tickets:
    """One element per ticket. `first_response_at` and `solved_at` are NEVER where it has not happened."""

    account: Ints
    opened_at: Ints
    first_response_at: Ints
    solved_at: Ints
    priority: Ints
    channel: Ints
    hours_to_response: Floats

    def __len__(self) -> int:
        return len(self.opened_at)

    def only(self, chosen: np.ndarray) -> Tickets:
        columns = (getattr(self, name) for name in self.__slots__)
        return Tickets(*(column[chosen] for column in columns))


def open_tickets(accounts: Accounts, planted: Planted, window: Window, rng: np.random.Generator) -> Tickets:
    """Tickets of every account in every month, as if it had always been a customer.

    Those of the time before and after have to be dropped once the contracts are known. In the months of the support
    crisis everything takes five times as long.
    """
    rate = 0.11 + 0.07 * np.log1p(accounts.seats) + 0.04 * np.maximum(-accounts.fit, 0)
    counts = rng.poisson(np.repeat(rate[:, None], MONTHS, axis=1))
    account, month = (np.repeat(axis, counts.ravel()) for axis in np.indices(counts.shape).reshape(2, -1))
    starts = window.month_starts
    length = np.maximum((starts[month + 1] - starts[month]) // DAY, 1)
    day = (rng.random(len(month)) * length).astype(np.int64)
    opened = starts[month] + day * DAY + within_day(rng, len(month))
    crisis = np.where(np.isin(month, planted.support_crisis_months), 5.0, 1.0)
    priority = rng.choice(4, len(month), p=[0.2, 0.55, 0.19, 0.06])
    urgency = np.array([1.4, 1.0, 0.6, 0.35])[priority]
    response_hours = 3.0 * urgency * crisis * rng.lognormal(0.0, 1.05, len(month))
    solving_hours = 16.0 * crisis * rng.lognormal(0.0, 1.1, len(month))
    responded = opened + (response_hours * HOUR).astype(np.int64)
    solved = responded + (solving_hours * HOUR).astype(np.int64)
    solved = np.where(rng.random(len(month)) < 0.015, NEVER, solved)
    tickets = Tickets(
        account=account,
        opened_at=opened,
        first_response_at=np.where(responded < window.end, responded, NEVER),
        solved_at=np.where(solved < window.end, solved, NEVER),
        priority=priority,
        channel=rng.choice(4, len(month), p=[0.45, 0.25, 0.24, 0.06]),
        hours_to_response=response_hours,
    )
    return tickets.only((opened >= accounts.created_at[account]) & (opened < window.end))


def slow_months(tickets: Tickets, accounts: int, window: Window) -> Floats:
    """1 where a slow first response weighs on an account, [account, month]: its month and the next; else 0."""
    slow = np.zeros((accounts, MONTHS + 1))
    late = tickets.hours_to_response > SLOW_HOURS
    month = window.month_of(tickets.opened_at[late])
    slow[tickets.account[late], month] = 1
    slow[tickets.account[late], month + 1] = 1
    return slow[:, :MONTHS]
