"""The difference between two states of knowledge as a page and a file show it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from holdfast.billing import api as billing
from holdfast.book.board import Board
from holdfast.core.api import known_until
from holdfast.insights.difference import Change, Explained, Span, explain
from holdfast.insights.words import MOVEMENTS
from holdfast.metrics.kernel.period import Period
from holdfast.pages.revenue.addresses import address
from holdfast.pages.revenue.known import Asked, imports_at
from holdfast.pages.revenue.movements import signed
from holdfast.pages.revenue.words import Words, kind_text, reason_text
from holdfast.web.format import Formatter

MOST = 500
CAUSES: Words = {
    "new_data": pgettext_lazy("cause of a difference", "New data"),
    "backdated": pgettext_lazy("cause of a difference", "Backdated"),
    "corrected": pgettext_lazy("cause of a difference", "Corrected"),
    "withdrawn": pgettext_lazy("cause of a difference", "Withdrawn"),
    "revalued": pgettext_lazy("cause of a difference", "Other exchange rate"),
    "rates": pgettext_lazy("cause of a difference", "Rates of balances"),
}
MEANINGS: Words = {
    "new_data": lazy("happened after what was known then"),
    "backdated": lazy("had happened, and was told later"),
    "corrected": lazy("has another amount, plan or subscription now"),
    "withdrawn": lazy("was known and is not any more"),
    "revalued": lazy("is the same in its own currency"),
    "rates": lazy("balances are valued at the rate of their day, movements at that of theirs"),
}
HEADER = (
    "cause", "column", "account", "name", "effective_at", "kind", "reason", "plan", "currency", "amount_before",
    "amount_after", "difference", "subscription", "recorded_at_before", "recorded_at_after",
)  # fmt: skip


def explained(board: Board, asked: Asked, period: Period, a: datetime) -> Explained:
    """The roll-forward of one period as known at `a` and at b, compared. May raise Pending."""
    told = known_until(known_at=a)
    span = Span(period.start, period.end, min(told, a) if told else a)
    movements = (board.movements(known_at=a), _movements(board, asked.b))
    return explain(*movements, (_row(board, asked, period, a), _row(board, asked, period, asked.b)), span)


def _movements(board: Board, at: datetime | None) -> pa.Table:
    return board.movements(known_at=at) if at else board.movements()


def _row(board: Board, asked: Asked, period: Period, at: datetime | None) -> dict[str, Any] | None:
    """The row of the period; None where the data of that time did not reach so far."""
    table = board.rollforward(period=asked.period, known_at=at) if at else board.rollforward(period=asked.period)
    return next((row for row in table.money.to_pylist() if row["label"] == period.label), None)


def cells(found: Explained, write: Formatter) -> list[dict[str, Any]]:
    """Figure by figure: known then, known now, and what lies between them."""
    rows = []
    for cell in found.cells:
        if cell.column in ("transfer", "fx") and not (cell.before or cell.after):
            continue
        rows.append(
            {
                "name": str(MOVEMENTS[cell.column]),
                "before": write.number(cell.before, 2),
                "after": write.number(cell.after, 2),
                "difference": _plus(cell.difference, write),
                "rates": _plus(cell.rates, write) if cell.rates else "",
                "total": cell.column in ("start", "end"),
            }
        )
    return rows


def causes(found: Explained, write: Formatter) -> list[dict[str, str]]:
    """What each cause makes of the end; those that make nothing are left out."""
    counts = {cause: sum(change.cause == cause for change in found.changes) for cause in CAUSES}
    return [
        {
            "title": str(CAUSES[cause]),
            "meaning": str(MEANINGS[cause]),
            "count": write.number(counts[cause]) if cause != "rates" else "",
            "amount": signed(amount, write, write.currency),
        }
        for cause, amount in found.by_cause.items()
        if amount or counts[cause]
    ]


def rows(changes: Sequence[Change], write: Formatter, zone: ZoneInfo, slug: str) -> list[dict[str, Any]]:
    """The movements that changed, with when and by which import."""
    shown = changes[:MOST]
    gone = _ends(shown)
    instants = [change.after["recorded_at"] for change in shown if change.after] + list(gone.values())
    runs = imports_at(instants)
    return [_change(change, gone, runs, write, zone, slug) for change in shown]


def _ends(changes: Sequence[Change]) -> dict[tuple[str, datetime], datetime]:
    """When what is not known any more stopped to be: the row it came from was superseded."""
    lost = {change.row["subscription"] for change in changes if change.after is None and change.row["subscription"]}
    found = billing.origins(lost) if lost else {}
    return {key: origin.superseded_at for key, origin in found.items() if origin.superseded_at is not None}


def _change(
    change: Change,
    gone: dict[tuple[str, datetime], datetime],
    runs: dict[datetime, str],
    write: Formatter,
    zone: ZoneInfo,
    slug: str,
) -> dict[str, Any]:
    row = change.row
    at = change.after["recorded_at"] if change.after else gone.get((row["subscription"], row["effective_at"]))
    return {
        "cause": str(CAUSES[change.cause]),
        "column": str(MOVEMENTS[change.column]),
        "name": row["name"] or row["account"],
        "address": address("account", slug, row["account"]) if row["account"] else "",
        "kind_text": kind_text(row["kind"]),
        "reason": reason_text(row["reason"]),
        "plan": row["plan"] or "–",
        "effective": write.day(row["effective_at"].astimezone(zone).date()),
        "before": _amount(change.before, write),
        "after": _amount(change.after, write),
        "amount": signed(change.amount, write, write.currency),
        "recorded": write.moment(at, zone) if at else "–",
        "import": runs.get(at, "") if at else "",
        "subscription": row["subscription"] or "–",
    }


def _amount(row: Any, write: Formatter) -> str:
    return "–" if row is None else signed(row["amount"], write, row["currency"])


def _plus(amount: Any, write: Formatter) -> str:
    text = write.number(amount, 2)
    return f"+{text}" if amount > 0 else text


def file_rows(found: Explained) -> list[list[Any]]:
    """The columns of HEADER: every movement that changed, and what rates made of each figure."""
    lines = [_line(change) for change in found.changes]
    blank = [None] * (len(HEADER) - 5)
    lines += [
        ["rates", cell.column, *blank[:9], cell.rates, None, None, None]
        for cell in found.cells
        if cell.rates and cell.column != "end"
    ]
    return lines


def _line(change: Change) -> list[Any]:
    row, before, after = change.row, change.before or {}, change.after or {}
    own = [row[name] for name in ("account", "name", "effective_at", "kind", "reason", "plan", "currency")]
    amounts = [before.get("amount"), after.get("amount"), change.amount]
    known = [row["subscription"], before.get("recorded_at"), after.get("recorded_at")]
    return [change.cause, change.column, *own, *amounts, *known]
