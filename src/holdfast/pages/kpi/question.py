"""What a page of those behind a number is asked for, and the answer: a table, its words, its order and its pages."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext

from holdfast.book.board import Board
from holdfast.book.range import BadRange
from holdfast.core.errors import NotFound
from holdfast.insights.sides import units
from holdfast.insights.words import by_title, customers, slice_title
from holdfast.metrics.behind import PLACES
from holdfast.metrics.kernel.kpi import Kpi, Statistic
from holdfast.metrics.kernel.result import Cell, KpiResult
from holdfast.pages.controls import GRAINS, writer
from holdfast.pages.kpi.people import FACTS, People, people_behind
from holdfast.web.format import Formatter

FLOAT = Decimal("1e-11")  # what sums of a million floats may differ by, as a part of them


@dataclass(frozen=True, slots=True)
class Asked:
    """at: the label of a period; against: that of an earlier one, to see the change; q: text in a name or key."""

    at: str = ""
    period: str = "month"
    by: str = ""
    slice_: str = ""
    against: str = ""
    q: str = ""
    sort: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        period = query.get("period", "month")
        by = query.get("by", "")
        return cls(
            at=query.get("at", ""),
            period=period if period in GRAINS else "month",
            by=by,
            slice_=query.get("slice", "") if by else "",
            against=query.get("against", ""),
            q=query.get("q", "").strip(),
            sort=query.get("sort", ""),
        )

    def query(self, **changes: str) -> str:
        usual = asdict(Asked())
        chosen = asdict(replace(self, **changes))
        return urlencode({name.strip("_"): value for name, value in chosen.items() if value != usual[name]})


class Answer:
    """Those behind one number. NotFound when the KPI, the period or the slice is not there."""

    def __init__(self, board: Board, kpi: Kpi, asked: Asked) -> None:
        self.board, self.kpi = board, kpi
        self.write: Formatter = writer(board)
        if kpi.key not in board.available:
            raise NotFound(gettext("There is no data for this KPI, so nobody is behind it."))
        if asked.by and (asked.by not in board.traits or not kpi.sliceable):
            raise NotFound(gettext("This KPI cannot be sliced like this."))
        self.result: KpiResult = board.result(kpi.key, asked.period, by=asked.by if asked.slice_ else None)
        self.asked = replace(asked, at=asked.at or self._last(), by=asked.by if asked.slice_ else "")
        self.cell: Cell = self._cell(self.asked.at)
        self.before: Cell | None = self._cell(asked.against) if asked.against else None

    def _last(self) -> str:
        calendar = self.result.calendar
        return (calendar.last_complete or calendar.periods[-1]).label

    def _cell(self, label: str) -> Cell:
        try:
            return self._result_of(label).cell(label, self.asked.slice_ or "")
        except (KeyError, BadRange):
            raise NotFound(gettext("There is no such period or slice. Open the KPI and choose one.")) from None

    def _result_of(self, label: str) -> KpiResult:
        """Also of a period before those that are usually shown."""
        if any(period.label == label for period in self.result.calendar):
            return self.result
        asked = self.asked
        return self.board.result(self.kpi.key, asked.period, label, label, by=asked.by if asked.slice_ else None)

    @cached_property
    def everyone(self) -> People:
        asked = self.asked
        return people_behind(
            self.board, self.kpi.key, asked.at, asked.period,
            by=asked.by, slice_=asked.slice_, against=asked.against,
        )  # fmt: skip

    @cached_property
    def found(self) -> People:
        """Those that are searched for, in the order that is asked for, with their facts."""
        people = self.everyone.searched(self.asked.q)
        column = self.asked.sort.removeprefix("-")
        if column in FACTS and people.subject == "account":
            people = people.with_facts(self.board.accounts())
        return people.sorted_by(self.asked.sort) if self.asked.sort else people

    @property
    def count(self) -> str:
        return customers(self.found.table.num_rows, self.found.subject)

    @property
    def title(self) -> str:
        return gettext("Behind %(kpi)s, %(period)s") % {
            "kpi": gettext(self.kpi.title), "period": self.write.period(self.asked.at)
        }  # fmt: skip

    @property
    def slice_text(self) -> str:
        return f"{by_title(self.asked.by)}: {slice_title(self.asked.slice_)}" if self.asked.slice_ else ""

    def figure(self, number: Decimal | None, side: str) -> str:
        """A figure of a column, as it is written everywhere."""
        top, bottom = units(self.kpi)
        unit = bottom if side == "denominator" else top
        return self.write.amount(number, unit, divided=bool(self.kpi.denominator))

    @cached_property
    def sums(self) -> str:
        """What the list adds up to, and that it is the number; other words where a number is no sum."""
        if self.before is not None and "change" in self.everyone.table.column_names:
            words = {"sum": self.figure(self.everyone.total("change"), "numerator"),
                     "period": self.write.period(self.before.label)}  # fmt: skip
            return gettext("sums to %(sum)s, the change since %(period)s") % words
        if self.kpi.statistic is Statistic.MEDIAN:
            return gettext("The number is the middle of these values: %(value)s.") % {"value": self._value}
        if self.kpi.combine is not None or self.kpi.fit is not None:
            return gettext("The number, %(value)s, is made from these by a formula, not by adding them up.") % {
                "value": self._value
            }
        top = self.figure(self.everyone.total("numerator"), "numerator")
        if not self.kpi.denominator:
            return gettext("sums to %(sum)s") % {"sum": top}
        below = self.figure(self.everyone.total("denominator"), "denominator")
        words = {"numerator": top, "denominator": below, "value": self._value}
        return gettext("sums to %(numerator)s of %(denominator)s: %(value)s") % words

    @property
    def _value(self) -> str:
        return self.write.value(self.cell.value, self.kpi.unit, exact=True)

    @property
    def agrees(self) -> bool:
        """Whether the list adds up to the number; true of numbers that are no sum."""
        table = self.everyone.table
        if self.kpi.statistic is Statistic.MEDIAN or self.kpi.combine is not None or self.kpi.fit is not None:
            return True
        if "change" in table.column_names and self.before is not None:
            return self._same("change", (self.cell.numerator or Decimal()) - (self.before.numerator or Decimal()))
        sides = (("numerator", self.cell.numerator), ("denominator", self.cell.denominator))
        return all(number is None or self._same(side, number) for side, number in sides)

    def _same(self, column: str, number: Decimal) -> bool:
        """Money agrees but for the last place of each row, in which it is rounded. Durations and shares of days are
        added up as floats, in another order than the rows.
        """
        most: Decimal = PLACES * self.everyone.table.num_rows
        if "money" not in units(self.kpi):
            most = max(most, abs(number) * FLOAT)
        return abs(self.everyone.total(column) - number) <= most


@dataclass(frozen=True, slots=True)
class Head:
    """A column: sort is the query string that sorts by it; way is what aria-sort says of it now."""

    key: str
    title: str
    sort: str
    way: str
    figures: bool


def heads(answer: Answer) -> list[Head]:
    """The columns, of which those with facts are about accounts only."""
    names = answer.everyone.table.column_names
    kpi = answer.kpi
    titles: dict[str, Any] = {"name": gettext("Name")}
    if answer.everyone.subject == "account":
        titles |= {"plan": gettext("Plan"), "mrr": gettext("MRR"), "status": gettext("Status"),
                   "health": gettext("Health")}  # fmt: skip
    if "change" in names:
        titles |= {"before": gettext("Before"), "numerator": gettext("Now"), "change": gettext("Change")}
    else:
        titles["numerator"] = gettext(kpi.numerator)
        titles |= {"denominator": gettext(kpi.denominator)} if kpi.denominator else {}
        titles |= {"difference": gettext("Difference")} if "difference" in names else {}
    return [_head(answer, key, str(title)) for key, title in titles.items()]


def _head(answer: Answer, key: str, title: str) -> Head:
    now = answer.asked.sort
    figures = key not in ("name", "plan", "status")
    falling, way = ("descending", "ascending") if figures else ("ascending", "descending"), ""
    if now.removeprefix("-") == key:
        way = falling[1] if now.startswith("-") else falling[0]
    return Head(key, title, answer.asked.query(sort=f"-{key}" if now == key else key), way, figures)
