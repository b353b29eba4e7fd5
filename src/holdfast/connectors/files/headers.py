"""Header names brought to one form, and the columns of a table matched with the fields of a layout."""

from __future__ import annotations

import re
from collections.abc import Iterable

from holdfast.connectors.files.layouts import LAYOUTS, Layout

# What a rejects file adds in front of the original columns; imported again, these columns say nothing.
REJECT_PREFIX = "rejected_"

_BARE = frozenset({"id", "key"})
# Kinds that are little more than an id: anything with an id would look like one of them.
_IDENTIFIED = frozenset({"account", "person", "ticket", "cancellation"})
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def plain(header: str) -> str:
    """The same form for all ways to write a name: "Customer ID", "customerID", "customer-id" give "customer_id"."""
    spaced = _CAMEL.sub(" ", header)
    return re.sub(r"[\W_]+", "_", spaced.casefold()).strip("_")


def match(columns: Iterable[str], layout: Layout, *, named: bool = True) -> dict[str, str]:
    """Which column fills which field of the layout: a column fills one field, the field it names best.

    A mere "id" says what it is the id of only in a file that is `named` so.
    """
    names = {plain(column): column for column in reversed(list(columns)) if not column.startswith(REJECT_PREFIX)}
    if not named:
        names = {word: column for word, column in names.items() if word not in _BARE}
    claims = sorted(
        (rank, position, field.name, names[word])
        for position, field in enumerate(layout.fields)
        for rank, word in enumerate(field.words)
        if word in names
    )
    fields: dict[str, str] = {}
    taken: set[str] = set()
    for _, _, field_name, column in claims:
        if field_name not in fields and column not in taken:
            fields[field_name] = column
            taken.add(column)
    if "account" not in fields and "account_name" in fields:
        fields["account"] = fields.pop("account_name")  # without a key, accounts are told apart by their names
    if "account" not in fields and plain(fields.get("subscription", "")) in _BARE:
        fields["account"] = fields.pop("subscription")  # one row a customer: the id is the customer's
    return {column: field_name for field_name, column in fields.items()}


def best_layout(file: str, columns: tuple[str, ...]) -> tuple[Layout, dict[str, str]] | None:
    """The layout that explains these columns best, and its columns; None when nothing fits."""
    scored = [(score(file, columns, layout), layout) for layout in LAYOUTS.values()]
    points, layout = max(scored, key=lambda pair: pair[0])
    return (layout, match(columns, layout, named=_takes_bare_ids(file, layout))) if points > 0 else None


def is_named(file: str, layout: Layout) -> bool:
    """Whether the file's name says what it is: a bare "id" is then the id of that."""
    return any(word in plain(file.rsplit("/", 1)[-1]) for word in layout.names)


def _is_snapshot(found: dict[str, str], *, named: bool) -> bool:
    """Accounts with what they pay today: when they were made is not since when they pay that."""
    start = next((column for column, field in found.items() if field == "start"), "")
    return plain(start) in ("created", "created_at") and "end" not in found.values() and not named


def _takes_bare_ids(file: str, layout: Layout) -> bool:
    return layout.key not in _IDENTIFIED or is_named(file, layout)


def score(file: str, columns: tuple[str, ...], layout: Layout) -> float:
    """Points for every column that has a field, more for marks, for the file's name, and for what is explained.

    Nothing when a field is missing that the layout cannot do without.
    """
    named = is_named(file, layout)
    found = match(columns, layout, named=_takes_bare_ids(file, layout))
    fields = set(found.values())
    if not all(fields & set(group) for group in layout.needs) or _is_snapshot(found, named=named):
        return 0.0
    marks = sum(1 for field in layout.fields if field.mark and field.name in fields)
    required = sum(1 for field in layout.fields if field.required and field.name in fields)
    own_words = sum(1 for column, field in found.items() if plain(column) == field)
    return len(found) / len(columns) * 3 + 2 * marks + 0.5 * required + 4 * named + 0.3 * own_words
