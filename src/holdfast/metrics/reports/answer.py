"""What every report gives: numbers in one long table, and who is behind each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa
from pyroaring import BitMap

from holdfast.metrics.reports.errors import BadQuery, NoSuchCell

MOST_NUMBERS = 300_000
NUMBERS = pa.schema(
    [
        ("series", pa.string()),
        ("row", pa.string()),
        ("column", pa.string()),
        ("value", pa.float64()),
        ("numerator", pa.float64()),
        ("denominator", pa.float64()),
        ("complete", pa.bool_()),
        ("cell", pa.string()),
        ("heads", pa.bool_()),
    ]
)


@dataclass(frozen=True, slots=True)
class Number:
    """series: a line or the value of a breakdown. row, column: where it stands; what they are, the report says.

    value is null where it is undefined. cell: what `behind` is asked with; null where nobody stands behind it. heads:
    whether the numerator, or the value if it has none, is how many stand behind it; not so for sums of what they did.
    """

    series: str
    row: str
    column: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    complete: bool = True
    cell: str | None = None
    heads: bool = True


class Answer(Protocol):
    """The numbers of a report. `len(behind(cell))` is the number that the cell shows, if it is a number of heads."""

    def numbers(self) -> Iterable[Number]:
        """All of them, in the order they are read."""
        ...

    def behind(self, cell: str) -> BitMap:
        """The people or accounts of a number. Raises NoSuchCell."""
        ...


def table(answer: Answer) -> pa.Table:
    """The numbers of an answer as NUMBERS."""
    rows = [tuple(getattr(number, name) for name in NUMBERS.names) for number in answer.numbers()]
    columns = zip(*rows, strict=True) if rows else ([] for _ in NUMBERS)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, NUMBERS, strict=True)], NUMBERS)


def affordable(numbers: int) -> None:
    """Refuses tables that nobody could read and no page could show. Raises BadQuery."""
    if numbers > MOST_NUMBERS:
        raise BadQuery("span", f"gives {numbers:,} numbers, more than {MOST_NUMBERS:,}; take a shorter one, a longer "
                               "interval or fewer groups")  # fmt: skip


def places(cell: str, *limits: int) -> tuple[int, ...]:
    """The numbers that a cell such as "0.3.2" is made of, each below its limit. Raises NoSuchCell."""
    try:
        found = tuple(int(part) for part in cell.split("."))
    except ValueError:
        raise NoSuchCell(cell) from None
    if len(found) != len(limits) or not all(0 <= one < limit for one, limit in zip(found, limits, strict=True)):
        raise NoSuchCell(cell)
    return found


def share(numerator: float, denominator: float) -> float | None:
    """Null where nobody could have been counted."""
    return numerator / denominator if denominator else None
