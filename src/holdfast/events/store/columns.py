"""Properties that have a column of their own in a part, beside the JSON of all.

A column holds what reading the JSON would give, as text; its name is made of hexadecimal digits, since the names of
columns know no difference of case and properties do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from holdfast.metrics.reports.engines import pointer

PREFIX = "property_"
_OTHERS = f"COLUMNS(c -> NOT starts_with(c, '{PREFIX}'))"


def column(name: str) -> str:
    """The column of a property."""
    return PREFIX + name.encode().hex()


def with_columns(source: str, names: Sequence[str]) -> str:
    """SQL: the rows of `source`, with columns for these properties and for no others.

    Columns that some of the rows have already are not believed: other rows come from parts without them. Text that is
    no JSON has no properties.
    """
    if not names:
        return f"SELECT {_OTHERS} FROM {source}"  # noqa: S608
    columns = ", ".join(f"told_[{place}] AS {column(name)}" for place, name in enumerate(names, 1))
    return f"SELECT * EXCLUDE (told_), {columns} FROM (SELECT {_OTHERS}, {_read(names)} AS told_ FROM {source})"  # noqa: S608


def wrong(names: Sequence[str]) -> str:
    """A condition of SQL: a column differs from the JSON."""
    pairs = (f"{column(name)} IS DISTINCT FROM {_read([name])}[1]" for name in names)
    return " OR ".join(pairs)


def _read(names: Iterable[str]) -> str:
    """All at once, so that the JSON is read once."""
    pointers = ", ".join("'" + pointer(name).replace("'", "''") + "'" for name in names)
    return f"TRY(json_extract_string(properties, [{pointers}]))"
