"""How customers decide to leave, how they are gone, and how some come back."""

from __future__ import annotations

import numpy as np

from holdfast.simulator.accounts import seats_of
from holdfast.simulator.histories import ACTIVE
from holdfast.simulator.plans import ANNUAL, FREE, MONTHLY, TEAM
from holdfast.simulator.slots import AWAY, ON_FREE_PLAN, BillingMonth, Departures, Slots
from holdfast.simulator.timeline import DAY, FAR, Bools, Floats, Ints, add_months, between

# An annual contract is thought over in its ninth month; what is decided then takes effect at the end of the term.
DECISION_MONTH = 8
SAVE_PERCENT = 25


def decide_departures(slots: Slots, month: BillingMonth) -> None:
    now, rng, planted = slots.histories.now[month.who], slots.rng, slots.planted
    asked = month.free & ((now["term"] == MONTHLY) | (month.number % 12 == DECISION_MONTH))
    usage, slow = slots.usage(month.who, month.start), slots.slow_tickets(month.who, month.start)
    chance = planted.hazard(plan=now["plan"], term=now["term"], active_days=usage, slow=slow, tenure=month.number)
    leaves = asked & (rng.random(len(month.who)) < chance)
    for counter, weight in ((slots.exposed, asked), (slots.hazard, asked * chance), (slots.decided, leaves)):
        np.add.at(counter, (now["term"], now["plan"]), weight)
    saved = leaves & (now["term"] == MONTHLY) & (now["percent"] == 0)
    saved &= rng.random(len(month.who)) < planted.saved_by_discount
    _save(slots, month, saved)
    _leave(slots, month, leaves & ~saved, usage, slow)


def _save(slots: Slots, month: BillingMonth, chosen: Bools) -> None:
    number = month.number[chosen]
    who, start, stop = month.pick(chosen)
    at = between(slots.rng, start + DAY, stop - 2 * DAY)
    slots.histories.change(who, at, "discount", percent=SAVE_PERCENT)
    slots.discount_until[who] = add_months(slots.anchor[who], number + 4)


def _leave(slots: Slots, month: BillingMonth, chosen: Bools, usage: Floats, slow: Floats) -> None:
    rng, planted = slots.rng, slots.planted
    weight = usage[chosen], slow[chosen]
    number = month.number[chosen]
    who, start, stop = month.pick(chosen)
    now = slots.histories.now[who]
    annual = now["term"] == ANNUAL
    ends_at = np.where(annual, add_months(slots.anchor[who], number - number % 12 + 12), stop)
    decided_at = between(rng, start + DAY, np.where(annual, ends_at, stop) - 2 * DAY)
    luck = rng.random(len(who))
    at_once = ~annual & (luck < planted.leaves_at_once)
    to_free = ~annual & ~at_once & (now["plan"] <= TEAM)
    to_free &= luck < planted.leaves_at_once + planted.moves_to_free
    slots.to_free[who] = to_free
    slots.leave_at[who] = np.where(at_once, FAR, ends_at)
    known = decided_at < slots.window.end  # a decision after the window will be made, but nobody knows of it
    later = known & ~at_once & ~to_free
    slots.histories.schedule(who[later], scheduled_at=decided_at[later], scheduled_end=ends_at[later])
    slots.histories.end(who[at_once], decided_at[at_once], "voluntary")
    await_return(slots, who[at_once], decided_at[at_once])
    slots.departures.append(Departures(who[known], decided_at[known], weight[0][known], weight[1][known]))


def depart(slots: Slots, who: Ints, at: Ints) -> None:
    """The decided end has come: the contract ends, or goes on as a free one."""
    free = slots.to_free[who]
    slots.leave_at[who] = FAR
    slots.to_free[who] = False
    slots.discount_until[who] = FAR
    slots.histories.change(who[free], at[free], "moved_to_free", plan=FREE, seats=1, percent=0, term=MONTHLY)
    slots.mode[who[free]] = ON_FREE_PLAN
    slots.month[who[free]] += 1
    slots.at[who[free]] = add_months(slots.anchor[who[free]], slots.month[who[free]])
    slots.histories.end(who[~free], at[~free], "voluntary")
    await_return(slots, who[~free], at[~free])


def await_return(slots: Slots, who: Ints, at: Ints) -> None:
    """Of those who went at `at`, a few come back between three weeks and eight months later."""
    back = slots.rng.random(len(who)) < slots.planted.comeback
    gap = (slots.rng.uniform(20, 240, len(who)) * DAY).astype(np.int64)
    slots.mode[who] = AWAY
    slots.at[who] = np.where(back, at + gap, FAR)
    slots.discount_until[who] = FAR


def come_back(slots: Slots, who: Ints) -> None:
    at = slots.at[who]
    plan = np.maximum(slots.histories.now["plan"][who], 1).astype(np.int64)
    seats = np.minimum(seats_of(plan, slots.rng), np.maximum(slots.histories.now["seats"][who], 1))
    slots.histories.open(who, at, status=ACTIVE, plan=plan, term=MONTHLY, seats=seats, version=slots.price_version(at))
    slots.start_paying(who, at)
