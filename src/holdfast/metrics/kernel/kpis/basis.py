"""The tables under the revenue KPIs: what each account's MRR was at both ends of each period, and what moved it.

All of them are sparse: an account without a change in a period has no row, because it ends as it began. That is why
sixty months of a million subscriptions are two million rows and not sixty million.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import ibis
import ibis.expr.types as ir
from ibis import _

from holdfast.metrics.kernel.fold import NATIVE
from holdfast.metrics.kernel.frame import EXACT, TOTAL, Frame, times
from holdfast.metrics.kernel.kpi import Fold
from holdfast.metrics.kernel.period import BEFORE, PER_YEAR

MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn", "transfer")
DECISIVE = ("new", "reactivation", "churn")  # an account comes or goes
MONEY = "decimal(18, 6)"


def _change(m0: ir.Value, m1: ir.Value) -> ir.Value:
    return ibis.ifelse(m0 > 0, m1 - m0, 0)


# What becomes of an account with MRR m0 at the start and m1 at the end: lost or not, and how its MRR changed. `capped`:
# gains count as nothing.
MEASURES: dict[str, Callable[[ir.Value, ir.Value], ir.Value]] = {
    "lost": lambda m0, m1: ((m0 > 0) & (m1 == 0)).cast("int64"),
    "change": _change,
    "capped": lambda m0, m1: ibis.least(_change(m0, m1), 0),
}


def _plain(frame: Frame) -> bool:
    """Whether an account has one slice and one currency, so that a period has one row of it."""
    return frame.by is None and frame.rates is None


def changes(frame: Frame) -> ir.Table:
    """Movements with `period` and `slice`, from BEFORE on: account_id, currency, kind, reason, amount, ..."""
    return frame.keep("changes", partial(_changes, frame))


def _changes(frame: Frame) -> ir.Table:
    columns = ["account_id", "effective_at", "currency", "kind", "reason", "amount", "amount_reporting"]
    table = frame.facts["mrr_change"]
    if frame.by in ("plan", "currency"):
        rows = table.mutate(slice=_[frame.by].fill_null("(none)"))
    else:
        rows = frame.sliced(table, "effective_at")
    rows = rows.select(*columns, "slice")
    if frame.by not in (None, "plan", "currency"):
        rows = rows.union(crossings(frame).select(*rows.columns))
    return frame.within(rows, "effective_at", before=True)


def crossings(frame: Frame) -> ir.Table:
    """When a trait changes, the account's MRR leaves one slice and enters another: two transfers that sum to zero."""
    values = frame.dimension()
    order = ibis.window(group_by="account_id", order_by="valid_from")
    switches = values.mutate(old=_.value.lag().over(order)).filter(_.old.notnull() & (_.old != _.value))
    table = frame.facts["mrr_change"]
    standing = (
        switches.join(table, [switches.account_id == table.account_id, table.effective_at < switches.valid_from])
        .group_by("account_id", "valid_from", "old", "value", "currency")
        .agg(
            amount=_.amount.sum().cast(MONEY),
            amount_reporting=_.amount_reporting.sum().cast(MONEY),
        )
        .filter(_.amount != 0)
        .mutate(effective_at=_.valid_from, kind=ibis.literal("transfer"), reason=ibis.literal("trait"))
    )
    leaving = standing.mutate(slice=_.old, amount=-_.amount, amount_reporting=-_.amount_reporting)
    return leaving.drop("old", "value").union(standing.mutate(slice=_.value).drop("old", "value"))


def flows(frame: Frame) -> ir.Table:
    """The movements of all accounts by period, slice, currency and kind: amount, amount_reporting."""
    return frame.keep("flows", partial(_flows, frame))


def _flows(frame: Frame) -> ir.Table:
    sums = {name: _[name].sum().cast(NATIVE) for name in ("amount", "amount_reporting")}
    return changes(frame).group_by("period", "slice", "currency", "kind").agg(**sums)


def moves(frame: Frame) -> ir.Table:
    """Accounts that came or went in a period: account_id, period, slice and whether each of DECISIVE happened."""
    return frame.keep("moves", partial(_moves, frame))


def _moves(frame: Frame) -> ir.Table:
    happened = {kind: (_.kind == kind).any() for kind in DECISIVE}
    decisive = changes(frame).filter(_.kind.isin(DECISIVE))
    return decisive.group_by("account_id", "period", "slice").agg(**happened)


def move_counts(frame: Frame) -> ir.Table:
    """How many accounts there are in `moves` by period, slice and what happened: amount."""
    return frame.keep("move_counts", lambda: moves(frame).group_by("period", "slice", *DECISIVE).agg(amount=_.count()))


