"""What a table becomes: its layout, which column fills which field, and how each column writes its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatch

import pyarrow as pa
import pyarrow.compute as pc

from holdfast.connectors.base import BadMapping, ColumnMapping, FileMapping, ReadOptions
from holdfast.connectors.files.headers import REJECT_PREFIX, best_layout, is_named, match, plain
from holdfast.connectors.files.layouts import KNOWN_TRAITS, LAYOUTS, Layout, Value
from holdfast.connectors.files.mapping_file import TableSettings, settings_of
from holdfast.connectors.tables.raw import RawTable
from holdfast.connectors.values.formats import DateFormat, NumberFormat, detect_date_format, detect_number_format

Format = NumberFormat | DateFormat
_CURRENCY_SUFFIXES = ("usd", "eur", "gbp", "uah", "chf", "pln", "cad", "aud", "jpy", "sek", "nok", "dkk", "czk")
_NUMERIC = (Value.MONEY, Value.NUMBER, Value.INTEGER)


@dataclass(frozen=True, slots=True)
class TableMapping:
    """`columns` is column -> field; a field of "trait:x" or "property:x" keeps the column under the name x.

    `signed_column` has amounts with the signs of their currencies; `item_per_plan` says that the plans of a
    subscription are listed one by one.
    """

    table: RawTable
    layout: Layout
    columns: Mapping[str, str]
    formats: Mapping[str, Format]
    settings: TableSettings
    notes: tuple[str, ...] = ()
    signed_column: str = ""
    item_per_plan: bool = False

    def column_of(self, field: str) -> str | None:
        return next((column for column, name in self.columns.items() if name == field), None)

    def kept(self, prefix: str) -> dict[str, str]:
        """The columns that become traits or properties: column -> name."""
        head = prefix + ":"
        return {column: name.removeprefix(head) for column, name in self.columns.items() if name.startswith(head)}

    def shown(self) -> FileMapping:
        """The mapping as a person reads it."""
        rows = tuple(
            ColumnMapping(
                column, self.columns.get(column, ""), str(self.formats.get(column, "")), self._example(column)
            )
            for column in self.table.columns
        )
        return FileMapping(self.table.file, self.layout.key, rows, (*self.table.notes, *self.notes))

    def _example(self, column: str) -> str:
        cells = pc.drop_null(self.table.column(column))
        return str(cells[0].as_py())[:60] if len(cells) else ""


def detect_mapping(table: RawTable, options: ReadOptions) -> TableMapping | None:
    """How to read this table; None when it is nothing we know. The mapping file goes before everything detected."""
    settings = table_settings(table.file, options)
    if settings.skip:
        return None
    chosen = _layout(table, settings)
    if chosen is None:
        return None
    layout, columns = chosen
    columns = {**_spare(table, layout, columns), **columns}
    columns = _override(table, layout, columns, settings)
    formats = _formats(table, layout, columns, settings)
    mapping = TableMapping(table, layout, columns, formats, settings)
    return _with_items(_with_currency(mapping, options))


def table_settings(file: str, options: ReadOptions) -> TableSettings:
    """What the mapping file and the options say of the table `file` ("folder/book.xlsx#Sheet1")."""
    found = settings_of(options.mapping.get("", {}), "")
    name = file.partition("#")[0]
    for pattern, entries in options.mapping.items():
        if pattern and any(fnmatch(part, pattern) for part in (file, name, name.rsplit("/", 1)[-1])):
            found = settings_of(entries, pattern, found)
    timezone = found.timezone or options.timezone
    inclusive = options.end_is_inclusive if found.end_is_inclusive is None else found.end_is_inclusive
    return replace(found, timezone=timezone, end_is_inclusive=inclusive)


def _layout(table: RawTable, settings: TableSettings) -> tuple[Layout, dict[str, str]] | None:
    if settings.kind:
        layout = LAYOUTS[settings.kind]
        return layout, match(table.columns, layout)
    if settings.columns:
        renamed = tuple(settings.columns.get(column, column) for column in table.columns)
        found = best_layout(table.file, renamed)
        return (found[0], match(table.columns, found[0])) if found else None
    if not table.has_header:
        return _headless(table)
    found = best_layout(table.file, table.columns)
    return None if found and _only_mentions(table, *found) else found


def _only_mentions(table: RawTable, layout: Layout, columns: Mapping[str, str]) -> bool:
    """A table of something else that names accounts or people: it says nothing about them, or says it repeatedly."""
    if layout.key not in ("account", "person"):
        return False
    if is_named(table.file, layout):
        plain_names = {plain(column) for column in table.columns}
        return len(columns) == 1 and plain(next(iter(columns))) == "id" and not plain_names & KNOWN_TRAITS
    keys = table.column(next(column for column, field in columns.items() if field == layout.key))
    return bool(pc.count_distinct(keys).as_py() < len(keys) - keys.null_count)


def _headless(table: RawTable) -> tuple[Layout, dict[str, str]] | None:
    """Purchases without a header: the customer first, then somewhere a day, and the amount last."""
    columns = table.columns
    if len(columns) < 3:
        return None
    days = [name for name in columns if _share(table, name, r"^(19|20)\d{6}$|^\d{4}-\d{2}-\d{2}") > 0.95]
    if not days or _share(table, columns[-1], r"^-?\d+([.,]\d+)?$") < 0.95 or columns[0] in days:
        return None
    fields = {columns[0]: "account", days[0]: "bought_at", columns[-1]: "amount"}
    return LAYOUTS["purchase"], fields


def _share(table: RawTable, column: str, pattern: str) -> float:
    cells = pc.drop_null(table.column(column))
    if not len(cells):
        return 0.0
    return float(pc.mean(pc.cast(pc.match_substring_regex(cells, pattern), "float64")).as_py())


def _spare(table: RawTable, layout: Layout, columns: Mapping[str, str]) -> dict[str, str]:
    """Columns without a field that are kept all the same, as traits or properties."""
    spare: dict[str, str] = {}
    for column in table.columns:
        if column in columns or column.startswith(REJECT_PREFIX):
            continue
        if layout.spare:
            spare[column] = f"{layout.spare}:{plain(column) or column}"
        elif plain(column) in KNOWN_TRAITS and "account" in columns.values():
            spare[column] = f"trait:{plain(column)}"
    return spare


def _override(table: RawTable, layout: Layout, columns: dict[str, str], settings: TableSettings) -> dict[str, str]:
    """The columns as the mapping file wants them."""
    for column, field in settings.columns.items():
        if column not in table.columns:
            raise BadMapping(
                f'[{settings.pattern!r}] columns."{column}": {table.file} has no such column. '
                f"It has: {', '.join(table.columns)}."
            )
        name = f"{field}:{plain(column)}" if field in ("trait", "property") else field
        if ":" not in name and name and layout.field(name) is None:
            known = ", ".join(known.name for known in layout.fields)
            raise BadMapping(
                f'[{settings.pattern!r}] columns."{column}" = "{field}": a {layout.key} has no such field. '
                f'Use one of {known}, "trait" or "" to leave the column out.'
            )
        columns = {other: kept for other, kept in columns.items() if kept != name and other != column}
        if name:
            columns[column] = name
    missing = [group for group in layout.needs if not set(group) & set(columns.values())]
    if missing:
        raise BadMapping(
            f"{table.file}: a {layout.key} needs a column for {' and '.join(' or '.join(group) for group in missing)}."
        )
    return columns


def _formats(table: RawTable, layout: Layout, columns: Mapping[str, str], settings: TableSettings) -> dict[str, Format]:
    formats: dict[str, Format] = {}
    for column, name in columns.items():
        field = layout.field(name)
        if field is None:
            continue
        if field.value is Value.INSTANT:
            formats[column] = _date_format(table, column, settings)
        elif field.value in _NUMERIC:
            formats[column] = _number_format(table, column, settings)
    return formats


def _cells(table: RawTable, column: str) -> list[str]:
    return [str(cell) for cell in pc.drop_null(table.column(column)).to_pylist()]


def _date_format(table: RawTable, column: str, settings: TableSettings) -> DateFormat:
    form = detect_date_format(_cells(table, column), excel=table.excel_dates, day_first=table.decimal_comma)
    if settings.date_order:
        order = "dmy" if settings.date_order == "day-first" else "mdy"
        shown = form.shown if form.order == "ymd" else ("DD/MM/YYYY" if order == "dmy" else "MM/DD/YYYY")
        return replace(form, order=order, ambiguous=False, shown=shown)
    return form


def _number_format(table: RawTable, column: str, settings: TableSettings) -> NumberFormat:
    cells = _cells(table, column)
    form = detect_number_format(cells, decimal_comma=table.decimal_comma, natives=table.natives)
    if settings.decimal:
        return replace(form, decimal=settings.decimal, group="," if settings.decimal == "." else ".", ambiguous=False)
    return form


def _with_currency(mapping: TableMapping, options: ReadOptions) -> TableMapping:
    """The currency of a table without a column for it: as set, as a header or the cells say, or the workspace's."""
    notes = list(_ambiguities(mapping))
    settings = mapping.settings
    if mapping.layout.field("currency") is None or "currency" in mapping.columns.values():
        return replace(
            mapping, settings=replace(settings, currency=settings.currency or options.currency), notes=tuple(notes)
        )
    signed = "" if settings.currency else _signed_column(mapping)
    currency = settings.currency or _named_currency(mapping)
    if currency is None:
        currency = options.currency
        notes.append(f"no currency: {currency} assumed")
    settings = replace(settings, currency=currency)
    return replace(mapping, settings=settings, notes=tuple(notes), signed_column=signed)


