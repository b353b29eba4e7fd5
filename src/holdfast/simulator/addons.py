"""Second subscriptions beside the main one, and second items inside it."""

from __future__ import annotations

import numpy as np

from holdfast.simulator.histories import ACTIVE, PAST_DUE, REASON, ROW, TRIALING, UNPAID, Rows
from holdfast.simulator.plans import BUSINESS, FREE, MONTHLY, PLANS, Planted
from holdfast.simulator.timeline import DAY, FAR, NEVER, Bools, Ints

ANALYTICS, SUPPORT = len(PLANS), len(PLANS) + 1


def with_add_ons(main: Rows, planted: Planted, end: int, rng: np.random.Generator) -> Rows:
    """`main`, which is ordered by subscription and time, and the add-ons that accounts bought to it."""
    ids, first = np.unique(main["subscription"], return_index=True)
    last = np.append(first[1:], len(main)) - 1
    moved = (main["end_reason"][last] == REASON["billing_move"]) | (main["moved_from"][last] >= 0)
    extra = _subscriptions(main, ids, last, moved, planted, end, rng)
    items = _items(main, first, last, moved, rng)
    rows = np.concatenate([main, extra, items])
    return rows[np.lexsort((rows["valid_from"], rows["item"], rows["subscription"]))]


def _subscriptions(
    main: Rows, ids: Ints, last: Ints, moved: Bools, planted: Planted, end: int, rng: np.random.Generator
) -> Rows:
    """An add-on under its own key. It starts while the main contract is paid for and never outlives it."""
    paid_from, paid_to, unpaid = _paid_span(main)
    starts = paid_from + (rng.uniform(20, 420, len(ids)) * DAY).astype(np.int64)
    open_end = np.minimum(paid_to, unpaid)
    wanted = (rng.random(len(ids)) < planted.add_on_share) & ~moved
    wanted &= (paid_from < FAR) & (starts + 2 * DAY < np.minimum(open_end, end))
    starts, open_end = starts[wanted], open_end[wanted]
    rows = np.zeros(int(wanted.sum()), ROW)
    rows["account"] = main["account"][last][wanted]
    rows["subscription"] = ids[-1] + 1 + np.arange(len(rows)) if len(ids) else 0
    rows["moved_from"] = -1
    rows["plan"] = np.where(rng.random(len(rows)) < 0.65, ANALYTICS, SUPPORT)
    rows["term"] = MONTHLY
    rows["seats"] = 1
    rows["status"] = ACTIVE
    rows["valid_from"] = starts
    given_up = rng.random(len(rows)) < 0.3
    own_end = starts + (rng.uniform(60, 420, len(rows)) * DAY).astype(np.int64)
    ends = np.where(given_up, np.minimum(own_end, open_end), open_end)
    rows["valid_to"] = np.where(ends < end, ends, NEVER)
    failed = (ends == unpaid[wanted]) & (ends < end)
    rows["end_reason"] = np.where(failed, REASON["payment_failed"], REASON["voluntary"]) * (ends < end)
    return _unscheduled(rows)


def _paid_span(main: Rows) -> tuple[Ints, Ints, Ints]:
    """Of each subscription: when it was first and last paid for, and when it first went unpaid (FAR: not)."""
    position = np.unique(main["subscription"], return_inverse=True)[1]
    count = int(position.max(initial=-1)) + 1
    paid = ((main["status"] == ACTIVE) | (main["status"] == PAST_DUE)) & (main["plan"] != FREE)
    begins, ends, unpaid = np.full(count, FAR), np.full(count, NEVER), np.full(count, FAR)
    np.minimum.at(begins, position[paid], main["valid_from"][paid])
    to = np.where(main["valid_to"] == NEVER, FAR, main["valid_to"])
    np.maximum.at(ends, position[paid], to[paid])
    failed = main["status"] == UNPAID
    np.minimum.at(unpaid, position[failed], main["valid_from"][failed])
    return begins, ends, unpaid


def _items(main: Rows, first: Ints, last: Ints, moved: Bools, rng: np.random.Generator) -> Rows:
    """Premium support as a second item of a large contract: it shares every state of the first item."""
    always_large = np.minimum.reduceat(main["plan"], first) >= BUSINESS if len(first) else np.zeros(0, bool)
    chosen = always_large & ~moved & (rng.random(len(first)) < 0.2)
    rows = main[np.repeat(chosen, last - first + 1)]
    rows["item"] = 1
    rows["plan"] = SUPPORT
    rows["seats"] = 1
    rows["percent"] = 0
    return rows


def _unscheduled(rows: Rows) -> Rows:
    rows["scheduled_end"] = NEVER
    rows["scheduled_at"] = NEVER
    return rows


def live_days(main: Rows, accounts: int, start: int, days: int) -> Bools:
    """On which days each account can use the product, [account, day]: on trial, paid for, or free."""
    usable = main[np.isin(main["status"], (TRIALING, ACTIVE, PAST_DUE))]
    to = np.where(usable["valid_to"] == NEVER, start + days * DAY, usable["valid_to"])
    steps = np.zeros((accounts, days + 1), np.int8)
    np.add.at(steps, (usable["account"], (usable["valid_from"] - start) // DAY), 1)
    np.add.at(steps, (usable["account"], (to - start) // DAY), -1)
    np.cumsum(steps, axis=1, out=steps)
    return steps[:, :days] > 0
