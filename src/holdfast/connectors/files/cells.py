"""The rows of one raw batch, asked for by field: typed columns, and a list of everything that could not be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from holdfast.connectors.base import Batch, Rejected
from holdfast.connectors.files.layouts import Value
from holdfast.connectors.files.mapping import TableMapping
from holdfast.connectors.tables.raw import RawBatch
from holdfast.connectors.values import casting, scalars
from holdfast.connectors.values.casting import INSTANT, Cast
from holdfast.connectors.values.formats import DateFormat, NumberFormat, currency_in
from holdfast.connectors.values.vocabulary import parse_currency, parse_interval, parse_status
from holdfast.metrics.records import KINDS, TEXT

_OPEN_AND_SAVE = "Open the workbook in a spreadsheet program, save it, and import it again."
INTERVAL = pa.struct([("interval", pa.string()), ("count", pa.int32())])


@dataclass(frozen=True, slots=True)
class Draft:
    """Records of all rows of a batch, good and bad, and which of them to keep (None: all); see `Cells.finish`."""

    kind: str
    records: pa.RecordBatch
    keep: pa.Array | None = None
    dated_until: datetime | None = None


class Cells:
    """Columns of a batch by field. A cell that cannot be read is noted and null; its row is left out of every batch
    that is made from these cells, and ends among `rejected()`.
    """

    def __init__(self, raw: RawBatch, mapping: TableMapping, now: datetime) -> None:
        self.raw, self.mapping, self.now = raw, mapping, now
        self.count = raw.cells.num_rows
        self.fields = frozenset(mapping.columns.values())
        self._casts: dict[str, pa.Array] = {}
        self._bad: dict[int, list[tuple[str, str, str, str]]] = {}
        self._moments: list[Cast] = []
        self._latest: list[datetime | None] | None = None

    def has(self, field: str) -> bool:
        return field in self.fields

    def column(self, name: str) -> pa.Array:
        """The cleaned text of a column by its header."""
        return casting.clean_text(self.raw.cells.column(self.mapping.table.columns.index(name)))

    def get(self, field: str) -> pa.Array:
        """The typed values of a field of the layout; all null when no column fills it."""
        if field not in self._casts:
            self._casts[field] = self._read(field)
        return self._casts[field]

    def get_or(self, field: str, default: pa.Scalar | Callable[[], pa.Array]) -> pa.Array:
        """The values of a field, and the default where there is none; made only when it is needed."""
        values = self.get(field)
        if values.null_count == 0:
            return values
        filler = default if isinstance(default, pa.Scalar) else default()
        return pc.coalesce(values, filler)

    def currency(self) -> pa.Array:
        """The currency of each row: from its own column, from the sign in the amount, or that of the table."""
        known = pa.scalar(self.mapping.settings.currency)
        signed = self.mapping.signed_column
        if self.has("currency") or not signed:
            return self.get_or("currency", known)
        cells = self.raw.cells.column(self.mapping.table.columns.index(signed))
        return pc.coalesce(casting.cast_words(cells, currency_in, TEXT).values, known)

    def nulls(self, kind: pa.DataType = TEXT) -> pa.Array:
        return pa.nulls(self.count, kind)

    def constant(self, value: object, kind: pa.DataType = TEXT) -> pa.Array:
        return pa.repeat(pa.scalar(value, kind), self.count)

    def source_rows(self) -> pa.Array:
        """Where each row stands, as "file.csv:17"."""
        return pc.binary_join_element_wise(self.mapping.table.file, pc.cast(self.raw.rows, TEXT), ":")

    def reject(self, where: pa.Array, field: str, reason: str, remedy: str) -> None:
        """Leave out the rows where `where` is true, with this reason."""
        column = self.mapping.column_of(field) or field
        for index in pc.indices_nonzero(pc.fill_null(where, fill_value=False)).to_pylist():
            self._bad.setdefault(index, []).append((column, self._original(index, column), reason, remedy))

    def require(self, field: str) -> pa.Array:
        """The values of a field that may not be empty."""
        values = self.get(field)
        missing = values.is_null()
        if pc.any(missing).as_py():
            fresh = pc.and_(missing, pc.invert(self._already_bad(field)))
            formulas = self._unsaved(fresh, field)
            self.reject(formulas, field, "a formula without a saved value", _OPEN_AND_SAVE)
            self.reject(pc.and_not(fresh, formulas), field, "empty", f"Fill in the {field}.")
        return values

    def _unsaved(self, where: pa.Array, field: str) -> pa.Array:
        """Of the empty cells of a field those that hold a formula whose result was not saved."""
        marks = np.zeros(self.count, dtype=bool)
        column = self.mapping.column_of(field)
        found = self.mapping.table.unsaved() if column and pc.any(where).as_py() else frozenset()
        if column and found:
            place, rows = self.mapping.table.columns.index(column), self.raw.rows.to_numpy()
            marks = np.isin(rows, [row for row, at in found if at == place]) & where.to_numpy(zero_copy_only=False)
        return pa.array(marks)

    def batch(self, kind: str, columns: Mapping[str, pa.Array], keep: pa.Array | None = None) -> Draft:
        """The rows as records, to be finished when all have been read; columns that are not given are null."""
        schema = KINDS[kind].schema
        given = {"source_row": self.source_rows(), **columns}
        arrays = [_conform(given.get(field.name), field, self.count) for field in schema]
        return Draft(kind, pa.RecordBatch.from_arrays(arrays, schema=schema), keep)

    def finish(self, draft: Draft) -> Batch:
        """The draft without the rows that turned out bad anywhere."""
        keep = None if draft.keep is None else pc.fill_null(draft.keep, fill_value=False)
        good = self._good()
        mask = good if keep is None else _and(good, keep)
        records = draft.records if mask is None else draft.records.filter(mask)
        return Batch(draft.kind, records, draft.dated_until or self._dated_until())

    def rejected(self) -> list[Rejected]:
        """One entry for each row with something wrong, naming everything that is wrong with it."""
        rows = self.raw.rows.to_pylist() if self._bad else []
        return [self._rejected(rows[index], index, problems) for index, problems in sorted(self._bad.items())]

    def _rejected(self, row: int, index: int, problems: list[tuple[str, str, str, str]]) -> Rejected:
        columns, values, reasons, remedies = zip(*problems, strict=True)
        return Rejected(
            file=self.mapping.table.file,
            row=row,
            field=", ".join(columns),
            value=" | ".join(values),
            reason="; ".join(dict.fromkeys(reasons)),
            remedy=" ".join(dict.fromkeys(remedies)),
            original={name: self._original(index, name) for name in self.mapping.table.columns},
        )

    def _original(self, index: int, column: str) -> str:
        if column not in self.mapping.table.columns:
            return ""
        return self.raw.cells.column(self.mapping.table.columns.index(column))[index].as_py() or ""

    def troubled(self) -> pa.Array:
        """True for each row in which something could not be read so far."""
        good = self._good()
        return pa.repeat(pa.scalar(value=False), self.count) if good is None else pc.invert(good)

    def _already_bad(self, field: str) -> pa.Array:
        column = self.mapping.column_of(field) or field
        marks = np.zeros(self.count, dtype=bool)
        marks[[i for i, problems in self._bad.items() if any(problem[0] == column for problem in problems)]] = True
        return pa.array(marks)

    def _good(self) -> pa.Array | None:
        if not self._bad:
            return None
        marks = np.ones(self.count, dtype=bool)
        marks[list(self._bad)] = False
        return pa.array(marks)

    def _dated_until(self) -> datetime | None:
        """What the rows speak of; those that turned out bad are not heard."""
        if self._latest is None:
            good = self._good()
            moments = self._moments if good is None else [cast.of(good) for cast in self._moments]
            self._latest = [latest_of(cast, self.now, self.mapping.settings.timezone) for cast in moments]
        return max(filter(None, self._latest), default=None)

    def _read(self, field: str) -> pa.Array:
        column = self.mapping.column_of(field)
        declared = self.mapping.layout.field(field)
        if declared is None:
            raise KeyError(field)
        if column is None:
            return self.nulls(_TYPES[declared.value])
        cast = self._cast(field, column, declared.value)
        for bad in cast.bad:
            problem = (column, self._original(bad.index, column), bad.reason, bad.remedy)
            self._bad.setdefault(bad.index, []).append(problem)
        return cast.values

    def _cast(self, field: str, column: str, value: Value) -> Cast:
        raw = self.raw.cells.column(self.mapping.table.columns.index(column))
        form: Any = self.mapping.formats.get(column)
        if value is Value.INSTANT:
            return self._instants(field, raw, form)
        if isinstance(form, NumberFormat):
            return _NUMBER_CASTS[value](raw, form)
        if value is Value.BOOLEAN:
            return casting.cast_boolean(raw)
        if value in _WORDS:
            return casting.cast_words(raw, _WORDS[value], _TYPES[value])
        return Cast(casting.clean_text(raw))

    def _instants(self, field: str, raw: pa.Array, form: DateFormat) -> Cast:
        settings = self.mapping.settings
        inclusive = bool(settings.end_is_inclusive) and field in ("end", "period_end")
        cast = casting.cast_instants(raw, form, settings.timezone, inclusive=inclusive)
        if field not in _AHEAD:
            # An inclusive end already is the end of its day.
            self._moments.append(Cast(cast.values) if inclusive else cast)
        return cast


# What lies ahead says nothing about how far the data reach.
_AHEAD = frozenset({"scheduled_end", "period_end", "trial_end"})
_TYPES = {
    Value.TEXT: pa.string(),
    Value.INSTANT: INSTANT,
    Value.MONEY: casting.MONEY,
    Value.NUMBER: pa.float64(),
    Value.INTEGER: pa.int32(),
    Value.BOOLEAN: pa.bool_(),
    Value.CURRENCY: pa.string(),
    Value.INTERVAL: INTERVAL,
    Value.STATUS: pa.string(),
}
_NUMBER_CASTS = {
    Value.MONEY: casting.cast_money,
    Value.NUMBER: casting.cast_number,
    Value.INTEGER: casting.cast_integer,
}
_WORDS = {Value.CURRENCY: parse_currency, Value.INTERVAL: parse_interval, Value.STATUS: parse_status}


def latest_of(cast: Cast, now: datetime, timezone: str) -> datetime | None:
    """The latest instant not after `now`; of a mere date the end of its day, but not beyond `now`."""
    past = cast.values.filter(pc.less_equal(cast.values, pa.scalar(now, INSTANT)))
    latest: datetime | None = pc.max(past).as_py()
    if latest is None or cast.dated is False:
        return latest
    if cast.dated is not True:
        days = cast.values.filter(pc.and_(cast.dated, pc.less_equal(cast.values, pa.scalar(now, INSTANT))))
        day = pc.max(days).as_py()
    else:
        day = latest
    return latest if day is None else max(latest, min(scalars.next_midnight(day, ZoneInfo(timezone)), now))


def _conform(column: pa.Array | None, field: pa.Field, count: int) -> pa.Array:
    if column is None:
        return pa.nulls(count, field.type)
    return column if column.type == field.type else pc.cast(column, field.type)


def _and(left: pa.Array | None, right: pa.Array) -> pa.Array:
    return right if left is None else pc.and_(left, right)