def _with_items(mapping: TableMapping) -> TableMapping:
    """A subscription that comes several times with the same start, but with other plans, has an item for each."""
    subscription, start, plan = (mapping.column_of(field) for field in ("subscription", "start", "plan"))
    if not (subscription and start and plan) or mapping.column_of("item") or mapping.layout.key != "subscription":
        return mapping
    cells = pa.Table.from_batches([mapping.table.sample])
    states = len(cells.group_by([subscription, start]).aggregate([]))
    items = len(cells.group_by([subscription, start, plan]).aggregate([]))
    if items == states:
        return mapping
    note = f'"{subscription}" comes several times with other plans: each plan is an item of it'
    return replace(mapping, item_per_plan=True, notes=(*mapping.notes, note))


def _signed_column(mapping: TableMapping) -> str:
    signed = (column for column, form in mapping.formats.items() if isinstance(form, NumberFormat) and form.currency)
    return next(signed, "")


def _named_currency(mapping: TableMapping) -> str | None:
    for column, form in mapping.formats.items():
        if isinstance(form, NumberFormat):
            suffix = plain(column).rsplit("_", 1)[-1]
            if suffix in _CURRENCY_SUFFIXES:
                return suffix.upper()
            if form.currency:
                return form.currency
    return None


def _ambiguities(mapping: TableMapping) -> list[str]:
    notes = []
    for column, form in mapping.formats.items():
        if form.ambiguous and isinstance(form, DateFormat):
            notes.append(f'"{column}" could be day or month first: read as {form} (date_order in the mapping file)')
        elif form.ambiguous:
            notes.append(
                f'"{column}" could have a decimal comma or point: read as {form} (decimal in the mapping file)'
            )
    return notes
