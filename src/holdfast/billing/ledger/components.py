"""What changed at each instant by account, plan and currency, net of what cancels out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from holdfast.billing.ledger import columns, reasons
from holdfast.billing.ledger.columns import (
    NEVER,
    NOTHING,
    Ints,
    Places,
    Words,
    coded,
    first_told,
    firsts,
    grouped,
    order_of,
    ranks,
    text_ranks,
)


def components(timeline: pa.Table, as_of: int) -> pa.Table:
    """The changes up to `as_of` (microseconds since 1970), in the order of account, instant, plan and currency.

    Columns: account_id, effective_at, plan, currency, amount, recorded_at, subscription, reason.
    """
    names = Words(timeline, "plan", "currency")
    words = Words(timeline, "start_reason", "end_reason", also=reasons.ALL)
    steps = _Steps.of(timeline, as_of, names, words)
    net = np.add.reduceat(steps.amount, steps.begins)
    changed = np.flatnonzero(net)
    state = steps.state[steps.begins[changed]]
    return pa.table(
        {
            "account_id": timeline["account_id"].to_numpy()[state],
            "effective_at": columns.as_instants(steps.effective_at[changed]),
            "plan": names.column(names.places("plan")[state]),
            "currency": names.column(names.places("currency")[state]),
            "amount": columns.as_money(net[changed]),
            "recorded_at": columns.as_instants(_latest(timeline["recorded_at"], steps)[changed]),
            "subscription": _first_name(timeline["subscription"], steps, changed),
            "reason": words.column(_why(steps, net, words)[changed]),
        }
    )


@dataclass(frozen=True, slots=True)
class _Steps:
    """MRR that comes where a state begins and goes where it ends, in the order of account, instant, plan and currency.

    state: the row of the timeline. begins: the first row of each group; effective_at: of each group.
    """

    amount: Ints
    reason: Places
    state: Ints
    begins: Ints
    effective_at: Ints

    @classmethod
    def of(cls, timeline: pa.Table, as_of: int, names: Words, words: Words) -> _Steps:
        mrr, starts_at = columns.money(timeline["mrr"]), columns.instants(timeline["starts_at"])
        ends_at = columns.instants(timeline["ends_at"])
        live = (mrr != 0) & (starts_at <= as_of)
        begun, over = np.flatnonzero(live), np.flatnonzero(live & (ends_at <= as_of))
        state = np.concatenate([begun, over])
        at = np.concatenate([starts_at[begun], ends_at[over]])
        plan, currency = names.places("plan")[state], names.places("currency")[state]
        order, starts = grouped(timeline["account_id"].to_numpy()[state], ranks(at), plan, currency)
        begins = np.flatnonzero(starts)
        came, went = words.places("start_reason"), words.places("end_reason")
        return cls(
            amount=np.concatenate([mrr[begun], -mrr[over]])[order],
            reason=np.concatenate([came[begun], went[over]])[order],
            state=state[order],
            begins=begins,
            effective_at=at[order[begins]],
        )


def _why(steps: _Steps, net: Ints, words: Words) -> Places:
    """The reason of the larger side: what ended explains a loss, what began a gain."""
    comes, goes = steps.amount > 0, steps.amount < 0
    gained = np.maximum.reduceat(np.where(comes, steps.reason, np.int32(NOTHING)), steps.begins)
    lost = np.maximum.reduceat(np.where(goes, steps.reason, np.int32(NOTHING)), steps.begins)
    # Without a word about it, one state that takes the place of another on the same plan is another price.
    both = np.logical_or.reduceat(comes, steps.begins) & np.logical_or.reduceat(goes, steps.begins)
    swapped = np.where(both, np.int32(words.place(reasons.PRICE_CHANGE)), np.int32(NOTHING))
    return np.where(net > 0, first_told(gained, lost, swapped), first_told(lost, gained, swapped))


def _latest(recorded_at: pa.ChunkedArray, steps: _Steps) -> Ints:
    """When the last of what came together was recorded; NEVER where nothing tells."""
    if recorded_at.null_count == len(recorded_at):
        return np.full(len(steps.begins), NEVER)
    recorded = columns.instants(recorded_at)[steps.state]
    latest: Ints = np.maximum.reduceat(np.where(recorded == NEVER, -NEVER, recorded), steps.begins)
    return np.where(latest == -NEVER, NEVER, latest)


def _first_name(subscription: pa.ChunkedArray, steps: _Steps, changed: Ints) -> pa.Array:
    """Of the subscriptions that changed together the first by name."""
    codes, texts = coded(subscription)
    own = codes[steps.state]
    chosen = own[steps.begins]
    mixed = np.minimum.reduceat(own, steps.begins) != np.maximum.reduceat(own, steps.begins)
    if mixed.any():
        group = np.repeat(np.arange(len(mixed)), np.diff(steps.begins, append=len(own)))
        rows = np.flatnonzero(mixed[group])
        rows = rows[order_of(group[rows], text_ranks(texts.take(pa.array(own[rows]))))]
        chosen[mixed] = own[rows[firsts(group[rows])]]
    return texts.take(pa.array(chosen[changed]))