def grid(frame: Frame) -> ir.Table:
    """What changed and what stood: account_id, period, slice, net, closing, opening, and currency unless there is one.

    One row for every slice and currency of an account in every period in which anything of the account changed, so
    that its whole opening balance is there even if only a part of it moved.
    """
    if _plain(frame):
        return frame.keep("grid", partial(_plain_grid, frame)).mutate(slice=ibis.literal(TOTAL))
    return frame.keep("grid", partial(_grid, frame))


def _plain_grid(frame: Frame) -> ir.Table:
    return _with_balances(changes(frame).group_by("account_id", "period").agg(net=_.amount.sum().cast(MONEY)), [])


def _grid(frame: Frame) -> ir.Table:
    part = ["account_id", "slice", "currency"]
    nets = changes(frame).group_by("period", *part).agg(net=_.amount.sum().cast(MONEY))
    cells = nets.select("account_id", "period").distinct().join(nets.select(*part).distinct(), "account_id")
    nets = cells.left_join(nets, ["period", *part]).select("period", *part, net=_.net.fill_null(0))
    return _with_balances(nets, ["slice", "currency"])


def _with_balances(nets: ir.Table, part: list[str]) -> ir.Table:
    running = ibis.cumulative_window(group_by=["account_id", *part], order_by="period")
    closing = _.net.sum().over(running).cast(MONEY)
    return nets.mutate(closing=closing).mutate(opening=(_.closing - _.net).cast(MONEY))


def presence(frame: Frame) -> ir.Table:
    """Changes of the number of paying accounts: period, slice, subject_id, amount (+1 or -1).

    With slices by plan or currency an account with MRR on two of them is a customer of both.
    """
    return frame.keep("presence", partial(_presence, frame))


def presence_sums(frame: Frame) -> ir.Table:
    """`presence` of all accounts together: period, slice, amount."""
    return frame.keep(
        "presence_sums", lambda: presence(frame).group_by("period", "slice").agg(amount=_.amount.sum().cast("int64"))
    )


def _presence(frame: Frame) -> ir.Table:
    sums = grid(frame)
    if not _plain(frame):
        sums = sums.group_by("account_id", "period", "slice").agg(opening=_.opening.sum(), closing=_.closing.sum())
    change = (_.closing > 0).cast("int64") - (_.opening > 0).cast("int64")
    return (
        sums.mutate(amount=change)
        .filter(_.amount != 0)
        .select("period", "slice", subject_id=_.account_id, amount=_.amount)
    )


def outcomes(frame: Frame) -> ir.Table:
    """Accounts that had MRR at the start of a period in which something changed: account_id, period, slice, m0, m1.

    m0 and m1 are its MRR at both ends in constant currency (the opening rate). If it had MRR in several slices, its
    outcome is shared over them in proportion to their opening MRR, so that slices sum to the whole.
    """
    return frame.keep("outcomes", lambda: _outcomes(frame, grid(frame)))


def outcome_sums(frame: Frame) -> ir.Table:
    """`outcomes` of all accounts together: period, slice and every one of MEASURES."""
    return frame.keep("outcome_sums", lambda: _measured(outcomes(frame), lambda name: MEASURES[name](_.m0, _.m1)))


def _measured(rows: ir.Table, measure: Callable[[str], ir.Value]) -> ir.Table:
    return rows.group_by("period", "slice").agg(**{name: measure(name).sum() for name in MEASURES})


def losses(frame: Frame) -> ir.Table:
    """Accounts that paid at the start of a period and not at its end: account_id, period, slice, reason."""
    return frame.keep("losses", partial(_losses, frame))


def _losses(frame: Frame) -> ir.Table:
    churns = changes(frame).filter(_.kind == "churn")
    # Of the last churn in the period the reason of the largest loss, and of equal ones the first by name.
    order = [_.effective_at.desc(), _.amount_reporting.asc(), _.reason.asc()]
    place = ibis.row_number().over(ibis.window(group_by=["account_id", "period"], order_by=order))
    ranked = churns.mutate(place=place).filter(_.place == 0)
    last = ranked.select("account_id", "period", reason=_.reason.fill_null(""))
    lost = outcomes(frame).filter(_.m1 == 0).inner_join(last, ["account_id", "period"])
    return lost.select("account_id", "period", "slice", "reason")


def loss_counts(frame: Frame) -> ir.Table:
    """How many accounts there are in `losses` by period, slice and reason: amount."""
    return frame.keep("loss_counts", lambda: losses(frame).group_by("period", "slice", "reason").agg(amount=_.count()))


