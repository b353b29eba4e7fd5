"""The past of subscriptions from their invoices, where no states are known.

A recurring line says what a plan cost from the start to the end of its period. A proration line is for a part of a
period: its amount, scaled up to the whole period, is added to what the recurring line says (credits are negative), as
ChartMogul does: MRR = amount x months per period x prorate factor.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from holdfast.billing.ledger.timeline import MONEY

_DAY_SECONDS = 86_400
_DAYS_OF_MONTH = 30.4375
_SLACK = ibis.interval(hours=36)
_PRICE = ["account", "subscription", "plan", "currency", "valid_from", "valid_to", "interval", "interval_count"]


def reconstructed(lines: ir.Table, states: ir.Table) -> ir.Table:
    """Rows in the schema of subscription records, flagged `reconstructed`, until the first known state of each."""
    used = _priced(_paid_for(_recurring(lines)))
    whole = used.filter(used.kind == "recurring")
    rows = _chained(whole).union(_prorated(used.filter(used.kind == "proration")).select(*_chained(whole).columns))
    known = states.group_by("subscription").agg(known_from=states.valid_from.min())
    rows = rows.left_join(known, "subscription").drop("subscription_right")
    rows = rows.filter(rows.known_from.isnull() | (rows.valid_from < rows.known_from))
    end = ibis.ifelse(rows.known_from < rows.valid_to, rows.known_from, rows.valid_to)
    return _as_records(rows.mutate(valid_to=end), states)


def _recurring(lines: ir.Table) -> ir.Table:
    """Recurring and proration lines with a period. Without a subscription an account has one for all its lines."""
    lines = lines.filter(lines.kind.isin(("recurring", "proration")) | lines.kind.isnull())
    lines = lines.filter(lines.period_start.notnull() & (lines.period_end > lines.period_start))
    return lines.mutate(
        subscription=lines.subscription.fill_null("invoices of " + lines.account),
        kind=lines.kind.fill_null("recurring"),
    )


def _paid_for(lines: ir.Table) -> ir.Table:
    """Leave out what precedes the first payment of a subscription, if the source tells payments at all."""
    tells = lines.paid_at.notnull().any().over(ibis.window())
    first = lines.period_start.min(where=lines.paid_at.notnull()).over(group_by="subscription")
    seen = lines.mutate(tells=tells, first_paid=first)
    return seen.filter(~seen.tells | (seen.period_start >= seen.first_paid)).select(*lines.columns)


def _priced(lines: ir.Table) -> ir.Table:
    """Fill in the billing interval from the length of the period where the line has none."""
    days = ((lines.period_end.epoch_seconds() - lines.period_start.epoch_seconds()) / _DAY_SECONDS).round()
    days = days.cast("int32")
    months = _whole_months(lines, days)
    month, year = days.between(28, 31), days.between(365, 366)
    interval = ibis.cases((month, "month"), (year, "year"), (months > 0, "month"), else_="day")
    count = ibis.cases((month | year, 1), (months > 0, months), else_=days)
    none, end = lines.interval.isnull(), lines.period_end
    return lines.mutate(
        valid_from=lines.period_start,
        valid_to=ibis.ifelse(_last_second(end), end + ibis.interval(seconds=1), end),
        interval=lines.interval.fill_null(interval),
        interval_count=ibis.ifelse(none, count, lines.interval_count.fill_null(1)).cast("int32"),
        quantity=lines.quantity.fill_null(1),
    )


def _whole_months(lines: ir.Table, days: ir.IntegerValue) -> ir.IntegerValue:
    """How many calendar months a period has, a day more or less; 0 where it has no whole number of them."""
    months = (days / _DAYS_OF_MONTH).round().cast("int32")
    off = lines.period_end.epoch_seconds() - (lines.period_start + months.as_interval("M")).epoch_seconds()
    return ibis.ifelse(off.abs() <= _DAY_SECONDS, months, 0)


def _last_second(at: ir.TimestampValue) -> ir.BooleanValue:
    """Some sources end a period in the last second of a day instead of at the start of the next."""
    return at.epoch_seconds() % _DAY_SECONDS == _DAY_SECONDS - 1


def _chained(lines: ir.Table) -> ir.Table:
    """One item per plan of a subscription. A period that ends a second or a day too early or late ends at the next."""
    summed = lines.group_by(*_PRICE).agg(
        amount=lines.amount.sum().cast(MONEY),
        quantity=lines.quantity.sum().cast(MONEY),
        source_row=lines.source_row.min(),
    )
    order = ibis.window(group_by=["subscription", "plan", "currency"], order_by="valid_from")
    following = summed.valid_from.lead().over(order)
    near = (following - _SLACK <= summed.valid_to) & (following + _SLACK >= summed.valid_to)
    item = summed.plan.fill_null("") + "/" + summed.currency
    return summed.mutate(item=item, valid_to=ibis.ifelse(near, following, summed.valid_to))


def _prorated(lines: ir.Table) -> ir.Table:
    """Each line an item of its own, its amount scaled from the part to the whole period it is a part of."""
    months = lines.interval.cases(("month", 1), ("year", 12), else_=0) * lines.interval_count
    days = lines.interval.cases(("day", 1), ("week", 7), else_=0) * lines.interval_count
    start = lines.period_start
    whole_end = ibis.ifelse(
        months > 0,
        start + months.cast("int32").as_interval("M"),
        start + (days * 24).cast("int32").as_interval("h"),
    )
    whole = whole_end.epoch_seconds() - start.epoch_seconds()
    part = lines.period_end.epoch_seconds() - start.epoch_seconds()
    scaled = lines.amount.cast("float64") * whole.cast("float64") / part.cast("float64")
    item = lines.plan.fill_null("") + "/" + lines.currency + "/" + lines.invoice + "/" + lines.line
    return lines.mutate(item=item, amount=scaled.round(6).cast(MONEY))


def _as_records(rows: ir.Table, states: ir.Table) -> ir.Table:
    given = {"status": ibis.literal("active"), "discount": ibis.literal(0), "reconstructed": ibis.literal(True)}
    columns = {
        name: (rows[name] if name in rows.columns else given.get(name, ibis.null())).cast(kind)
        for name, kind in states.schema().items()
    }
    return rows.select(**columns)
