"""What the head of an account's page says, and what stands beside its timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as lazy
from django_stubs_ext import StrOrPromise

from holdfast.insights.charts import axis_writer
from holdfast.insights.page.plots import LIGHT, Plot, plot
from holdfast.insights.words import by_title
from holdfast.metrics.kernel.period import Calendar, Period
from holdfast.pages.accounts.account.known import Known
from holdfast.web.charts.line import Line, LineChart, Point, line_chart
from holdfast.web.format import NOTHING, Formatter

HEALTH: dict[str, StrOrPromise] = {
    "days_active": lazy("days with activity in the last 30"),
    "last_event": lazy("days since anybody was seen"),
    "mrr_trend": lazy("MRR against 90 days ago"),
    "mrr_at_risk": lazy("share of MRR that is past due"),
    "open_tickets": lazy("open tickets"),
    "nps": lazy("NPS answers of the last 180 days, mean"),
    "tenure": lazy("months since it first paid"),
}
IN_PERCENT = frozenset({"mrr_trend", "mrr_at_risk"})
PERIODS = 36
FEW, MOST_PEOPLE = 10, 200


@dataclass(frozen=True, slots=True)
class Input:
    """One input of the health score: what it is, and how many of the points it could give it gives."""

    title: str
    value: str
    points: str
    most: str
    change: str
    css: str


@dataclass(frozen=True, slots=True)
class Trait:
    """former: what it was, each with the day until which."""

    title: str
    value: str
    former: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class People:
    """Those seen last first; hidden: how many are not shown at all."""

    first: list[Person]
    rest: list[Person]
    hidden: int


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    name: str
    last_seen: str
    answers: str


def health(table: pa.Table, write: Formatter) -> list[Input]:
    return [_input(row, write) for row in table.to_pylist()]


def _input(row: dict[str, Any], write: Formatter) -> Input:
    value = write.percent(row["value"], 0) if row["input"] in IN_PERCENT else write.number(row["value"], 1, least=0)
    change = 0.0 if row["before"] is None else row["points"] - row["before"]
    shown = write.number(change, 1)
    moved = abs(change) >= 0.05
    return Input(
        title=str(HEALTH.get(row["input"], row["input"])),
        value=value,
        points=write.number(row["points"], 1),
        most=write.number(row["weight"] * 100, 1),
        change=(f"+{shown}" if change > 0 else shown) if moved else "",
        css=("better" if change > 0 else "worse") if moved else "",
    )


def course(movements: pa.Table, over: Calendar, write: Formatter) -> Plot | None:
    """The account's MRR at the end of each month since its first; in its own currency when it has only one."""
    rows = movements.select(["effective_at", "currency", "amount", "amount_reporting"]).to_pylist()
    if not rows:
        return None
    currencies = {row["currency"] for row in rows}
    own = currencies.pop() if len(currencies) == 1 else None
    name = "amount" if own else "amount_reporting"
    first = min(row["effective_at"] for row in rows)
    code = own or write.currency
    points = tuple(
        _point(period, sum((row[name] for row in rows if row["effective_at"] < period.end), Decimal()), code, write)
        for period in over.periods[-PERIODS:]
        if period.end > first
    )
    if len(points) < 2:
        return None
    return _drawn(points, code, write)


@lru_cache(maxsize=256)
def _drawn(points: tuple[Point, ...], currency: str, write: Formatter) -> Plot:
    """Drawing is most of the time that the page takes, so the same course is drawn once."""
    return plot(lambda width: _chart(points, currency, write, width), gettext("Course of MRR"), wide=560)


def _point(period: Period, mrr: Decimal, currency: str, write: Formatter) -> Point:
    text = write.period(period.label)
    shown = write.money(mrr, exact=True, currency=currency)
    return Point(period.label, text, float(mrr), f"{text}: {shown}", period.partial)


def _chart(points: tuple[Point, ...], currency: str, write: Formatter, width: int) -> dict[str, Any]:
    end = write.money(points[-1].value, currency=currency)
    line = Line(gettext("MRR"), end, points)
    chart = LineChart(lines=(line,), write=axis_writer("money", write), zero=True, width=width, height=140)
    return line_chart(chart, LIGHT)


def traits(table: pa.Table, write: Formatter, zone: ZoneInfo) -> list[Trait]:
    """Every trait as it is now and as it was; of equal instants the one read last counts."""
    histories: dict[str, dict[datetime | None, str | None]] = {}
    for row in table.to_pylist():
        histories.setdefault(row["name"], {})[row["valid_from"]] = row["value"]
    return [_trait(name, list(history.items()), write, zone) for name, history in histories.items()]


def _trait(name: str, history: list[tuple[datetime | None, str | None]], write: Formatter, zone: ZoneInfo) -> Trait:
    former = [
        (value or NOTHING, write.day(until.astimezone(zone).date()))
        for (_, value), (until, after) in pairwise(history)
        if until is not None and value != after
    ]
    title = by_title(name)
    return Trait(title[:1].upper() + title[1:], history[-1][1] or NOTHING, tuple(reversed(former)))


def people(known: Known, write: Formatter, zone: ZoneInfo) -> People | None:
    """The people of an account; None if nobody is known."""
    if not known.people.num_rows:
        return None
    seen = {row["person"]: row["last_at"] for row in known.usage.seen.to_pylist()}
    answers = _answers(known.answers, write)
    rows = known.people.to_pylist()
    rows.sort(key=lambda row: (row["id"] not in seen, -seen[row["id"]].timestamp() if row["id"] in seen else 0))
    found = [
        Person(
            row["key"],
            row["name"] or row["key"],
            write.day(seen[row["id"]].astimezone(zone).date()) if row["id"] in seen else NOTHING,
            ", ".join(answers.get(row["key"], ())),
        )
        for row in rows[:MOST_PEOPLE]
    ]
    return People(found[:FEW], found[FEW:], len(rows) - len(found))


def _answers(table: pa.Table, write: Formatter) -> dict[str, list[str]]:
    """The last answer of each person to each survey: NPS 9."""
    last: dict[tuple[str, str], str] = {}
    for row in table.select(["person", "survey", "score"]).to_pylist():
        if row["person"] and row["score"] is not None:
            survey = row["survey"].upper()
            last[row["person"], survey] = f"{survey} {write.number(row['score'], 1, least=0)}"
    found: dict[str, list[str]] = {}
    for (person, _), text in last.items():
        found.setdefault(person, []).append(text)
    return found
