"""What the billing system does by itself: discounts that end, new prices, moves, failed payments, pauses."""

from __future__ import annotations

import numpy as np

from holdfast.simulator.departures import await_return
from holdfast.simulator.histories import ACTIVE, PAST_DUE, PAUSED, UNPAID
from holdfast.simulator.plans import ANNUAL, ENTERPRISE, MONTHLY
from holdfast.simulator.slots import ON_PAUSE, BillingMonth, Slots
from holdfast.simulator.timeline import DAY, FAR, Bools, Ints, add_months

GRACE_DAYS = 21
UNPAID_DAYS = 30


def end_discounts(slots: Slots, month: BillingMonth) -> None:
    over = slots.discount_until[month.who] <= month.start
    who = month.who[over]
    slots.histories.change(who, month.start[over], "discount", percent=0)
    slots.discount_until[who] = FAR


def change_prices(slots: Slots, month: BillingMonth) -> None:
    """Monthly terms get the new list on the day of the change, annual ones when they renew after it."""
    now = slots.histories.now[month.who]
    old = now["version"] == 0
    renewing = (now["term"] == ANNUAL) & (month.number > 0) & (month.number % 12 == 0)
    since_before = old & (month.start >= slots.price_change_at) & ((now["term"] == MONTHLY) | renewing)
    slots.histories.change(month.who[since_before], month.start[since_before], "price_change", version=1)
    within = old & (now["term"] == MONTHLY) & (month.start < slots.price_change_at)
    within &= slots.price_change_at < month.stop
    who, start, _stop = month.pick(within)
    slots.histories.change(who, np.full_like(start, slots.price_change_at), "price_change", version=1)


def move_provider(slots: Slots, month: BillingMonth) -> None:
    """A few contracts go on in another billing system, under another key, at the first instant of the month."""
    planted = slots.planted
    chosen = month.free & _undisturbed(slots, month) & (slots.leave_at[month.who] == FAR)
    chosen &= slots.window.month_of(month.start) == planted.provider_move_month
    chosen &= slots.rng.random(len(month.who)) < planted.provider_move_share
    who, start, _stop = month.pick(chosen)
    before = slots.histories.now["subscription"][who].copy()
    percent = slots.histories.now["percent"][who].copy()
    slots.histories.end(who, start, "billing_move")
    slots.histories.open(who, start, "billing_move", percent=percent, moved_from=before)


def collect(slots: Slots, month: BillingMonth) -> None:
    """Some payments fail: past due, then paid late, or unpaid after the grace period and ended a month later."""
    now, planted, rng = slots.histories.now[month.who], slots.planted, slots.rng
    due = (now["term"] == MONTHLY) | (month.number % 12 == 0)
    chance = planted.payment_failure * np.where(now["plan"] == ENTERPRISE, 0.3, 1.0)
    failed = month.free & due & _undisturbed(slots, month) & (rng.random(len(month.who)) < chance)
    who, start, _stop = month.pick(failed)
    slots.histories.change(who, start, "payment_failed", status=PAST_DUE)
    luck = rng.random(len(who))
    recovered = luck < planted.payment_recovery
    paid_at = start + (rng.uniform(0.5, 18, len(who)) * DAY).astype(np.int64)
    slots.histories.change(who[recovered], paid_at[recovered], status=ACTIVE)
    unpaid_at = start + GRACE_DAYS * DAY
    slots.histories.change(who[~recovered], unpaid_at[~recovered], "payment_failed", status=UNPAID)
    late = ~recovered & (luck < planted.payment_recovery + (1 - planted.payment_recovery) * planted.late_payment)
    _pay_late(slots, who[late], unpaid_at[late])
    lost = ~recovered & ~late
    gone_at = unpaid_at[lost] + UNPAID_DAYS * DAY
    slots.histories.end(who[lost], gone_at, "payment_failed")
    await_return(slots, who[lost], gone_at)


def _pay_late(slots: Slots, who: Ints, unpaid_at: Ints) -> None:
    paid_at = unpaid_at + (slots.rng.uniform(3, 25, len(who)) * DAY).astype(np.int64)
    slots.histories.change(who, paid_at, status=ACTIVE)
    slots.month[who] += 1  # paying late takes the rest of this billing month and most of the next


def pause(slots: Slots, month: BillingMonth) -> None:
    now, rng = slots.histories.now[month.who], slots.rng
    chosen = month.free & (now["term"] == MONTHLY) & _undisturbed(slots, month)
    chosen &= rng.random(len(month.who)) < slots.planted.pause
    who, start, _stop = month.pick(chosen)
    slots.histories.change(who, start, "paused", status=PAUSED)
    slots.mode[who] = ON_PAUSE
    slots.month[who] += rng.integers(0, 3, len(who))


def end_pauses(slots: Slots, who: Ints) -> None:
    at = slots.at[who]
    resumes = slots.rng.random(len(who)) < slots.planted.resume
    slots.histories.change(who[resumes], at[resumes], "resumed", status=ACTIVE)
    slots.mode[who[resumes]] = 0
    slots.month[who[resumes]] += 1
    slots.at[who[resumes]] = add_months(slots.anchor[who[resumes]], slots.month[who[resumes]])
    slots.histories.end(who[~resumes], at[~resumes], "voluntary")
    await_return(slots, who[~resumes], at[~resumes])


def _undisturbed(slots: Slots, month: BillingMonth) -> Bools:
    """Where the present state is older than this month: a second change at the same instant would hide the first."""
    older: Bools = slots.histories.now["valid_from"][month.who] < month.start
    return older
