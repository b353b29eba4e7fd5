"""What is in the files of an intake, table by table, with what stands in the way of reading each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from glob import escape
from typing import Any

from holdfast.connectors.base import CannotRead, Connector, FileMapping, ReadOptions, Source
from holdfast.connectors.files.connector import FilesConnector
from holdfast.connectors.files.headers import REJECT_PREFIX, match
from holdfast.connectors.files.layouts import LAYOUTS, Layout
from holdfast.connectors.files.mapping import detect_mapping, table_settings
from holdfast.connectors.files.mapping_file import NAME as MAPPING_NAME
from holdfast.connectors.files.mapping_file import load_mapping
from holdfast.connectors.importing import assign
from holdfast.connectors.tables.encoding import first_bytes
from holdfast.connectors.tables.opening import is_markup, open_tables, opened_once
from holdfast.connectors.tables.raw import RawTable
from holdfast.core.errors import UserFacingError

SAMPLE_ROWS = 4
_CELL = 80

Found = dict[str, Any]
"""One table: file, table, connector, kind, columns ({column, field, format, sample}), rows, notes, problem, skipped."""


def options_of(choices: Mapping[str, Any], sources: Sequence[Source], now: datetime) -> ReadOptions:
    """What a person has chosen as the options of the import; a holdfast.toml among the files counts below it."""
    mapping: dict[str, Mapping[str, object]] = {}
    for source in sources:
        if source.name.rsplit("/", 1)[-1] == MAPPING_NAME:
            mapping.update(load_mapping(source.path))
    common = mapping.get("", {})
    mapping |= {escape(table): entries_of(stored) for table, stored in choices.get("tables", {}).items()}
    return ReadOptions(
        now=now,
        timezone=choices.get("timezone") or str(common.get("timezone", "UTC")),
        currency=choices.get("currency") or str(common.get("currency", "USD")),
        end_is_inclusive=bool(choices.get("end_is_inclusive")),
        include_test_mode=bool(choices.get("include_test_mode")),
        mapping=mapping,
    )


def entries_of(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Entries of a mapping file as they are stored: JSON knows no days."""
    return {**stored, "as_of": date.fromisoformat(stored["as_of"])} if "as_of" in stored else dict(stored)


def tables(sources: Sequence[Source]) -> list[Source]:
    """The files that may hold data: all but the mapping file."""
    return [source for source in sources if source.name.rsplit("/", 1)[-1] != MAPPING_NAME]


def look(sources: Sequence[Source], options: ReadOptions) -> list[Found]:
    """Every table of the files, in their order. Nothing is raised for a file that cannot be read: it says why."""
    known: dict[str, list[Found]] = {}
    made: dict[str, tuple[Connector, list[Source]]] = {}
    with opened_once():
        for source in sources:
            connector, problem = _connector(source)
            if problem:
                known[source.name] = [_found(source.name, problem=problem)]
            elif isinstance(connector, FilesConnector):
                known[source.name] = list(_tables(source, options))
            elif connector is not None:
                made.setdefault(connector.key, (connector, []))[1].append(source)
    for connector, files in made.values():
        known |= _of_connector(connector, files, options)
    return [found for source in sources for found in known.get(source.name, [])]


def _connector(source: Source) -> tuple[Connector | None, str]:
    """Who knows the file best; if nobody, why."""
    try:
        if source.size == 0:
            return None, "The file is empty. Export it again."
        assigned, _unknown = assign([source])
    except UserFacingError as error:
        return None, _plain(error.message, source)
    except OSError as error:
        return None, f"The file cannot be opened ({error.strerror})."
    if not assigned:
        return None, _no_table(source)
    return assigned[0][0], ""


def _no_table(source: Source) -> str:
    if is_markup(first_bytes(source.path, 1_024)):
        return (
            "This is a web page or XML, whatever its name says. Open it in a spreadsheet program and save it as .xlsx "
            "or CSV."
        )
    return "This is not a table: neither text, Excel, Parquet nor JSON."


def _tables(source: Source, options: ReadOptions) -> Iterator[Found]:
    settings = table_settings(source.name, options)
    try:
        opened = open_tables(source, settings.encoding, settings.delimiter)
    except UserFacingError as error:
        yield _found(source.name, problem=_plain(error.message, source))
        return
    if not opened:
        yield _found(source.name, problem="There is no table in this file: a table has a header and rows below it.")
    for table in opened:
        yield _table(table, source, options)


