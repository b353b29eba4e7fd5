"""Our numbers beside those of Stripe's metric files: what is compared, and how it is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from holdfast.book.board import Board
from holdfast.customers import api as customers
from holdfast.insights.reconciliation import api as reconciliation
from holdfast.insights.reconciliation.api import Difference, Files, Line, Month, Moved, Ours, Outcome
from holdfast.insights.words import MOVEMENTS
from holdfast.metrics.kernel.period import PER_YEAR
from holdfast.pages.revenue.addresses import address
from holdfast.pages.revenue.movements import signed
from holdfast.pages.revenue.words import Words, kind_text
from holdfast.web.format import NOTHING, Formatter
from holdfast.web.numbers import page_number

PAGE = 100
CAUSES: Words = {
    "not_imported": pgettext_lazy("cause of a difference", "Not imported"),
    "only_here": pgettext_lazy("cause of a difference", "Only here"),
    "rounding": pgettext_lazy("cause of a difference", "Rounding"),
    "currency": pgettext_lazy("cause of a difference", "Currency rates"),
    "grouping": pgettext_lazy("cause of a difference", "Grouping within an hour"),
    "time_zone": pgettext_lazy("cause of a difference", "Time zone"),
    "trial": pgettext_lazy("cause of a difference", "Trials"),
    "past_due": pgettext_lazy("cause of a difference", "Payment overdue"),
    "discount": pgettext_lazy("cause of a difference", "Discounts"),
    "tax": pgettext_lazy("cause of a difference", "Tax"),
    "kind": pgettext_lazy("cause of a difference", "Another movement"),
    "unknown": pgettext_lazy("cause of a difference", "Unknown"),
}
MEANINGS: Words = {
    "not_imported": lazy("The customer is not among the accounts here. Import its subscriptions."),
    "only_here": lazy("The account is in no file: it is in test mode (test clocks too), or in another billing system."),
    "rounding": lazy("A cent at most."),
    "currency": lazy("Converted there at another rate than here."),
    "grouping": lazy("Changes within an hour are one change, which may fall on the other side of a border."),
    "time_zone": lazy("The month ends at another hour there; the change lies within 14 hours of the border."),
    "trial": lazy("MRR of subscriptions on trial is counted there."),
    "past_due": lazy("MRR whose payment is overdue is left out there."),
    "discount": lazy("Recurring discounts are not taken off there. It is a setting of Stripe's metrics."),
    "tax": lazy("The same share on top in every month, as a rate of tax would be; estimated."),
    "kind": lazy("The same amount, counted as another kind of movement."),
    "unknown": lazy("None of these. Look at the customer's movements."),
}
MEASURES: Words = {"mrr": lazy("MRR at the end of each month"), "change": lazy("Changes within each month")}
FILES: Words = {
    "mrr_per_subscriber": lazy("MRR per subscriber per month"),
    "customer_mrr_changes": lazy("Customer MRR changes"),
    "metrics_summary": lazy("Subscription metrics summary"),
}
BESIDE = {"trial": "trial_mrr", "past_due": "mrr_at_risk", "discount": "discount_mrr"}
MOVED = ("effective_at", "kind", "currency", "amount", "amount_reporting")
HEADER = ("measure", "month", "customer", "name", "currency", "theirs", "ours", "difference", "cause", "movement")


def compare(board: Board, files: Files) -> Outcome:
    """Everything that was read beside what the board knows. May raise Pending."""
    calendar = board.calendar()
    months = [Month(period.label, period.end) for period in calendar.whole]
    # Before our first month there is nobody to ask for: all of it is only there.
    first, last = calendar.whole[PER_YEAR[calendar.grain]].label, calendar.whole[-1].label
    known = ours(board, sorted({each.month for each in files.balances if first <= each.month <= last}))
    found = {}
    if files.balances:
        found["mrr"] = reconciliation.balances.compare(files.balances, known, months)
    if files.changes:
        found["change"] = reconciliation.changes.compare(files.changes, known, months)
    return reconciliation.outcome(found, lines(board, files.summary))


def ours(board: Board, months: Sequence[str]) -> Ours:
    """Movements, names, and what stands beside MRR at the ends of some months."""
    movements: dict[str, list[Moved]] = defaultdict(list)
    names: dict[str, str] = {}
    told = board.movements().select(["account", "name", *MOVED])
    for account, name, *moved in zip(*(column.to_pylist() for column in told.columns), strict=True):
        movements[account].append(Moved(*moved))
        names[account] = name or ""
    for own in movements.values():
        own.reverse()  # the oldest first
    beside: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
    for cause, key in BESIDE.items():
        for month in months if key in board.available else ():
            rows = board.behind(key, month)
            for account, amount in zip(rows["subject"].to_pylist(), rows["numerator"].to_pylist(), strict=True):
                beside[account, month][cause] = amount
    return Ours(movements, names, board.settings.currency, beside)


def lines(board: Board, summary: Mapping[tuple[str, str, str], Decimal]) -> list[Line]:
    """The lines of the summary beside those of our roll-forward."""
    if not summary:
        return []
    table = board.rollforward()
    known = {("money", row["label"]): row for row in table.money.to_pylist()}
    known |= {("customers", row["label"]): row for row in table.customers.to_pylist()}
    return [
        Line(measure, line, month, theirs, known.get((measure, month), {}).get(line))
        for (measure, line, month), theirs in summary.items()
    ]


def known_customers(files: Files) -> None:
    """Write the customers of the files by the keys of our accounts, where a merge or a move gave them another one."""
    aliases = _aliases()
    if not aliases:
        return
    files.balances = [replace(row, customer=aliases.get(row.customer, row.customer)) for row in files.balances]
    files.changes = [replace(row, customer=aliases.get(row.customer, row.customer)) for row in files.changes]


def _aliases() -> dict[str, str]:
    rows = customers.records("alias").to_pylist()
    return {row["alias"]: row["key"] for row in rows if row["subject"] == "account"}


@dataclass(frozen=True, slots=True)
class Shown:
    """Which differences of a comparison are shown."""

    of: str = ""
    cause: str = ""
    month: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        page, cause, of = query.get("page", "1"), query.get("cause", ""), query.get("of", "")
        return cls(
            of=of if of in MEASURES else "",
            cause=cause if cause in CAUSES else "",
            month=query.get("month", ""),
            page=page_number(page),
        )

    def query(self, *, page: int = 1) -> str:
        given = {"of": self.of, "cause": self.cause, "month": self.month, "page": str(page) if page > 1 else ""}
        return urlencode({name: value for name, value in given.items() if value})

    def among(self, rows: Iterable[Difference]) -> list[Difference]:
        wanted = {"of": self.of, "cause": self.cause, "month": self.month}
        return [row for row in rows if all(not value or getattr(row, name) == value for name, value in wanted.items())]


def context(found: Outcome, shown: Shown, write: Formatter, slug: str) -> dict[str, Any]:
    rows = shown.among(found.rows)
    last = max(-(-len(rows) // PAGE), 1)
    page = min(shown.page, last)
    return {
        "measures": [_measure(found, of, write) for of in MEASURES if of in found.equal],
        "summary": _summary(found.lines, write),
        "rows": [_row(row, write, slug) for row in rows[(page - 1) * PAGE : page * PAGE]],
        "count": len(rows),
        "shown": shown,
        "query": shown.query(),
        "causes": [(cause, title) for cause, title in CAUSES.items() if any(row.cause == cause for row in found.rows)],
        "months": [(month, write.period(month)) for month in sorted({row.month for row in found.rows}, reverse=True)],
        "pages": {
            "page": page,
            "last": last,
            "previous": f"?{shown.query(page=page - 1)}" if page > 1 else "",
            "next": f"?{shown.query(page=page + 1)}" if page < last else "",
        },
        "left_out": found.left_out,
    }


def _measure(found: Outcome, of: str, write: Formatter) -> dict[str, Any]:
    """The causes of one file, and that they sum to the whole difference, by currency."""
    causes = [each for each in found.causes if each.of == of]
    whole: dict[str, list[Decimal]] = {}
    for total in found.totals:
        if total.of == of:
            sums = whole.setdefault(total.currency, [Decimal(), Decimal()])
            sums[0] += total.theirs
            sums[1] += total.ours
    return {
        "key": of,
        "title": str(MEASURES[of]),
        "equal": write.number(found.equal[of]),
        "causes": [
            {
                "title": str(CAUSES[each.cause]),
                "meaning": str(MEANINGS[each.cause]),
                "rows": write.number(each.rows),
                "amount": signed(each.amount, write, each.currency),
                "query": Shown(of=of, cause=each.cause).query(),
            }
            for each in causes
        ],
        "totals": [
            {
                "currency": currency,
                "theirs": write.money(theirs, exact=True, currency=currency),
                "ours": write.money(own, exact=True, currency=currency),
                "amount": signed(theirs - own, write, currency),
            }
            for currency, (theirs, own) in sorted(whole.items())
        ],
        "months": [
            {
                "name": write.period(total.month),
                "theirs": write.money(total.theirs, exact=True, currency=total.currency),
                "ours": write.money(total.ours, exact=True, currency=total.currency),
                "amount": signed(total.amount, write, total.currency) if total.amount else write.number(0),
            }
            for total in sorted(found.totals, key=lambda total: (total.month, total.currency), reverse=True)
            if total.of == of
        ],
    }


def _summary(found: Sequence[Line], write: Formatter) -> list[dict[str, Any]]:
    return [
        {
            "name": str(MOVEMENTS[each.line]),
            "money": each.measure == "money",
            "month": write.period(each.month),
            "theirs": write.number(each.theirs, 2 if each.measure == "money" else 0),
            "ours": NOTHING if each.ours is None else write.number(each.ours, 2 if each.measure == "money" else 0),
            "amount": NOTHING
            if each.ours is None
            else write.number(each.theirs - each.ours, 2 if each.measure == "money" else 0),
            "same": each.theirs == each.ours,
        }
        for each in sorted(found, key=lambda each: (each.month, each.measure), reverse=True)
    ]


def _row(row: Difference, write: Formatter, slug: str) -> dict[str, Any]:
    here = row.cause != "not_imported"
    return {
        "name": row.name or row.customer,
        "customer": row.customer,
        "address": address("account", slug, row.customer) if here else "",
        "movements": address("revenue-movements", slug, q=row.customer, to=row.month) if here else "",
        "month": write.period(row.month),
        "kind": kind_text(row.kind) if row.kind else "",
        "theirs": write.money(row.theirs, exact=True, currency=row.currency),
        "ours": write.money(row.ours, exact=True, currency=row.currency),
        "amount": signed(row.amount, write, row.currency),
        "cause": str(CAUSES[row.cause]),
    }


def file_rows(rows: Iterable[Difference]) -> list[list[Any]]:
    """The columns of HEADER."""
    return [
        [row.of, row.month, row.customer, row.name, row.currency, row.theirs, row.ours, row.amount, row.cause, row.kind]
        for row in rows
    ]
