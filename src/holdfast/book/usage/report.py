"""One report of usage, as a person at a prompt or in a notebook asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pyarrow as pa
import pyarrow.compute as pc
from pyroaring import BitMap

from holdfast.metrics.kernel.bitmaps import ordinals_of
from holdfast.metrics.reports.answer import Answer, table
from holdfast.metrics.reports.directory import Directory
from holdfast.metrics.reports.query.reading import AnyQuery


@dataclass(frozen=True)
class UsageReport:
    """A computed report. `table` has one row for each number; see holdfast.metrics.reports.answer.NUMBERS."""

    query: AnyQuery
    answer: Answer
    who: Directory

    @property
    def table(self) -> pa.Table:
        return table(self.answer)

    def behind(self, cell: str) -> pa.Table:
        """id, key and name of the people or accounts behind a number of the table. Raises NoSuchCell."""
        return named(self.who.keys[self.query.unit], self.answer.behind(cell))

    def _repr_html_(self) -> str:
        found = self.table
        head = "".join(f"<th>{name}</th>" for name in found.column_names)
        shown = [["" if value is None else escape(str(value)) for value in row.values()] for row in found.to_pylist()]
        rows = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in shown)
        return f"<table>{head}{rows}</table>"


def named(keys: pa.Table, found: BitMap) -> pa.Table:
    """The rows of `keys` (id, key, name) whose ids are in a bitmap, in the order of ids."""
    wanted = pa.array(ordinals_of(found), pa.uint32()).cast(pa.int64())
    return keys.filter(pc.is_in(keys["id"], wanted))
