"""What the subscription records say of an account now: what it uses without paying, and when its terms end."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

from holdfast.customers import api as customers
from holdfast.metrics.kernel.result import INSTANT

if TYPE_CHECKING:
    from holdfast.book.book import Book

BILLED = ("state", "used_plan", "used_currency", "renews_at", "ends_at")
SCHEMA = pa.schema(
    [
        ("account_id", pa.int64()),
        ("state", pa.string()),
        ("used_plan", pa.string()),
        ("used_currency", pa.string()),
        ("renews_at", INSTANT),
        ("ends_at", INSTANT),
    ]
)
# What an account that pays nothing is, the most telling first.
STATES = {"trialing": "trial", "paused": "paused", "past_due": "past_due", "unpaid": "past_due", "active": "free"}
MONTHS = {"month": 1, "year": 12}
DAYS = {"day": 1, "week": 7}


def billed(book: Book) -> pa.Table:
    """A row of SCHEMA for every account with a subscription that lives at the end of the data."""
    if book.material is None or "subscription" not in book.material.records:
        return SCHEMA.empty_table()
    by_account: dict[int, list[dict[str, Any]]] = {}
    for row in _living(book):
        by_account.setdefault(row["account_id"], []).append(row)
    return pa.Table.from_pylist([_account(key, rows, book.as_of) for key, rows in by_account.items()], SCHEMA)


def next_end(begin: datetime, interval: str | None, count: int | None, after: datetime) -> datetime | None:
    """The first end of a term after an instant, of terms that follow each other from `begin`; None without terms."""
    months, days = MONTHS.get(interval or "", 0) * (count or 1), DAYS.get(interval or "", 0) * (count or 1)
    if days:
        return begin + timedelta(days=days) * ((after - begin) // timedelta(days=days) + 1)
    if not months:
        return None
    terms = max(((after.year - begin.year) * 12 + after.month - begin.month) // months, 0)
    end = _months_later(begin, terms * months)
    return end if end > after else _months_later(begin, (terms + 1) * months)


def _living(book: Book) -> Iterable[dict[str, Any]]:
    """The states of subscriptions at the end of the data, with `begin`: since when their terms have run."""
    assert book.material is not None  # noqa: S101  (asked by `billed`)
    ordinals = customers.assign_ordinals(book.con, book.material.records, book.material.known)
    states = customers.with_ids(ibis.memtable(book.material.records["subscription"]), ordinals, "account")
    now = ibis.literal(book.as_of)
    series = ibis.window(group_by=["subscription", "item", "interval", "interval_count"])
    states = states.mutate(begin=states.valid_from.min().over(series))
    living = states.filter((states.valid_from < now) & (states.valid_to.isnull() | (states.valid_to >= now)))
    columns = ["account_id", "subscription", "item", "plan", "currency", "status", "amount", "discount", "interval",
               "interval_count", "begin", "scheduled_end", "valid_to"]  # fmt: skip
    rows: list[dict[str, Any]] = book.con.to_pyarrow(
        living.filter(living.account_id.notnull()).select(*columns).order_by("account_id", "subscription", "item")
    ).to_pylist()
    return rows


def _account(key: int, rows: list[dict[str, Any]], now: datetime) -> dict[str, Any]:
    known = [row for row in rows if row["status"] in STATES]
    order = list(STATES)
    first = min(known, key=lambda row: order.index(row["status"]), default=None)
    paid = [row for row in known if row["status"] != "trialing" and row["amount"] > (row["discount"] or 0)]
    ends = [row["scheduled_end"] or row["valid_to"] for row in paid]
    renewals = [
        end
        for row, known_end in zip(paid, ends, strict=True)
        if known_end is None and (end := next_end(row["begin"], row["interval"], row["interval_count"], now))
    ]
    return {
        "account_id": key,
        "state": STATES[first["status"]] if first else None,
        "used_plan": first["plan"] if first else None,
        "used_currency": first["currency"] if first else None,
        "renews_at": min(renewals, default=None),
        # Only an account that keeps nothing is about to leave.
        "ends_at": max(ends) if ends and all(ends) else None,
    }


def _months_later(begin: datetime, months: int) -> datetime:
    """The same day of a later month, or the last day of a shorter one."""
    year, month = divmod(begin.year * 12 + begin.month - 1 + months, 12)
    return begin.replace(year=year, month=month + 1, day=min(begin.day, monthrange(year, month + 1)[1]))
