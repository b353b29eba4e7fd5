"""The three files of Stripe's metrics, read by their headings: their order and their case do not matter."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from decimal import Decimal, InvalidOperation
from io import StringIO
from typing import NoReturn
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from holdfast.insights.reconciliation.contracts import BadMetricsFile, Balance, TheirChange

LARGEST = 20 * 1024 * 1024  # bytes
_MONTH = re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?(?:[ T].*)?")
_NAMED = re.compile(r"([A-Za-z]{3})[a-z]*\.?,? (\d{4})")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONEY = re.compile(r"[^\d.,()+−-]")

CUSTOMER = ("customer id", "customer_id", "subscriber id", "customer")
NAME = ("customer", "customer name", "customer description", "customer email", "email", "name")
CURRENCY = ("currency", "mrr currency")
MRR = ("mrr", "mrr amount", "mrr at month end", "amount")
MONTH = ("month", "date", "month end", "period")
AT = ("event timestamp (utc)", "event timestamp", "event_timestamp", "timestamp", "date (utc)", "date", "event date",
      "time", "created (utc)", "created")  # fmt: skip
KIND = ("event type", "event_type", "type", "change type", "event", "mrr event")
CHANGE = ("mrr change", "mrr_change", "change in mrr", "mrr change amount", "change", "amount", "mrr")
# Words of the file for our movements; the longest that fits counts.
KINDS = {
    "new": "new", "active_start": "new", "reactivat": "reactivation", "upgrade": "expansion", "expan": "expansion",
    "downgrade": "contraction", "contract": "contraction", "churn": "churn", "cancel": "churn", "active_end": "churn",
}  # fmt: skip
LINES = {
    "start": ("start", "begin", "opening"), "end": ("end", "closing"), "new": ("new",), "reactivation": ("reactivat",),
    "expansion": ("expan", "upgrade"), "contraction": ("contract", "downgrade"), "churn": ("churn", "cancel"),
    "fx": ("fx", "exchange", "foreign"),
}  # fmt: skip
_LOSSES = ("contraction", "churn")
_ROLLED = ("mrr", "subscriber", "customer")


@dataclass(slots=True)
class Files:
    """What was read. summary: (measure, line, month) -> amount; measure is money or customers."""

    balances: list[Balance] = field(default_factory=list)
    changes: list[TheirChange] = field(default_factory=list)
    summary: dict[tuple[str, str, str], Decimal] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)


Line = tuple[int, dict[str, str]]


def read(files: Iterable[tuple[str, bytes]], zone: ZoneInfo) -> Files:
    """The files of one upload by their names; zone: of days without a time. Raises BadMetricsFile."""
    found = Files()
    for name, content in files:
        found.read[name] = _read(name, content, zone, found)
    if not found.read:
        raise BadMetricsFile(gettext("Choose at least one of the three CSV files."))
    return found


def _read(name: str, content: bytes, zone: ZoneInfo, found: Files) -> str:
    """Reads one file into `found`; returns which of the three it is."""
    columns, lines = _table(name, content)
    customer, months = _first(columns, CUSTOMER), {text: label for text in columns if (label := month_of(text))}
    if customer and (months or (_first(columns, MRR) and _first(columns, MONTH) and not _first(columns, KIND))):
        found.balances += _balances(name, columns, lines, customer, months)
        return "mrr_per_subscriber"
    if customer and _first(columns, AT) and _first(columns, CHANGE):
        found.changes += _changes(name, columns, lines, customer, zone)
        return "customer_mrr_changes"
    if months and not customer:
        found.summary |= _summary(name, columns, lines, months)
        return "metrics_summary"
    raise BadMetricsFile(
        gettext(
            "%(file)s: this is none of the three files. Expected are columns for the customer and months (MRR per "
            "subscriber per month), for customer, date and MRR change (customer MRR changes), or a column of names "
            "and months (subscription metrics summary). Found: %(columns)s."
        )
        % {"file": name, "columns": ", ".join(columns) or "–"}
    )


def _table(name: str, content: bytes) -> tuple[list[str], list[Line]]:
    if len(content) > LARGEST:
        raise BadMetricsFile(gettext("%(file)s is too large; 20 MB is the most.") % {"file": name})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadMetricsFile(gettext("%(file)s is not UTF-8 text. Export it as CSV again.") % {"file": name}) from None
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.reader(StringIO(text), delimiter=delimiter)
    columns = [column.strip() for column in next(rows, [])]
    lines = [(number, dict(zip(columns, row, strict=False))) for number, row in enumerate(rows, start=2) if any(row)]
    return columns, lines


def month_of(text: str) -> str:
    """2026-03 of a heading that is a month, such as 2026-03, 2026-03-31 or Mar 2026; "" of another."""
    text = text.strip()
    if found := _MONTH.fullmatch(text):
        return f"{found[1]}-{found[2]}"
    if (found := _NAMED.fullmatch(text)) and found[1].lower() in _NAMES:
        return f"{found[2]}-{_NAMES.index(found[1].lower()) + 1:02}"
    return ""


def _balances(
    name: str, columns: list[str], lines: list[Line], customer: str, months: Mapping[str, str]
) -> Iterable[Balance]:
    """One row for each customer and month, or a column for each month. Several rows of a customer are summed later."""
    named, currency = _first([each for each in columns if each != customer], NAME), _first(columns, CURRENCY)
    mrr, month = _first(columns, MRR), _first(columns, MONTH)
    for number, line in lines:
        cells = months or {mrr: month_of(line.get(month, "")) or _refuse(name, number, month, line.get(month, ""))}
        for column, label in cells.items():
            amount = _amount(name, number, column, line.get(column, ""))
            if line.get(customer, "").strip():
                told = line.get(named, ""), line.get(currency, "").strip().upper()
                yield Balance(line[customer].strip(), *told, label, amount)


def _changes(name: str, columns: list[str], lines: list[Line], customer: str, zone: ZoneInfo) -> Iterable[TheirChange]:
    named, currency = _first([each for each in columns if each != customer], NAME), _first(columns, CURRENCY)
    at, kind, change = _first(columns, AT), _first(columns, KIND), _first(columns, CHANGE)
    for number, line in lines:
        moment, exact = _moment(name, number, at, line.get(at, ""), zone)
        yield TheirChange(
            line.get(customer, "").strip(), line.get(named, ""), line.get(currency, "").strip().upper(), moment, exact,
            _kind(line.get(kind, "")), _amount(name, number, change, line.get(change, "")),
        )  # fmt: skip


def _summary(
    name: str, columns: list[str], lines: list[Line], months: Mapping[str, str]
) -> dict[tuple[str, str, str], Decimal]:
    """The lines of both roll-forwards; other metrics are left out. Losses are negative here, as ours are."""
    title = next(column for column in columns if column not in months)
    found = {}
    for number, line in lines:
        text = line.get(title, "").lower()
        words = next((word for word in _ROLLED if word in text), "")
        rolled = next((ours for ours, starts in LINES.items() if text.startswith(starts)), "")
        if not words or not rolled or "rate" in text or "per " in text or "trial" in text:
            continue
        for column, month in months.items():
            amount = _amount(name, number, column, line.get(column, ""))
            measure = "money" if words == "mrr" else "customers"
            found[measure, rolled, month] = -abs(amount) if rolled in _LOSSES else amount
    return found


def _first(columns: Iterable[str], wanted: Iterable[str]) -> str:
    """The column whose name is the first of those wanted that there is; "" if there is none."""
    known = {column.lower(): column for column in columns}
    return next((known[name] for name in wanted if name in known), "")


def _kind(text: str) -> str:
    lower = text.lower()
    fitting = [word for word in KINDS if word in lower]
    return KINDS[max(fitting, key=len)] if fitting else ""


def _amount(name: str, number: int, column: str, text: str) -> Decimal:
    """1,234.50 with or without a sign of a currency; (12.00) is a loss; empty is nothing."""
    plain = _MONEY.sub("", text).replace("−", "-")
    if not plain:
        return Decimal() if not text.strip() or text.strip() in ("-", "–") else _refuse(name, number, column, text)
    loss = plain.startswith("(") and plain.endswith(")")
    try:
        amount = Decimal(plain.strip("()").replace(",", ""))
    except InvalidOperation:
        return _refuse(name, number, column, text)
    return -amount if loss else amount


def _moment(name: str, number: int, column: str, text: str, zone: ZoneInfo) -> tuple[datetime, bool]:
    """An instant without a zone is UTC, as Stripe's are; a day alone is its noon in the zone of the workspace."""
    plain = text.strip().replace(" UTC", "+00:00").replace("Z", "+00:00")
    try:
        found = datetime.fromisoformat(plain)
    except ValueError:
        return _refuse(name, number, column, text)
    if len(plain) <= len("2026-03-01"):
        return datetime.combine(found.date(), time(12), zone).astimezone(UTC), False
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC), True


def _refuse(name: str, number: int, column: str, text: str) -> NoReturn:
    words = {"file": name, "row": number, "column": column, "text": text[:40]}
    raise BadMetricsFile(
        gettext("%(file)s, row %(row)s, column %(column)s: “%(text)s” cannot be read. Export the file again.") % words
    )