def trailing(frame: Frame) -> tuple[ir.Table, Fold]:
    """Outcomes over the twelve months (four quarters, 52 weeks ...) that end with the period.

    Columns account_id, period, slice, m0, m1 and what they were before (before0, before1), to be folded as the second
    value says: what a KPI makes of (m0, m1) minus what it makes of (before0, before1). In one currency and not sliced,
    only the steps of an account are rows; otherwise every window with a change is one. Both ends of a window are valued
    at the rate of its start. Periods whose window begins before the calendar and its lead have none.
    """
    if not _plain(frame):
        return frame.keep("trailing", partial(_over_windows, frame)), Fold.FLOW
    steps = frame.keep("trailing", partial(_steps, frame))
    states = steps.select(
        "account_id", "period", "m0", "m1",
        before0=(_.m0 - _.then).cast(MONEY), before1=(_.m1 - _.now).cast(MONEY), slice=ibis.literal(TOTAL),
    )  # fmt: skip
    return states, Fold.CLOSING


def trailing_sums(frame: Frame) -> ir.Table:
    """`trailing` of all accounts together: period, slice and every one of MEASURES."""

    def added() -> ir.Table:
        rows, _fold = trailing(frame)
        return _measured(rows, lambda name: gained(name, rows))

    return frame.keep("trailing_sums", added)


def gained(name: str, rows: ir.Table) -> ir.Value:
    """What a row of `trailing` adds to one of MEASURES."""
    measure = MEASURES[name]
    return measure(rows.m0, rows.m1) - measure(rows.before0, rows.before1)


def _steps(frame: Frame) -> ir.Table:
    """An account's MRR a year ago (m0) and now (m1), at every change of either (`then`, `now`).

    Where both change in one period there are two rows, one after the other: what they add up to is the same.
    """
    length = PER_YEAR[frame.grain]
    last = frame.periods.period.max().as_scalar()
    net, none = _.net, ibis.literal(0, MONEY)
    now = grid(frame).select("account_id", "period", then=none, now=net)
    then = grid(frame).select("account_id", period=(_.period + length).cast("int32"), then=net, now=none)
    steps = now.union(then.filter(_.period <= last))
    running = ibis.cumulative_window(group_by="account_id", order_by=["period", "then", "now"])
    return steps.mutate(m0=_.then.sum().over(running).cast(MONEY), m1=_.now.sum().over(running).cast(MONEY))


def _over_windows(frame: Frame) -> ir.Table:
    rows = _outcomes(frame, _windows(frame), PER_YEAR[frame.grain] - 1)
    return rows.mutate(before0=ibis.literal(0), before1=ibis.literal(0))


def _windows(frame: Frame) -> ir.Table:
    """The grid folded over trailing windows: first opening and last closing of each window with a change."""
    length = PER_YEAR[frame.grain]
    offsets = ibis.range(0, length).unnest().name("offset").as_table()
    numbers = frame.periods.select("period").filter(_.period >= length - 1)
    spread = (
        grid(frame).filter(_.period > BEFORE).cross_join(offsets).mutate(period_of=_.period, period=_.period + _.offset)
    )
    inside = spread.mutate(period=_.period.cast("int32")).semi_join(numbers, "period")
    return inside.group_by("account_id", "period", "slice", "currency").agg(
        opening=_.opening.argmin(_.period_of), closing=_.closing.argmax(_.period_of)
    )


def _outcomes(frame: Frame, cells: ir.Table, earlier: int = 0) -> ir.Table:
    """From openings and closings per slice and currency to (account_id, period, slice, m0, m1).

    earlier: how many periods before the period its openings are, whose rate values both.
    """
    if frame.rates is not None:
        rates = frame.rates.mutate(period=(_.period + earlier).cast("int32"))
        joined = cells.inner_join(rates, ["period", "currency"])
        cells = joined.mutate(
            opening=times(joined.opening, joined.opening_rate), closing=times(joined.closing, joined.opening_rate)
        )
    cells = cells.filter(_.period > BEFORE)
    if _plain(frame):
        paying = cells.filter(_.opening > 0)
        return paying.select("account_id", "period", "slice", m0=_.opening, m1=_.closing)
    by_slice = cells.group_by("account_id", "period", "slice").agg(
        m0=_.opening.sum().cast(EXACT), closing=_.closing.sum().cast(EXACT)
    )
    if frame.by is None:
        return by_slice.filter(_.m0 > 0).select("account_id", "period", "slice", "m0", m1=_.closing)
    whole = by_slice.group_by("account_id", "period").agg(all0=_.m0.sum(), all1=_.closing.sum())
    joined = by_slice.filter(_.m0 > 0).inner_join(whole, ["account_id", "period"])
    shared = (joined.all1.cast("float64") * joined.m0.cast("float64") / joined.all0.cast("float64")).cast(EXACT)
    alone = joined.m0 == joined.all0  # the usual case stays exact
    return joined.select("account_id", "period", "slice", "m0", m1=ibis.ifelse(alone, joined.all1.cast(EXACT), shared))
