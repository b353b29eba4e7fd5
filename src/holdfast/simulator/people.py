"""The end users of each account: when they join and leave, how active they are, and how far onboarding takes them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.simulator.accounts import Accounts
from holdfast.simulator.histories import Rows
from holdfast.simulator.plans import PLANS
from holdfast.simulator.timeline import DAY, HOUR, NEVER, Bools, Floats, Ints, Window

ROLES = ("admin", "member", "viewer")
ONBOARDING_STEPS = 4
MOST_PEOPLE = 60


@dataclass(frozen=True, slots=True)
class People:
    """One element per person, ordered by account; an account's first person is the one who signed it up.

    `left_at` is after the window for those who stay. `activated_at` and `completed_at` are NEVER where it did not
    happen; `steps` counts onboarding steps, `step_gap` is the time between two of them in seconds.
    """

    account: Ints
    joined_at: Ints
    left_at: Ints
    role: Ints
    language: Ints
    activity: Floats
    activated_at: Ints
    steps: Ints
    step_gap: Ints
    completed_at: Ints

    def __len__(self) -> int:
        return len(self.account)

    def first_of(self, accounts: int) -> Ints:
        """The position of each account's first person."""
        return np.searchsorted(self.account, np.arange(accounts)).astype(np.int64)

    def someone(self, account: Ints, at: Ints, accounts: int, rng: np.random.Generator) -> Ints:
        """A person of each account who had joined by then; where the drawn one had not, the first person."""
        first = self.first_of(accounts)
        count = np.bincount(self.account, minlength=accounts)
        drawn = first[account] + (rng.random(len(account)) * count[account]).astype(np.int64)
        there = (self.joined_at[drawn] <= at) & (self.left_at[drawn] > at)
        return np.where(there, drawn, first[account])


def invite(accounts: Accounts, rows: Rows, live: Bools, window: Window, rng: np.random.Generator) -> People:
    """People come with the seats: the first ones within two weeks, more as the account grows."""
    seats = accounts.seats.copy()
    main = rows[(rows["plan"] < len(PLANS)) & (rows["item"] == 0)]
    np.maximum.at(seats, main["account"], main["seats"])
    number = np.clip(np.rint(seats * rng.uniform(0.3, 0.65, len(seats))), 1, MOST_PEOPLE).astype(np.int64)
    early = np.maximum(np.rint(number * np.minimum(accounts.seats / seats, 1)), 1).astype(np.int64)
    last_day = window.days - np.argmax(live[:, ::-1], axis=1)
    until = window.start + last_day * DAY
    account = np.repeat(np.arange(len(accounts)), number)
    order = np.arange(len(account)) - np.repeat(np.cumsum(number) - number, number)
    joined = _joining(accounts.created_at, account, order, early, until, rng)
    there = (joined < np.minimum(until[account], window.end)) | (order == 0)
    account, order, joined = account[there], order[there], joined[there]
    return _people(accounts, account, order, joined, until[account], rng)


def _joining(created: Ints, account: Ints, order: Ints, early: Ints, until: Ints, rng: np.random.Generator) -> Ints:
    count = len(account)
    soon = created[account] + (rng.exponential(3.0, count) * DAY).astype(np.int64) + HOUR
    room = np.maximum(until[account] - created[account], DAY)
    later = created[account] + (rng.uniform(0.05, 1.0, count) * room).astype(np.int64)
    joined = np.where(order < early[account], soon, later)
    return np.where(order == 0, created[account] + 300, joined)


def _people(
    accounts: Accounts, account: Ints, order: Ints, joined: Ints, until: Ints, rng: np.random.Generator
) -> People:
    count = len(account)
    limit = until
    activates = rng.random(count) < np.where(accounts.activates[account] == 1, 0.8, 0.1)
    activated = joined + (rng.lognormal(0.1, 1.1, count) * DAY).astype(np.int64) + 600
    activated = np.where(activates & (activated < limit), activated, NEVER)
    depth = rng.geometric(np.where(activates, 0.09, 0.38)) - 1
    gap = (rng.lognormal(0.5, 1.0, count) * HOUR).astype(np.int64) + 60
    reached = np.clip((limit - joined - 1) // gap, 0, ONBOARDING_STEPS + 1)
    steps = np.minimum(np.minimum(depth, ONBOARDING_STEPS + 1), reached)
    completed = np.where(steps > ONBOARDING_STEPS, joined + (ONBOARDING_STEPS + 1) * gap, NEVER)
    leaving = joined + (rng.exponential(36.0, count) * 30 * DAY).astype(np.int64)
    return People(
        account=account,
        joined_at=joined,
        left_at=np.where(order == 0, until, np.maximum(leaving, joined + 20 * DAY)),
        role=np.where(order == 0, 0, rng.choice(3, count, p=[0.06, 0.72, 0.22])),
        language=np.where(rng.random(count) < 0.12, 0, accounts.language[account]),
        activity=rng.lognormal(-0.1, 0.45, count),
        activated_at=activated,
        steps=np.minimum(steps, ONBOARDING_STEPS),
        step_gap=gap,
        completed_at=completed,
    )
