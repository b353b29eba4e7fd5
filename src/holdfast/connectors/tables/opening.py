"""A file of any format as its tables."""

from __future__ import annotations

from holdfast.connectors.base import Source
from holdfast.connectors.tables.delimited import open_delimited
from holdfast.connectors.tables.raw import RawTable


def open_tables(source: Source, encoding: str = "", delimiter: str = "") -> list[RawTable]:
    """The tables of the file; none when it is of a format we do not read."""
    table = open_delimited(source, encoding or None, delimiter or None)
    return [table] if table is not None else []
