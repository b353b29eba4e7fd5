"""Conditions on the table of accounts. In an address: `mrr.gte=100&trait:country.is=DE`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext, pgettext

from holdfast.core.errors import UserFacingError
from holdfast.pages.accounts.table.columns import Column, Kind
from holdfast.web.format import Formatter

UNARY = frozenset({"empty", "filled"})
TEXTS = ("is", "not", "has", "empty", "filled")
NUMBERS = ("gte", "lte", "between", "is", "not", "empty", "filled")
DAYS = ("gte", "lte", "between", "empty", "filled")
OPERATORS: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("has", "is", "not", "empty", "filled"),
    Kind.CHOICE: TEXTS,
    Kind.MANY: TEXTS,
    Kind.NUMBER: NUMBERS,
    Kind.MONEY: NUMBERS,
    Kind.DAY: DAYS,
}
EVERY = frozenset(TEXTS) | frozenset(NUMBERS)
RANGE = ".."


class BadFilter(UserFacingError):
    """A condition that cannot be read: a number or day that is none."""

    code = "bad_filter"
    http_status = 422


@dataclass(frozen=True, slots=True)
class Condition:
    """column, operator and value as they stand in the address; between has "low..high"."""

    column: str
    operator: str
    value: str

    @property
    def item(self) -> tuple[str, str]:
        return f"{self.column}.{self.operator}", self.value


def read(items: Iterable[tuple[str, str]], columns: Mapping[str, Column]) -> tuple[Condition, ...]:
    """The conditions among the parameters of an address; those on columns that are not there are left out."""
    found = []
    for name, value in items:
        column, _, operator = name.rpartition(".")
        if column in columns and operator in OPERATORS[columns[column].kind]:
            found.append(Condition(column, operator, "1" if operator in UNARY else value.strip()))
    return tuple(dict.fromkeys(found))


def words(operator: str, kind: Kind) -> str:
    """How a condition is read aloud; of days it is about time."""
    days = {
        "gte": pgettext("condition on a day", "from"),
        "lte": pgettext("condition on a day", "until"),
        "between": pgettext("condition on a day", "between"),
    }
    every = {
        "is": pgettext("condition", "is"),
        "not": pgettext("condition", "is not"),
        "has": pgettext("condition", "contains"),
        "gte": pgettext("condition on a number", "at least"),
        "lte": pgettext("condition on a number", "at most"),
        "between": pgettext("condition on a number", "between"),
        "empty": pgettext("condition", "is empty"),
        "filled": pgettext("condition", "is not empty"),
    }
    return days.get(operator, every[operator]) if kind is Kind.DAY else every[operator]


def text(condition: Condition, column: Column, write: Formatter) -> str:
    """The words of a chip: MRR at least 100."""
    verb = words(condition.operator, column.kind)
    if condition.operator in UNARY:
        return f"{column.title} {verb}"
    value = condition.value
    value = column.called(value)
    if column.kind is Kind.DAY:
        value = RANGE.join(write.day(found) if (found := _day_or_none(part)) else part for part in value.split(RANGE))
    if condition.operator == "between":
        low, _, high = value.partition(RANGE)
        return gettext("%(column)s between %(low)s and %(high)s") % {"column": column.title, "low": low, "high": high}
    return f"{column.title} {verb} {value}"


def mask(condition: Condition, column: Column, values: pa.ChunkedArray, zone: ZoneInfo) -> pa.ChunkedArray:
    """Which rows fulfil a condition; one that is empty fulfils only `is empty` and `is not`. Raises BadFilter."""
    if condition.operator == "empty":
        return _blank(values)
    if condition.operator == "filled":
        return pc.invert(_blank(values))
    if column.kind is Kind.DAY:
        return _day_mask(condition, column, values, zone)
    if column.numeric:
        return _number_mask(condition, column, values)
    return _text_mask(condition, column, values)


def _blank(values: pa.ChunkedArray) -> pa.ChunkedArray:
    empty = pc.is_null(values)
    return pc.or_(empty, pc.fill_null(pc.equal(values, ""), True)) if pa.types.is_string(values.type) else empty


def _text_mask(condition: Condition, column: Column, values: pa.ChunkedArray) -> pa.ChunkedArray:
    if condition.operator == "has":
        return pc.fill_null(pc.match_substring(values, condition.value, ignore_case=True), False)
    if column.kind is Kind.MANY:
        padded = pc.binary_join_element_wise(", ", values, ", ", "")
        same = pc.match_substring(padded, f", {condition.value}, ")
    else:
        same = pc.equal(values, condition.value)
    return _is_or_not(condition, same)


def _number_mask(condition: Condition, column: Column, values: pa.ChunkedArray) -> pa.ChunkedArray:
    numbers = values.cast(pa.float64())
    low, high = (_number(part, column) for part in _ends(condition))
    if condition.operator in ("is", "not"):
        return _is_or_not(condition, pc.equal(numbers, low))
    return _between(numbers, low, high)


def _day_mask(condition: Condition, column: Column, values: pa.ChunkedArray, zone: ZoneInfo) -> pa.ChunkedArray:
    """Both days of a range are inside."""
    low, high = (_day(part, column) for part in _ends(condition))
    first = datetime.combine(low, time(), zone).astimezone(UTC) if low else None
    last = datetime.combine(high, time.max, zone).astimezone(UTC) if high else None
    scalars = [None if end is None else pa.scalar(end, values.type) for end in (first, last)]
    return _between(values, *scalars)


def _ends(condition: Condition) -> tuple[str, str]:
    """low and high of a range as they were written; what bounds nothing is empty."""
    if condition.operator == "between":
        low, _, high = condition.value.partition(RANGE)
        return low.strip(), high.strip()
    return ("", condition.value) if condition.operator == "lte" else (condition.value, "")


def _between(values: pa.ChunkedArray, low: Any, high: Any) -> pa.ChunkedArray:
    found = pc.is_valid(values)
    if low is not None:
        found = pc.and_(found, pc.fill_null(pc.greater_equal(values, low), False))
    if high is not None:
        found = pc.and_(found, pc.fill_null(pc.less_equal(values, high), False))
    return found


def _is_or_not(condition: Condition, same: pa.ChunkedArray) -> pa.ChunkedArray:
    same = pc.fill_null(same, False)
    return pc.invert(same) if condition.operator == "not" else same


def _number(written: str, column: Column) -> float | None:
    if not written:
        return None
    try:
        number = Decimal(written.replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise BadFilter(
            gettext("%(column)s: “%(value)s” is no number. Write digits, such as 1200 or 0.5.")
            % {"column": column.title, "value": written}
        )
    return float(number)


def _day(written: str, column: Column) -> date | None:
    if not written:
        return None
    if found := _day_or_none(written):
        return found
    raise BadFilter(
        gettext("%(column)s: “%(value)s” is no day. Write it as 2026-03-31.")
        % {"column": column.title, "value": written}
    )


def _day_or_none(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
