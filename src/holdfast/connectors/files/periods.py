"""Rows that say from when to when an account paid what: plain subscription periods, and tables with a tenure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from holdfast.connectors.files.cells import Cells, Draft
from holdfast.connectors.files.headers import plain
from holdfast.connectors.files.keys import joined
from holdfast.connectors.files.traits import account_traits
from holdfast.connectors.values.casting import INSTANT, MONEY, cast_instants, cast_words
from holdfast.connectors.values.vocabulary import parse_interval, parse_reason

_ZERO = pa.scalar(0, MONEY)
_ONE = pa.scalar(1, pa.int32())
_MONTH = pa.scalar("month")
_TRIALING = "trialing"


def periods(cells: Cells) -> Iterator[Draft]:
    """One record per row; with the end of a trial inside the period, one for the trial and one for what follows.

    Without a subscription id the key is account, plan and day of the start, so that a changed end updates the period.
    """
    account, start = cells.require("account"), cells.require("start")
    interval, count = _interval(cells)
    amount, interval, count = _amount(cells, interval, count)
    status = _status(cells)
    end = cells.get("end")
    _check_order(cells, start, end)
    _check_signs(cells, amount)
    subscription = cells.get_or("subscription", lambda: joined(account, cells.get("plan"), _start_as_written(cells)))
    columns = {
        "subscription": subscription,
        "item": cells.get_or("item", lambda: _item(cells, subscription)),
        "account": account,
        "plan": cells.get("plan"),
        "currency": cells.currency(),
        "valid_from": start,
        "valid_to": end,
        "status": status,
        "quantity": cells.get_or("quantity", pa.scalar(1, MONEY)),
        "amount": amount,
        "discount": _discount(cells, amount),
        "interval": interval,
        "interval_count": count,
        "reason": _reason(cells, "reason"),
        "end_reason": pc.if_else(end.is_valid(), _reason(cells, "end_reason"), pa.scalar(None, pa.string())),
        "scheduled_end": cells.get("scheduled_end"),
        "scheduled_at": cells.get("scheduled_at"),
        "moved_from": cells.get("moved_from"),
        "reconstructed": cells.get_or("reconstructed", pa.scalar(value=False)),
    }
    yield from _with_trials(cells, columns)
    if cells.has("account_name"):
        name = cells.get("account_name")
        yield cells.batch("account", {"account": account, "name": name}, keep=name.is_valid())
    yield from account_traits(cells, account)


def _item(cells: Cells, subscription: pa.Array) -> pa.Array:
    """A subscription has one item, unless the table lists its plans one by one."""
    return pc.coalesce(cells.get("plan"), subscription) if cells.mapping.item_per_plan else subscription


def _reason(cells: Cells, field: str) -> pa.Array:
    return cast_words(cells.get(field), parse_reason, pa.string()).values


def _with_trials(cells: Cells, columns: dict[str, pa.Array]) -> Iterator[Draft]:
    if not cells.has("trial_end"):
        yield cells.batch("subscription", columns)
        return
    start, end, until = columns["valid_from"], columns["valid_to"], cells.get("trial_end")
    stops_first = pc.fill_null(pc.less_equal(end, until), fill_value=False)
    tried = pc.fill_null(pc.greater(until, start), fill_value=False)
    trial = columns | {
        "valid_to": pc.if_else(stops_first, end, until),
        "status": cells.constant(_TRIALING),
        "end_reason": pc.if_else(stops_first, columns["end_reason"], pa.scalar(None, pa.string())),
    }
    follows = pc.and_(tried, pc.invert(stops_first))
    paying = columns | {
        "valid_from": pc.if_else(follows, until, start),
        "status": pc.if_else(follows, _instead(columns["status"], _TRIALING, "active"), columns["status"]),
    }
    yield cells.batch("subscription", trial, keep=tried)
    yield cells.batch("subscription", paying, keep=pc.or_(follows, pc.invert(tried)))


def _instead(values: pa.Array, old: str, new: str) -> pa.Array:
    return pc.if_else(pc.equal(values, old), pa.scalar(new), values)


def _interval(cells: Cells) -> tuple[pa.Array, pa.Array]:
    default = parse_interval(cells.mapping.settings.interval or "month")
    if not cells.has("interval"):
        interval, count = cells.constant(default["interval"]), cells.constant(default["count"], pa.int32())
    else:
        given = cells.get("interval")
        interval = pc.coalesce(pc.struct_field(given, "interval"), pa.scalar(default["interval"]))
        count = pc.coalesce(pc.struct_field(given, "count"), pa.scalar(default["count"], pa.int32()))
    if cells.has("interval_count"):
        # "month" with a count of 3: the count stands for itself.
        count = pc.multiply(count, pc.coalesce(cells.get("interval_count"), _ONE))
    return interval, count


def _amount(cells: Cells, interval: pa.Array, count: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array]:
    """The list price of a billing period, and that period.

    An MRR is per month and an ARR per year: they are brought to the billing period where that is whole months, so
    that terms stay known, and otherwise taken as a month's or a year's price.
    """
    if cells.has("mrr") or (cells.has("arr") and not cells.has("amount") and not cells.has("unit_price")):
        return _from_rate(cells, interval, count)
    if cells.has("unit_price") and not cells.has("amount"):
        each, quantity = cells.require("unit_price"), cells.get_or("quantity", pa.scalar(1, MONEY))
        return _times(cells, each, quantity), interval, count
    return cells.require("amount"), interval, count


def _check_signs(cells: Cells, amount: pa.Array) -> None:
    zero = pa.scalar(0, MONEY)
    if cells.has("quantity"):
        remedy = "Write how many there are; what was given back is an invoice line of kind refund."
        cells.reject(pc.less(cells.get("quantity"), zero), "quantity", "below zero", remedy)
    for discount in ("discount", "discount_percent"):
        if cells.has(discount):
            taken = cells.get(discount)
            remedy = "Write what is taken off as a positive number."
            cells.reject(pc.less(taken, pa.scalar(0, taken.type)), discount, "below zero", remedy)
    price = next(name for name in ("mrr", "amount", "unit_price", "arr") if cells.has(name))
    remedy = "Write what the customer pays; a discount has a column of its own."
    cells.reject(pc.less(amount, zero), price, "below zero", remedy)


def _from_rate(cells: Cells, interval: pa.Array, count: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array]:
    monthly = cells.has("mrr")
    rate = cells.require("mrr" if monthly else "arr")
    yearly = pc.equal(interval, "year")
    if not monthly:
        return rate, cells.constant("year"), cells.constant(1, pa.int32())
    months = pc.multiply(count, pc.if_else(yearly, pa.scalar(12, pa.int32()), _ONE))
    whole = pc.or_(yearly, pc.equal(interval, "month"))
    months = pc.if_else(whole, months, _ONE)
    return _times(cells, rate, months), pc.if_else(whole, interval, _MONTH), pc.if_else(whole, count, _ONE)


def _times(cells: Cells, amount: pa.Array, factor: pa.Array) -> pa.Array:
    """Exact while the product has at most six places and twelve digits before them."""
    product = pc.multiply(pc.cast(amount, pa.decimal128(18, 6)), pc.cast(factor, pa.decimal128(18, 6)))
    rounded = pc.round(product, ndigits=6, round_mode="half_to_even")
    limit = pa.scalar(10**12, rounded.type)
    large = pc.greater_equal(pc.abs(rounded), limit)
    cells.reject(large, "amount", "too large for an amount", "Check the amount and the quantity.")
    return pc.cast(pc.if_else(pc.fill_null(large, fill_value=False), pa.scalar(0, rounded.type), rounded), MONEY)


def _discount(cells: Cells, amount: pa.Array) -> pa.Array:
    if cells.has("discount_percent"):
        share = pc.cast(pc.round(pc.divide(cells.get_or("discount_percent", pa.scalar(0.0)), 100.0), 6), MONEY)
        return pc.coalesce(_times(cells, amount, share), _ZERO)
    return cells.get_or("discount", _ZERO)


def _status(cells: Cells) -> pa.Array:
    """What held during the period. A status of canceled says that it has ended, not that nothing was paid before."""
    trial = cells.get_or("trial", pa.scalar(value=False))
    status = cells.get_or("status", pa.scalar("active"))
    if _is_state_list(cells):
        return pc.if_else(trial, pa.scalar(_TRIALING), status)
    over = pc.equal(status, "canceled")
    cells.reject(
        pc.and_(over, cells.get("end").is_null()),
        "status",
        "canceled, but nothing says since when",
        "Fill in the end date.",
    )
    return pc.if_else(trial, pa.scalar(_TRIALING), _instead(status, "canceled", "active"))


def _is_state_list(cells: Cells) -> bool:
    """Our own layout: each row is a state from `valid_from`, and a state may be "canceled"."""
    column = cells.mapping.column_of("start")
    return column is not None and plain(column) == "valid_from"


def _check_order(cells: Cells, start: pa.Array, end: pa.Array) -> None:
    cells.reject(pc.less(end, start), "end", "ends before it starts", "Correct the start or the end.")


def _start_as_written(cells: Cells) -> pa.Array:
    """The day of the start as the file has it: a corrected time zone moves the instant, but must not change the key."""
    column = cells.mapping.column_of("start")
    if column is None:
        return cells.nulls()
    form: Any = cells.mapping.formats.get(column)
    return pc.strftime(cast_instants(cells.column(column), form, "UTC").values, "%Y-%m-%d")


def tenure(cells: Cells) -> Iterator[Draft]:
    """Tables with one row per customer that say how many months it has stayed and whether it left.

    All were looked at on the same day: the last day before the month of `as_of` (now, unless the mapping file says
    otherwise). Each subscription began its tenure before that day; those that left ended on it, the others go on. So
    everyone who left is lost in the last whole month, and the length of every subscription is its tenure.
    """
    account, months = cells.require("account"), cells.require("tenure")
    monthly, churned = cells.require("mrr"), cells.require("churned")
    day, zone = _day_of_looking(cells)
    begins = {months_back: _months_before(day, months_back, zone) for months_back in set(months.to_pylist())}
    start = pa.array([begins[months_back] for months_back in months.to_pylist()], INSTANT)
    end = pc.if_else(churned, pa.scalar(day, INSTANT), pa.scalar(None, INSTANT))
    yield cells.batch("account", {"account": account, "created_at": start})
    batch = cells.batch(
        "subscription",
        {
            "subscription": account,
            "item": account,
            "account": account,
            "plan": cells.get("plan"),
            "currency": cells.currency(),
            "valid_from": start,
            "valid_to": end,
            "status": cells.constant("active"),
            "quantity": cells.constant(1, MONEY),
            "amount": monthly,
            "discount": cells.constant(0, MONEY),
            "interval": cells.constant("month"),
            "interval_count": cells.constant(1, pa.int32()),
            "reconstructed": cells.constant(True, pa.bool_()),
        },
    )
    yield replace(batch, dated_until=min(day + timedelta(days=1), cells.now))
    yield from account_traits(cells, account)


def _day_of_looking(cells: Cells) -> tuple[datetime, ZoneInfo]:
    zone = ZoneInfo(cells.mapping.settings.timezone)
    as_of = cells.mapping.settings.as_of or cells.now.astimezone(zone).date()
    return datetime(as_of.year, as_of.month, 1, tzinfo=zone) - timedelta(days=1), zone


def _months_before(day: datetime, months: int | None, zone: ZoneInfo) -> datetime | None:
    if months is None:
        return None
    # The last day of a month less whole months is the last day of that month.
    index = day.year * 12 + day.month - months
    return datetime(index // 12, index % 12 + 1, 1, tzinfo=zone) - timedelta(days=1)
