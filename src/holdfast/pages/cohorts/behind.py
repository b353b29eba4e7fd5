"""Who is behind a cell of a cohort table, as a page and a file show it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
from django.http import Http404, QueryDict
from django.utils.translation import gettext, ngettext

from holdfast.book.board import Board
from holdfast.insights.words import customers
from holdfast.pages.cohorts.words import GRAINS, KINDS, MONEY, NEEDS
from holdfast.pages.revenue.addresses import address
from holdfast.web.format import Formatter
from holdfast.web.numbers import page_number, whole_number

PAGE = 100
OLDEST = 100_000  # in days nearly 300 years
HEADER = ("id", "name", "started_at", "numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Behind:
    """A cell, and whom of it is shown: everybody, those still there, or those gone."""

    kind: str
    period: str
    cohort: str
    age: int
    show: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """404 for a cell that cannot be: this address was not written by a page."""
        kind, period, age = (
            query.get("kind", "customers"),
            query.get("period", "month"),
            whole_number(query.get("age", "")),
        )
        if kind not in KINDS or period not in GRAINS or age is None or age > OLDEST:
            raise Http404
        show, page = query.get("show", ""), query.get("page", "1")
        return cls(
            kind=kind,
            period=period,
            cohort=query.get("cohort", ""),
            age=age,
            show=show if show in ("there", "gone") else "",
            page=page_number(page),
        )

    def query(self, *, show: str | None = None, page: int = 1) -> str:
        shown = self.show if show is None else show
        given = {"kind": self.kind, "period": self.period, "cohort": self.cohort, "age": str(self.age)}
        more = {"show": shown, "page": str(page) if page > 1 else ""}
        return urlencode(given | {name: value for name, value in more.items() if value})

    def everybody(self, board: Board) -> pa.Table:
        if NEEDS[self.kind] not in board.available:
            raise Http404
        try:
            return board.cohort_members(self.kind, self.cohort, self.age, self.period)
        except KeyError:
            raise Http404 from None

    def of(self, table: pa.Table) -> pa.Table:
        if not self.show:
            return table
        there = pc.greater(table["numerator"], pa.scalar(Decimal(), table["numerator"].type))
        return table.filter(there if self.show == "there" else pc.invert(there))


def summary(behind: Behind, table: pa.Table, write: Formatter) -> dict[str, Any]:
    """What the cell is made of: its two sides are the sums of the list."""
    numerator = pc.sum(table["numerator"]).as_py() or Decimal()
    denominator = pc.sum(table["denominator"]).as_py() or Decimal()
    money = behind.kind in MONEY
    there = sum(value > 0 for value in table["numerator"].to_pylist())
    return {
        "share": write.percent(numerator / denominator) if denominator else "–",
        "numerator": write.money(numerator, exact=True) if money else write.number(numerator),
        "denominator": write.money(denominator, exact=True) if money else write.number(denominator),
        "everybody": table.num_rows,
        "there": there,
        "gone": table.num_rows - there,
    }


def title(behind: Behind, table: pa.Table, write: Formatter) -> str:
    """6 accounts of Jan 2026, 3 months later."""
    who = customers(table.num_rows, subject(table))
    words = {"who": who, "cohort": write.period(behind.cohort), "age": behind.age}
    if behind.period == "month":
        text = ngettext(
            "%(who)s of %(cohort)s, %(age)s month later", "%(who)s of %(cohort)s, %(age)s months later", behind.age
        )
        return text % words
    return gettext("%(who)s of %(cohort)s at age %(age)s") % words


def subject(table: pa.Table) -> str:
    """account or person"""
    return str(table["of"][0].as_py()) if table.num_rows else "account"


def rows(behind: Behind, table: pa.Table, write: Formatter, zone: ZoneInfo, slug: str) -> list[dict[str, Any]]:
    money = behind.kind in MONEY
    return [
        {
            "name": row["name"] or row["subject"] or "–",
            "key": row["subject"],
            "address": address(row["of"], slug, row["subject"]) if row["subject"] else "",
            "started": write.day(row["started_at"].astimezone(zone).date()) if row["started_at"] else "–",
            "there": row["numerator"] > 0,
            "numerator": write.money(row["numerator"], exact=True) if money else "",
            "denominator": write.money(row["denominator"], exact=True) if money else "",
        }
        for row in table.slice((behind.page - 1) * PAGE, PAGE).to_pylist()
    ]


def pages(behind: Behind, table: pa.Table) -> dict[str, Any]:
    last = max(-(-table.num_rows // PAGE), 1)
    page = min(behind.page, last)
    return {
        "page": page,
        "last": last,
        "previous": f"?{behind.query(page=page - 1)}" if page > 1 else "",
        "next": f"?{behind.query(page=page + 1)}" if page < last else "",
    }


def file_rows(table: pa.Table) -> list[list[Any]]:
    """The columns of HEADER."""
    chosen = table.select(["subject", "name", "started_at", "numerator", "denominator"])
    return [list(row.values()) for row in chosen.to_pylist()]
