"""The main contract of each account, from sign-up to today, one billing month at a time.

Every slot moves at its own pace: `at` is where its next billing month begins. Within such a month at most one thing
changes a contract, besides its first instant; that keeps the order of a customer's changes simple and certain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.simulator import payments
from holdfast.simulator.accounts import DIRECT, ON_FREE, ON_TRIAL
from holdfast.simulator.departures import come_back, decide_departures, depart
from holdfast.simulator.growth import convert_free, grow
from holdfast.simulator.histories import ACTIVE, INCOMPLETE, TRIALING
from holdfast.simulator.plans import ANNUAL, FREE, MONTHLY, ONCE, THREE_MONTHS, TWELVE_MONTHS
from holdfast.simulator.slots import AWAY, ON_FREE_PLAN, ON_PAUSE, PAYING, BillingMonth, Slots
from holdfast.simulator.timeline import DAY, FAR, NEVER, Bools, Ints, add_months

OUTCOMES = ("converted", "expired", "failed_payment", "running")
CONVERTED, EXPIRED, FAILED, RUNNING = range(4)


@dataclass(frozen=True, slots=True)
class Trials:
    """Each trial: whose, when it started, how it ended, and its first payment (NEVER: none yet)."""

    account: Ints
    started_at: Ints
    outcome: Ints
    converted_at: Ints


def sign_contracts(slots: Slots) -> Trials:
    """Run all slots from sign-up to the end of the window. The rows are in `slots.histories`."""
    trials = _begin(slots)
    while len(due := np.flatnonzero(slots.at < slots.window.end)):
        mode = slots.mode[due]
        come_back(slots, due[mode == AWAY])
        convert_free(slots, due[mode == ON_FREE_PLAN])
        payments.end_pauses(slots, due[mode == ON_PAUSE])
        _bill(slots, due[mode == PAYING])
    return trials


def _bill(slots: Slots, who: Ints) -> None:
    leaving = slots.leave_at[who] <= slots.at[who]
    depart(slots, who[leaving], slots.at[who[leaving]])
    who = who[~leaving]
    number, start = slots.month[who].copy(), slots.at[who].copy()
    stop = add_months(slots.anchor[who], number + 1)
    slots.month[who] = number + 1
    slots.at[who] = stop
    month = BillingMonth(who, start, stop, number, np.ones(len(who), bool))
    for happen in (
        payments.end_discounts, payments.change_prices, payments.move_provider, payments.collect, payments.pause,
        decide_departures, grow,
    ):  # fmt: skip
        happen(slots, month)
    _follow(slots, month)


def _follow(slots: Slots, month: BillingMonth) -> None:
    """Pauses and late payments skip billing months: put their next instant where their month number says."""
    skipped = (slots.mode[month.who] != AWAY) & (slots.month[month.who] > month.number + 1)
    who = month.who[skipped]
    slots.at[who] = add_months(slots.anchor[who], slots.month[who])


def _begin(slots: Slots) -> Trials:
    accounts = slots.accounts
    entry = accounts.entry
    free, direct, trial = (np.flatnonzero(entry == kind) for kind in (ON_FREE, DIRECT, ON_TRIAL))
    at = accounts.created_at[free]
    slots.histories.open(free, at, status=ACTIVE, plan=FREE, term=MONTHLY, seats=accounts.seats[free], version=0)
    slots.mode[free], slots.at[free] = ON_FREE_PLAN, at
    _open_paid(slots, direct, accounts.created_at[direct], ACTIVE)
    _start_billing(slots, direct, accounts.created_at[direct])
    return _try_out(slots, trial)


def _open_paid(slots: Slots, who: Ints, at: Ints, status: int) -> None:
    accounts = slots.accounts
    slots.histories.open(
        who, at, status=status, plan=accounts.plan[who], term=accounts.term[who], seats=accounts.seats[who],
        version=slots.price_version(at),
        percent=np.where(_counts(slots, who), accounts.percent[who], 0) if status == ACTIVE else 0,
    )  # fmt: skip


def _counts(slots: Slots, who: Ints) -> Bools:
    """A coupon for one payment is no recurring discount, unless that payment is for a whole year."""
    counts: Bools = (slots.accounts.coupon[who] != ONCE) | (slots.accounts.term[who] == ANNUAL)
    return counts


def _start_billing(slots: Slots, who: Ints, at: Ints) -> None:
    slots.start_paying(who, at)
    coupon = slots.accounts.coupon[who]
    months = np.select([coupon == THREE_MONTHS, (coupon == TWELVE_MONTHS) | (coupon == ONCE)], [3, 12], 0)
    ends = (months > 0) & _counts(slots, who)
    slots.discount_until[who] = np.where(ends, add_months(at, months), FAR)


def _try_out(slots: Slots, who: Ints) -> Trials:
    accounts, planted, rng = slots.accounts, slots.planted, slots.rng
    started = accounts.created_at[who]
    _open_paid(slots, who, started, TRIALING)
    over = started + planted.trial_days * DAY
    wish = np.log(planted.trial_conversion / (1 - planted.trial_conversion)) + 0.5 * accounts.fit[who]
    wants = rng.random(len(who)) < 1 / (1 + np.exp(-wish))
    refused = wants & (rng.random(len(who)) < planted.first_payment_failure)
    tries_again = refused & (rng.random(len(who)) < 0.4)
    slots.histories.end(who[~wants], over[~wants], "voluntary")
    slots.histories.change(who[refused], over[refused], "payment_failed", status=INCOMPLETE)
    gives_up = refused & ~tries_again
    slots.histories.end(who[gives_up], over[gives_up] + 7 * DAY, "payment_failed")
    paid_at = over + np.where(tries_again, (rng.uniform(0.3, 5, len(who)) * DAY).astype(np.int64), 0)
    pays = wants & ~gives_up
    _convert(slots, who[pays], paid_at[pays])
    outcome = np.select([pays, gives_up], [CONVERTED, FAILED], EXPIRED)
    settled_at = np.where(gives_up, over + 7 * DAY, np.where(pays, paid_at, over))
    outcome = np.where(settled_at < slots.window.end, outcome, RUNNING)
    return Trials(who, started, outcome, np.where(outcome == CONVERTED, paid_at, NEVER))


def _convert(slots: Slots, who: Ints, at: Ints) -> None:
    accounts = slots.accounts
    slots.histories.change(
        who, at, "trial_converted", status=ACTIVE, version=slots.price_version(at),
        percent=np.where(_counts(slots, who), accounts.percent[who], 0),
    )  # fmt: skip
    _start_billing(slots, who, at)
