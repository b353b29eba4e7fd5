"""Movements as rows of a page and of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext, ngettext

from holdfast.billing import api as billing
from holdfast.insights.words import by_title, customers, slice_title
from holdfast.pages.revenue.addresses import address
from holdfast.pages.revenue.sought import PAGE, Sought
from holdfast.pages.revenue.words import kind_text, reason_text
from holdfast.web.format import Formatter

MOST_ORIGINS = 5_000  # movements of a file that say where they come from


@dataclass(frozen=True, slots=True)
class Sums:
    """What the movements found come to."""

    count: int
    accounts: int
    reporting: Decimal
    own: Mapping[str, Decimal]
    customers: int

    @classmethod
    def of(cls, table: pa.Table) -> Sums:
        own = table.group_by("currency").aggregate([("amount", "sum")]).to_pylist()
        return cls(
            count=table.num_rows,
            accounts=pc.count_distinct(table["account_id"]).as_py(),
            reporting=pc.sum(table["amount_reporting"]).as_py() or Decimal(),
            own={row["currency"]: row["amount_sum"] for row in sorted(own, key=lambda row: row["currency"])},
            customers=pc.sum(table["customers"]).as_py() or 0,
        )


def sums_text(sums: Sums, write: Formatter) -> dict[str, Any]:
    """The sums in words: in the reporting currency, and in each currency if there are others."""
    foreign = set(sums.own) - {write.currency}
    found = ngettext("%(count)s movement", "%(count)s movements", sums.count) % {"count": write.number(sums.count)}
    return {
        "count": gettext("%(movements)s of %(accounts)s")
        % {"movements": found, "accounts": customers(sums.accounts, "account")},
        "reporting": signed(sums.reporting, write, write.currency),
        "own": [signed(amount, write, currency) for currency, amount in sums.own.items()] if foreign else [],
        "customers": f"{sums.customers:+d}".replace("-", "−") if sums.customers else "0",
    }


def signed(amount: Decimal, write: Formatter, currency: str) -> str:
    text = write.money(amount, exact=True, currency=currency)
    return f"+{text}" if amount > 0 else text


def title_of(sought: Sought, write: Formatter) -> str:
    """New MRR, Mar 2026; or what else was asked for."""
    choice = sought.choice
    what = kind_text(sought.kind) if sought.kind else gettext("Movements")
    if sought.counted:
        what = gettext("%(movement)s of customers") % {"movement": what}
    parts = [what]
    if choice.by and choice.slice_:
        parts.append(f"{by_title(choice.by)} {slice_title(choice.slice_)}")
    if choice.from_ and choice.from_ == choice.to:
        parts.append(write.period(choice.from_))
    elif choice.from_ or choice.to:
        first = write.period(choice.from_) if choice.from_ else gettext("the beginning")
        last = write.period(choice.to) if choice.to else gettext("now")
        parts.append(gettext("%(first)s to %(last)s") % {"first": first, "last": last})
    return ", ".join(parts)


def rows(table: pa.Table, write: Formatter, zone: ZoneInfo, slug: str) -> list[dict[str, Any]]:
    """The movements of one page, with the row of the source each comes from."""
    found = table.to_pylist()
    known = origins_of(found)
    return [_row(row, known, write, zone, slug) for row in found]


def origins_of(found: list[dict[str, Any]]) -> billing.Origins:
    names = {row["subscription"] for row in found if row["subscription"]}
    return billing.origins(names) if names else {}


def _row(row: dict[str, Any], known: billing.Origins, write: Formatter, zone: ZoneInfo, slug: str) -> dict[str, Any]:
    origin = known.get((row["subscription"], row["effective_at"]))
    foreign = row["currency"] != write.currency
    return {
        "name": row["name"] or row["account"],
        "address": address("account", slug, row["account"]) if row["account"] else "",
        "kind": row["kind"],
        "kind_text": kind_text(row["kind"]),
        "reason": reason_text(row["reason"]),
        "plan": row["plan"] or "–",
        "amount": signed(row["amount"], write, row["currency"]),
        "reporting": signed(row["amount_reporting"], write, write.currency) if foreign else "",
        "effective": write.moment(row["effective_at"], zone),
        "recorded": write.moment(row["recorded_at"], zone) if row["recorded_at"] else "–",
        "subscription": row["subscription"] or "–",
        "source": origin.source_row if origin else "",
        "customers": row["customers"],
    }


def choices(table: pa.Table) -> dict[str, list[str]]:
    """What the movements can be filtered by: the values that occur."""
    return {name: sorted(pc.unique(table[name]).drop_null().to_pylist()) for name in ("plan", "currency", "reason")}


HEADER = (
    "account", "name", "kind", "reason", "plan", "currency", "amount", "amount_reporting", "reporting_currency",
    "customers", "effective_at", "recorded_at", "subscription", "source_row",
)  # fmt: skip


def file_rows(table: pa.Table, currency: str) -> list[list[Any]]:
    """The columns of HEADER, with exact amounts."""
    found = table.to_pylist()
    known = origins_of(found) if len(found) <= MOST_ORIGINS else {}
    return [
        [
            *(row[name] for name in HEADER[:8]),
            currency,
            Decimal(row["customers"]),
            *(row[name] for name in HEADER[10:13]),
            origin.source_row if (origin := known.get((row["subscription"], row["effective_at"]))) else "",
        ]
        for row in found
    ]


def part(table: pa.Table, sought: Sought) -> pa.Table:
    return table.slice((sought.page - 1) * PAGE, PAGE)


def pages(table: pa.Table, sought: Sought) -> dict[str, Any]:
    """Where the reader is among the pages."""
    last = max(-(-table.num_rows // PAGE), 1)
    page = min(sought.page, last)
    return {
        "page": page,
        "last": last,
        "previous": f"?{sought.query(page=page - 1)}" if page > 1 else "",
        "next": f"?{sought.query(page=page + 1)}" if page < last else "",
    }
