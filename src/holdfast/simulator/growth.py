"""Customers who buy more or less than before: seats, plans, annual terms, and free accounts that start to pay."""

from __future__ import annotations

import numpy as np

from holdfast.simulator.histories import ACTIVE
from holdfast.simulator.plans import ANNUAL, ENTERPRISE, LOWEST_SEATS, MONTHLY, STARTER, TEAM
from holdfast.simulator.slots import BillingMonth, Slots
from holdfast.simulator.timeline import DAY, FAR, Bools, Floats, Ints, add_months, between

# On an annual term less can be bought only at renewal, where a year's wish for less comes together.
RENEWAL_FACTOR = 5.0


def grow(slots: Slots, month: BillingMonth) -> None:
    """At most one change each: a draw falls into the slice of one change, or into none."""
    now, planted = slots.histories.now[month.who], slots.planted
    plan, annual = now["plan"], now["term"] == ANNUAL
    liking = slots.usage(month.who, month.start) - planted.usual_active_days
    more = np.clip(np.exp(planted.expansion_usage_effect * liking), 0.25, 3.0)
    less = _chance_of_less(slots, month, annual) / more
    slices = [
        planted.upgrade * more * (plan < ENTERPRISE),
        planted.downgrade * less * (plan > STARTER),
        planted.seat_growth * more,
        planted.seat_loss * less,
        planted.switch_to_annual * more * ~annual * (now["percent"] == 0),
    ]
    fate = _slice_of(slices, slots.rng.random(len(month.who)))
    leaving = slots.leave_at[month.who] < FAR
    asked = month.free & ~leaving
    fate = np.where(asked, fate, len(slices))
    slots.likely += np.array(slices) @ asked
    slots.made += np.bincount(fate, minlength=len(slices) + 1)[: len(slices)]
    for number, change in enumerate((_upgrade, _downgrade, _more_seats, _fewer_seats, _to_annual)):
        chosen = fate == number
        at_renewal = (annual & (number in (1, 3)))[chosen]
        who, start, stop = month.pick(chosen)
        change(slots, who, np.where(at_renewal, start, between(slots.rng, start + DAY, stop - 2 * DAY)))


def _chance_of_less(slots: Slots, month: BillingMonth, annual: Bools) -> Floats:
    renewing = (month.number > 0) & (month.number % 12 == 0)
    renewing &= slots.histories.now["valid_from"][month.who] < month.start
    return np.where(annual, np.where(renewing, RENEWAL_FACTOR, 0.0), 1.0)


def _slice_of(slices: list[Floats], draw: Floats) -> Ints:
    fate: Ints = (draw >= np.cumsum(slices, axis=0)).sum(axis=0)
    return fate


def _upgrade(slots: Slots, who: Ints, at: Ints) -> None:
    plan = slots.histories.now["plan"][who].astype(np.int64) + 1
    seats = np.maximum(slots.histories.now["seats"][who], LOWEST_SEATS[plan])
    # An upgrade to the largest plan starts with the seats in use, not with that plan's usual minimum.
    seats = np.where(plan == ENTERPRISE, np.maximum(slots.histories.now["seats"][who], 15), seats)
    slots.histories.change(who, at, "plan_change", plan=plan, seats=seats)


def _downgrade(slots: Slots, who: Ints, at: Ints) -> None:
    plan = slots.histories.now["plan"][who].astype(np.int64) - 1
    slots.histories.change(who, at, "plan_change", plan=plan)


def _more_seats(slots: Slots, who: Ints, at: Ints) -> None:
    seats = slots.histories.now["seats"][who]
    added = np.ceil(seats * slots.rng.uniform(0.04, 0.3, len(who))).astype(np.int64)
    slots.histories.change(who, at, "quantity", seats=seats + added)


def _fewer_seats(slots: Slots, who: Ints, at: Ints) -> None:
    seats = slots.histories.now["seats"][who]
    removed = np.ceil(seats * slots.rng.uniform(0.08, 0.3, len(who))).astype(np.int64)
    smaller = np.maximum(seats - removed, 1)
    can = smaller < seats
    slots.histories.change(who[can], at[can], "quantity", seats=smaller[can])


def _to_annual(slots: Slots, who: Ints, at: Ints) -> None:
    slots.histories.change(who, at, "plan_change", term=ANNUAL, version=slots.price_version(at))
    slots.start_paying(who, at)


def convert_free(slots: Slots, who: Ints) -> None:
    """A month of free accounts: some start to pay, some close, the rest go on."""
    rng, planted, start = slots.rng, slots.planted, slots.at[who]
    stop = add_months(slots.anchor[who], slots.month[who] + 1)
    liking = np.exp(planted.expansion_usage_effect * (slots.usage(who, start) - planted.usual_active_days))
    draw, at = rng.random(len(who)), between(rng, start + DAY, stop - 2 * DAY)
    converts = draw < np.minimum(planted.free_conversion * liking, 0.5)
    closes = ~converts & (draw > 1 - planted.free_departure)
    slots.month[who] += 1
    slots.at[who] = stop
    _start_to_pay(slots, who[converts], at[converts])
    slots.histories.end(who[closes], at[closes], "voluntary")
    slots.at[who[closes]] = FAR


def _start_to_pay(slots: Slots, who: Ints, at: Ints) -> None:
    plan = np.where(slots.rng.random(len(who)) < 0.7, STARTER, TEAM)
    seats = np.maximum(slots.histories.now["seats"][who], LOWEST_SEATS[plan])
    slots.histories.change(
        who, at, "plan_change", status=ACTIVE, plan=plan, seats=seats, term=MONTHLY,
        version=slots.price_version(at),
    )  # fmt: skip
    slots.start_paying(who, at)
