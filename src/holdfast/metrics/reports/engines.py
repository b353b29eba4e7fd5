"""What engines do each in their own way; nothing else in the reports knows which one it is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from holdfast.metrics.reports.comparing import NUMBER
from holdfast.metrics.reports.errors import UnknownEngine

# Left to themselves, some take "1_000", "1d", "nan" or "inf" for a number.
_SPACE = r"[ \t\n\r]"
_NUMBER = rf"^{_SPACE}*{NUMBER}{_SPACE}*$"
_WHOLE = "^-?[0-9]+$"


@ibis.udf.scalar.builtin(name="json_extract_string")  # type: ignore[untyped-decorator]
def _json_extract_string(properties: str, pointer: str) -> str: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(name="epoch_us")  # type: ignore[untyped-decorator]
def _epoch_us(at: dt.timestamp) -> int: ...  # type: ignore[empty-body]


# Not JSONExtractString: sqlglot takes that for a function of its own, and then leaves quotation marks as they are.
@ibis.udf.scalar.builtin(name="JSONExtract", signature=(("string", "string", "string"), "string"))  # type: ignore[untyped-decorator]
def _json_extract(properties: str, key: str, kind: str) -> str: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(name="JSONType", signature=(("string", "string"), "string"))  # type: ignore[untyped-decorator]
def _json_type(properties: str, key: str) -> str: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(name="lowerUTF8", signature=(("string",), "string"))  # type: ignore[untyped-decorator]
def _lower_utf8(text: str) -> str: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(name="toUnixTimestamp64Micro")  # type: ignore[untyped-decorator]
def _to_unix_micro(at: dt.timestamp) -> int: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(name="from_json", signature=(("string", "string"), "map<string,string>"))  # type: ignore[untyped-decorator]
def _from_json(properties: str, schema: str) -> dict[str, str]: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(name="unix_micros")  # type: ignore[untyped-decorator]
def _unix_micros(at: dt.timestamp) -> int: ...  # type: ignore[empty-body]


@dataclass(frozen=True)
class Engine:
    """property: one of the JSON object in a column, by its name, as text: numbers and booleans as JSON writes them;
    null where there is none. lower: a text in small letters, of all alphabets. number: the finite number that a text is
    written as, else null. micros: microseconds since 1970.
    """

    property: Callable[[ir.StringColumn, str], ir.StringValue]
    lower: Callable[[ir.StringValue], ir.StringValue]
    number: Callable[[ir.StringValue], ir.FloatingValue]
    micros: Callable[[ir.TimestampColumn], ir.IntegerValue]


def engine_of(con: Any) -> Engine:
    """What an Ibis connection leads to. Raises UnknownEngine."""
    if con.name not in ENGINES:
        raise UnknownEngine(con.name, tuple(ENGINES))
    return ENGINES[con.name]


def pointer(name: str) -> str:
    """Where DuckDB finds a property in the JSON; a dot or a quotation mark in the name is nothing but that."""
    return "/" + name.replace("~", "~0").replace("/", "~1")


def _duckdb_property(properties: ir.StringColumn, name: str) -> ir.StringValue:
    found: ir.StringValue = _json_extract_string(properties, pointer(name))
    return found


def _duckdb_number(text: ir.StringValue) -> ir.FloatingValue:
    # Twice as fast as the pattern, and the same but for the underscore, which it allows between digits.
    return _finite(ibis.ifelse(text.contains("_"), None, text).try_cast("float64"))


def _clickhouse_property(properties: ir.StringColumn, name: str) -> ir.StringValue:
    text, kind = _json_extract(properties, name, "Nullable(String)"), _json_type(properties, name)
    # A number that is whole loses the ".0" it was written with.
    found: ir.StringValue = ibis.ifelse((kind == "Double") & text.re_search(_WHOLE), text + ".0", text)
    return found


def _spark_property(properties: ir.StringColumn, name: str) -> ir.StringValue:
    found: ir.StringValue = _from_json(properties, "map<string,string>").get(name)
    return found


def _number(text: ir.StringValue) -> ir.FloatingValue:
    written = ibis.ifelse(text.re_search(_NUMBER), text.re_replace(_SPACE, ""), None)
    return _finite(written.try_cast("float64"))


def _finite(number: ir.FloatingValue) -> ir.FloatingValue:
    """Where NaN can be compared at all, it is larger than everything."""
    found: ir.FloatingValue = ibis.ifelse(number.abs() <= sys.float_info.max, number, None)
    return found


ENGINES = {
    "duckdb": Engine(_duckdb_property, lambda text: text.lower(), _duckdb_number, _epoch_us),
    "clickhouse": Engine(_clickhouse_property, _lower_utf8, _number, _to_unix_micro),
    "pyspark": Engine(_spark_property, lambda text: text.lower(), _number, _unix_micros),
}
