"""The mapping file: a small TOML file that overrides what was detected. Errors name the key.

timezone = "Europe/Berlin"            # of dates without a zone, in every file
currency = "EUR"                      # of amounts without a currency

["abos-*.csv"]                        # a file, or a pattern of files; "book.xlsx#Sheet1" for a sheet
kind = "subscription"
end_is_inclusive = true
date_order = "day-first"              # or "month-first"
decimal = ","
encoding = "cp1252"
delimiter = ";"
survey = "nps"                        # of answers without a column that says which survey it is
as_of = 2024-01-01                    # of tables that give a tenure in months
skip = false

["abos-*.csv".columns]
Kunde = "account"
Region = "trait"                      # kept as a trait of the account
Bemerkung = ""                        # left out
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holdfast.connectors.base import BadMapping
from holdfast.connectors.files.layouts import LAYOUTS
from holdfast.core.contracts import is_currency

NAME = "holdfast.toml"
# Tables of the same file that say how to count, not how to read; the book reads them.
NOT_FILES = frozenset({"metrics", "ledger"})


@dataclass(frozen=True, slots=True)
class TableSettings:
    """What the mapping file says of one table; None or empty where it says nothing."""

    pattern: str = ""
    kind: str = ""
    timezone: str = ""
    currency: str = ""
    end_is_inclusive: bool | None = None
    date_order: str = ""
    decimal: str = ""
    encoding: str = ""
    delimiter: str = ""
    survey: str = ""
    interval: str = ""
    as_of: date | None = None
    skip: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)


def load_mapping(path: Path) -> dict[str, dict[str, object]]:
    """The file as tables by file pattern; what holds for all files is under ""."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadMapping(f"{path}: cannot be opened ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadMapping(f"{path}: not valid TOML ({error}).") from error
    tables = {name: entries for name, entries in raw.items() if isinstance(entries, dict) and name not in NOT_FILES}
    files = tables.pop("files", None)
    tables |= files if isinstance(files, dict) else {}
    tables[""] = {key: value for key, value in raw.items() if not isinstance(value, dict)}
    for pattern, entries in tables.items():
        settings_of(entries, pattern)
    return tables


def settings_of(entries: Mapping[str, object], pattern: str, base: TableSettings | None = None) -> TableSettings:
    """The entries laid over `base`. Raises BadMapping for an unknown key or a value that is none of the possible."""
    known = {}
    for key, value in entries.items():
        check = _CHECKS.get(key)
        if check is None:
            raise BadMapping(f"{_where(pattern, key)}: no such setting. Known are {', '.join(sorted(_CHECKS))}.")
        problem = check(value)
        if problem:
            raise BadMapping(f"{_where(pattern, key)} = {value!r}: {problem}.")
        known[key] = value.date() if isinstance(value, datetime) else value
    return replace(base or TableSettings(), pattern=pattern, **known)  # type: ignore[arg-type]


def _where(pattern: str, key: str) -> str:
    return f'["{pattern}"] {key}' if pattern else key


def _one_of(*values: str) -> Callable[[object], str]:
    return lambda value: "" if value in values else f"use one of {', '.join(values)}"


def _text(value: object) -> str:
    return "" if isinstance(value, str) else "write a text in quotation marks"


def _boolean(value: object) -> str:
    return "" if isinstance(value, bool) else "write true or false"


def _day(value: object) -> str:
    return "" if isinstance(value, date) else "write a day such as 2024-01-31, without quotation marks"


def _zone(value: object) -> str:
    try:
        ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "write an IANA time zone such as Europe/Berlin"
    return ""


def _code(value: object) -> str:
    return "" if isinstance(value, str) and is_currency(value) else "write an ISO code such as EUR"


def _encoding(value: object) -> str:
    try:
        "".encode(str(value))
    except LookupError:
        return "no such encoding; write for example utf-8, cp1252, cp1251 or utf-16"
    return ""


def _delimiter(value: object) -> str:
    return "" if isinstance(value, str) and len(value) == 1 else "write one character"


def _columns(value: object) -> str:
    right = isinstance(value, Mapping) and all(isinstance(name, str) for name in value.values())
    return "" if right else 'write a table of "column" = "field"'


_CHECKS: dict[str, Callable[[object], str]] = {
    "kind": _one_of(*LAYOUTS),
    "timezone": _zone,
    "currency": _code,
    "end_is_inclusive": _boolean,
    "date_order": _one_of("day-first", "month-first"),
    "decimal": _one_of(".", ","),
    "encoding": _encoding,
    "delimiter": _delimiter,
    "survey": _one_of("nps", "csat", "ces"),
    "interval": _text,
    "as_of": _day,
    "skip": _boolean,
    "columns": _columns,
}