def _table(table: RawTable, source: Source, options: ReadOptions) -> Found:
    settings = table_settings(table.file, options)
    shown = {"connector": "files", "rows": _rows(table), "notes": list(table.notes)}
    if settings.skip:
        return _found(source.name, table.file, columns=_columns(table, {}), skipped=True, **shown)
    try:
        mapping = detect_mapping(table, options)
    except UserFacingError as error:
        layout = LAYOUTS.get(settings.kind)
        fields = {**(match(table.columns, layout) if layout else {}), **settings.columns}
        return _found(
            source.name, table.file, kind=settings.kind, columns=_columns(table, fields), problem=error.message, **shown
        )
    if mapping is None:
        return _found(
            source.name,
            table.file,
            columns=_columns(table, {}),
            problem="What this table is about could not be told from its columns. Choose its kind.",
            **shown,
        )
    detail = mapping.shown()
    shown["notes"] = list(detail.notes)
    orders = {getattr(form, "order", "") for form in mapping.formats.values()} & {"dmy", "mdy"}
    return _found(
        source.name,
        table.file,
        kind=detail.kind,
        columns=_as_columns(detail),
        currency=mapping.settings.currency or "",
        date_order={"dmy": "day-first", "mdy": "month-first"}[orders.pop()] if len(orders) == 1 else "",
        **shown,
    )


def _of_connector(connector: Connector, files: Sequence[Source], options: ReadOptions) -> dict[str, list[Found]]:
    """Tables of a make that is known as a whole; there is nothing to correct about them."""
    found: dict[str, list[Found]] = {}
    try:
        mappings = connector.detect(files, options)
    except CannotRead as error:
        return {file.name: [_found(file.name, problem=_plain(error.message, file))] for file in files}
    for mapping in mappings:
        name = mapping.file.partition("#")[0]
        detail = _found(
            name, mapping.file, connector=connector.key, kind=mapping.kind, columns=_as_columns(mapping),
            notes=list(mapping.notes),
        )  # fmt: skip
        found.setdefault(name, []).append(detail)
    for file in files:
        left_out = "Nothing of this file is used."
        found.setdefault(file.name, [_found(file.name, connector=connector.key, skipped=True, notes=[left_out])])
    return found


def _found(file: str, table: str = "", **more: Any) -> Found:
    usual: Found = {
        "file": file, "table": table or file, "connector": "", "kind": "", "columns": [], "rows": [], "notes": [],
        "problem": "", "skipped": False, "currency": "", "date_order": "",
    }  # fmt: skip
    return usual | more


def _as_columns(mapping: FileMapping) -> list[dict[str, str]]:
    return [
        {"column": each.column, "field": each.field, "format": each.format, "sample": each.sample}
        for each in mapping.columns
    ]


def _columns(table: RawTable, fields: Mapping[str, str]) -> list[dict[str, str]]:
    samples = table.sample.slice(0, 1).to_pylist()
    first = samples[0] if samples else {}
    return [
        {"column": name, "field": fields.get(name, ""), "format": "", "sample": str(first.get(name) or "")[:_CELL]}
        for name in table.columns
    ]


def _rows(table: RawTable) -> list[list[str]]:
    head = table.sample.slice(0, SAMPLE_ROWS)
    columns = [[str(cell)[:_CELL] if cell is not None else "" for cell in column.to_pylist()] for column in head]
    return [list(row) for row in zip(*columns, strict=True)]


def _plain(message: str, source: Source) -> str:
    """An error in the words of the one who sent the file: with its own name, without a path of the server."""
    return message.replace(str(source.path), source.name)


def plain_of(message: str, sources: Sequence[Source]) -> str:
    for source in sources:
        message = _plain(message, source)
    return message


def origin_of(source: Source) -> str:
    """The table whose rejected rows a file holds; "" when it is no file of rejected rows."""
    try:
        opened = open_tables(source)
    except UserFacingError:
        return ""
    column = f"{REJECT_PREFIX}file"
    if len(opened) != 1 or column not in opened[0].columns:
        return ""
    named = [cell for cell in opened[0].column(column).to_pylist() if cell]
    return str(named[0]) if named else ""


def layouts() -> tuple[Layout, ...]:
    """Every kind of table that can be chosen."""
    return tuple(LAYOUTS.values())
