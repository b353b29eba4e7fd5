"""A file of any format as its tables; the format is told by the first bytes, not by the name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from holdfast.connectors.base import Source
from holdfast.connectors.tables.delimited import open_delimited
from holdfast.connectors.tables.encoding import detect_encoding, first_bytes
from holdfast.connectors.tables.raw import RawTable
from holdfast.connectors.tables.structured import is_json, is_parquet, open_json, open_parquet
from holdfast.connectors.tables.workbooks import is_workbook, open_workbook

_kept: ContextVar[dict[tuple[Source, str, str], list[RawTable]] | None] = ContextVar("kept", default=None)


@contextmanager
def opened_once() -> Iterator[None]:
    """Within it the file that was opened last is not opened again: a large workbook takes seconds each time."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def open_tables(source: Source, encoding: str = "", delimiter: str = "") -> list[RawTable]:
    """The tables of the file; none when it is of a format we do not read."""
    kept, asked = _kept.get(), (source, encoding, delimiter)
    if kept is None:
        return _open(source, encoding, delimiter)
    if asked not in kept:
        kept.clear()
        kept[asked] = _open(source, encoding, delimiter)
    return kept[asked]


def _open(source: Source, encoding: str, delimiter: str) -> list[RawTable]:
    first = first_bytes(source.path, 64 << 10)
    if is_workbook(first):
        return open_workbook(source)
    if is_parquet(first):
        return [open_parquet(source)]
    table = open_json(source) if is_json(first) else open_delimited(source, encoding or None, delimiter or None)
    return [table] if table is not None else []


def may_be_table(source: Source) -> bool:
    """Whether the first bytes are those of a format we read; cheaper than opening it."""
    first = first_bytes(source.path, 64 << 10)
    if is_markup(first):
        return False
    return is_workbook(first) or is_parquet(first) or (bool(first.strip()) and detect_encoding(first) is not None)


def is_markup(first: bytes) -> bool:
    """A web page or XML. Some programs export one and call it .xls."""
    text = first.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    return text.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<head", b"<body"))
