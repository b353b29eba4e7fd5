"""Rows about money outside subscriptions: invoice lines, purchases, cancellations, costs, exchange rates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from holdfast.connectors.files.cells import Cells, Draft
from holdfast.connectors.files.keys import joined, numbered
from holdfast.connectors.files.traits import account_traits
from holdfast.connectors.values.casting import MONEY, cast_words
from holdfast.connectors.values.vocabulary import parse_cost_kind, parse_line_kind
from holdfast.metrics.kernel.days import local_days

_ACQUISITION = pa.scalar("acquisition")


def _day(moment: pa.Array) -> pa.Array:
    return pc.strftime(moment, "%Y-%m-%d")


def invoice_lines(cells: Cells) -> Iterator[Draft]:
    """Lines of invoices. A line without a kind recurs when it has a service period or an interval."""
    account = cells.require("account")
    begins, interval = cells.get("period_start"), cells.get("interval")
    recurs = pc.or_(begins.is_valid(), interval.is_valid())
    paid, invoiced = cells.get("paid_at"), pc.coalesce(cells.get("invoiced_at"), begins)
    undated = pc.coalesce(paid, invoiced).is_null()
    cells.reject(
        pc.and_not(undated, cells.troubled()),
        "invoiced_at",
        "no date",
        "Fill in when it was invoiced or paid, or its service period.",
    )
    kind = pc.coalesce(
        _words(cells, "kind", parse_line_kind),
        pc.if_else(recurs, pa.scalar("recurring"), pa.scalar("one_time")),
    )
    yield cells.batch(
        "invoice_line",
        {
            "invoice": cells.require("invoice"),
            "line": cells.get_or("line", lambda: joined(cells.get("plan"), _day(begins), kind, cells.get("amount"))),
            "account": account,
            "subscription": cells.get("subscription"),
            "plan": cells.get("plan"),
            "kind": kind,
            "currency": cells.currency(),
            "amount": cells.require("amount"),
            "quantity": cells.get_or("quantity", pa.scalar(1, MONEY)),
            "period_start": begins,
            "period_end": cells.get("period_end"),
            "interval": pc.struct_field(interval, "interval"),
            "interval_count": pc.coalesce(cells.get("interval_count"), pc.struct_field(interval, "count")),
            "invoiced_at": invoiced,
            "paid_at": paid,
        },
    )
    yield from account_traits(cells, account)


def purchases(cells: Cells, seen: Counter[str]) -> Iterator[Draft]:
    """Purchases. Without an id, equal purchases of a customer on one day are told apart by their order."""
    account, moment, amount = cells.require("account"), cells.require("bought_at"), cells.require("amount")
    key = cells.get("purchase")
    if not cells.has("purchase"):
        key = numbered(joined(account, pc.strftime(moment, "%Y-%m-%dT%H:%M:%S"), amount), seen)
    columns = {"purchase": key, "account": account, "bought_at": moment, "amount": amount, "currency": cells.currency()}
    yield cells.batch("purchase", columns)
    yield from account_traits(cells, account)


def cancellations(cells: Cells) -> Iterator[Draft]:
    """What customers said when they left; separate from when their subscriptions end."""
    account, moment = cells.require("account"), cells.require("occurred_at")
    columns = {
        "cancellation": cells.get_or("cancellation", lambda: joined(account, _day(moment))),
        "account": account,
        "occurred_at": moment,
        "reason": cells.get("reason"),
        "comment": cells.get("comment"),
    }
    yield cells.batch("cancellation", columns)
    yield from account_traits(cells, account)


def costs(cells: Cells) -> Iterator[Draft]:
    """What was spent: on winning customers unless a column says otherwise. See `connector` for how rows are summed."""
    moment, currency = cells.require("spent_at"), cells.currency()
    kind = pc.coalesce(_words(cells, "kind", parse_cost_kind), _ACQUISITION)
    for field, named in (("amount", kind), ("serving", cells.constant("serving"))):
        if cells.has(field):
            amount = cells.get(field)
            columns = {"spent_at": moment, "kind": named, "currency": currency, "amount": amount}
            yield cells.batch("cost", columns, keep=amount.is_valid())


def exchange_rates(cells: Cells) -> Iterator[Draft]:
    rate = pc.round(cells.require("rate"), 9)
    columns = {
        "day": _days(cells.require("day"), cells.mapping.settings.timezone),
        "currency": cells.require("currency"),
        "to_currency": cells.require("to_currency"),
        "rate": pc.cast(rate, pa.decimal128(18, 9), safe=False),
    }
    yield cells.batch("exchange_rate", columns)


def _days(moments: pa.Array, timezone: str) -> pa.Array:
    """The day of each in its zone: read as an instant, a day begins where it does there."""
    micros = pc.fill_null(pc.cast(moments, pa.int64()), 0).to_numpy(zero_copy_only=False)
    return pa.array(local_days(micros, ZoneInfo(timezone)), mask=moments.is_null().to_numpy(False)).cast(pa.date32())


def _words(cells: Cells, field: str, parse: object) -> pa.Array:
    if not cells.has(field):
        return cells.nulls()
    return cast_words(cells.get(field), parse, pa.string()).values  # type: ignore[arg-type]
