"""What billing said of an account, and what moved its MRR."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django_stubs_ext import StrOrPromise

from holdfast.insights.words import MOVEMENTS
from holdfast.pages.accounts.account.line import Entry
from holdfast.pages.revenue.words import reason_text
from holdfast.web.format import Formatter

STATUS: dict[str, StrOrPromise] = {
    "trialing": pgettext_lazy("status of a subscription", "in trial"),
    "incomplete": pgettext_lazy("status of a subscription", "incomplete"),
    "incomplete_expired": pgettext_lazy("status of a subscription", "never paid"),
    "active": pgettext_lazy("status of a subscription", "active"),
    "past_due": pgettext_lazy("status of a subscription", "past due"),
    "unpaid": pgettext_lazy("status of a subscription", "unpaid"),
    "paused": pgettext_lazy("status of a subscription", "paused"),
    "canceled": pgettext_lazy("status of a subscription", "canceled"),
}
GAINS = frozenset({"new", "expansion", "reactivation"})
LOSSES = frozenset({"contraction", "churn"})


@dataclass(frozen=True, slots=True)
class Subscription:
    """The newest state of one subscription item; source: the row it came from, run: its import."""

    name: str
    plan: str
    price: str
    seats: str
    status: str
    since: datetime
    until: datetime | None
    source: str
    row: str
    run: int | None


def movements(table: pa.Table | None, write: Formatter) -> list[Entry]:
    return [] if table is None else [_movement(row, write) for row in table.to_pylist()]


def _movement(row: dict[str, Any], write: Formatter) -> Entry:
    amount: Decimal = row["amount"]
    sign = "+" if amount > 0 else ""
    words = {
        "movement": MOVEMENTS.get(row["kind"], row["kind"]),
        "amount": f"{sign}{write.money(amount, exact=True, currency=row['currency'] or '')}",
    }
    title = gettext("%(movement)s: %(amount)s MRR") % words
    css = "better" if row["kind"] in GAINS else "worse" if row["kind"] in LOSSES else ""
    detail = ", ".join(str(part) for part in (row["plan"], reason_text(row["reason"])) if part)
    return Entry(row["effective_at"], "money", title, detail, css)


def statements(table: pa.Table | None, write: Formatter) -> list[Entry]:
    """Each state of each subscription; its end where no other state follows."""
    rows = [] if table is None else table.to_pylist()
    begins = {(row["subscription"], row["item"], row["valid_from"]) for row in rows}
    entries = [_state(row, write) for row in rows]
    for row in rows:
        ended = row["valid_to"]
        if ended is not None and (row["subscription"], row["item"], ended) not in begins:
            title = gettext("Subscription %(name)s ended") % {"name": row["subscription"]}
            entries.append(Entry(ended, "money", title, reason_text(row["end_reason"]), source=row["source_row"] or ""))
    return entries


def _state(row: dict[str, Any], write: Formatter) -> Entry:
    title = gettext("Subscription %(name)s: %(status)s") % {
        "name": row["subscription"],
        "status": STATUS.get(row["status"], row["status"]),
    }
    parts = [row["plan"], price(row, write), _seats(row, write), reason_text(row["reason"])]
    detail = ", ".join(str(part) for part in parts if part)
    return Entry(row["valid_from"], "money", title, detail, source=row["source_row"] or "")


def price(row: dict[str, Any], write: Formatter) -> str:
    """What a billing period costs after discounts: 300.00 EUR a month."""
    if row["amount"] is None:
        return ""
    amount = write.money(row["amount"] - (row["discount"] or 0), exact=True, currency=row["currency"])
    count = row["interval_count"] or 1
    every = {
        "day": ngettext("%(amount)s a day", "%(amount)s every %(count)s days", count),
        "week": ngettext("%(amount)s a week", "%(amount)s every %(count)s weeks", count),
        "month": ngettext("%(amount)s a month", "%(amount)s every %(count)s months", count),
        "year": ngettext("%(amount)s a year", "%(amount)s every %(count)s years", count),
    }
    return every.get(row["interval"] or "", "%(amount)s") % {"amount": amount, "count": count}


def _seats(row: dict[str, Any], write: Formatter) -> str:
    quantity = row["quantity"]
    if quantity is None or quantity <= 1:
        return ""
    # Translators: how many times the plan is bought, most often for so many people
    return ngettext("%(count)s seat", "%(count)s seats", int(quantity)) % {"count": write.number(quantity, 2, least=0)}


def cancellations(table: pa.Table | None) -> list[Entry]:
    rows = [] if table is None else table.to_pylist()
    return [
        Entry(
            row["occurred_at"],
            "money",
            gettext("Gave a reason to leave: %(reason)s") % {"reason": row["reason"] or pgettext("reason", "none")},
            "",
            body=row["comment"] or "",
            source=row["source_row"] or "",
        )
        for row in rows
    ]


def subscriptions(table: pa.Table, write: Formatter) -> list[Subscription]:
    """The newest state of every subscription item, those that live first."""
    newest: dict[tuple[str, str], dict[str, Any]] = {}
    for row in table.to_pylist():
        newest[row["subscription"], row["item"]] = row
    ordered = sorted(newest.values(), key=lambda row: row["valid_from"], reverse=True)
    ordered.sort(key=lambda row: row["valid_to"] is not None)
    return [
        Subscription(
            name=row["subscription"],
            plan=row["plan"] or "",
            price=price(row, write),
            seats=_seats(row, write),
            status=str(STATUS.get(row["status"], row["status"])),
            since=row["valid_from"],
            until=row["valid_to"] or row["scheduled_end"],
            source=row["source"],
            row=row["source_row"] or "",
            run=row["import_run_id"],
        )
        for row in ordered
    ]


def seats(table: pa.Table, at: datetime) -> Decimal | None:
    """How many seats the living subscriptions have together; None where no more than one each."""
    rows = [
        row["quantity"]
        for row in table.select(["quantity", "valid_from", "valid_to"]).to_pylist()
        if row["quantity"] is not None and row["valid_from"] < at and (row["valid_to"] is None or row["valid_to"] >= at)
    ]
    total = sum(rows, Decimal())
    return total if total > len(rows) else None
