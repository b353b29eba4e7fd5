"""What of the table of accounts is looked at. All of it is in the address, so links, back and bookmarks keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict

from holdfast.pages.accounts.table import filters
from holdfast.pages.accounts.table.columns import USUAL, Column
from holdfast.pages.accounts.table.filters import UNARY, Condition
from holdfast.web.numbers import page_number

PAGE = 50
SORTED = "-mrr"
LONGEST = 200


@dataclass(frozen=True, slots=True)
class State:
    """q: what is searched; sort: a column, with "-" the largest first; shown: keys of columns, in order; usual: those
    that are shown when nothing was chosen.
    """

    q: str = ""
    sort: str = SORTED
    shown: tuple[str, ...] = USUAL
    conditions: tuple[Condition, ...] = ()
    page: int = 1
    usual: tuple[str, ...] = USUAL

    @classmethod
    def read(cls, query: QueryDict, columns: Mapping[str, Column]) -> Self:
        """Unknown words fall back to their default: an address somebody shortened still opens."""
        sort = query.get("sort", SORTED)
        wanted = frozenset(query.getlist("columns"))
        usual = tuple(key for key in USUAL if key in columns)
        shown = tuple(key for key in columns if key in wanted) or usual
        page = query.get("page", "1")
        items = ((name, value) for name, values in query.lists() for value in values)
        return cls(
            q=query.get("q", "").strip()[:LONGEST],
            sort=sort if sort.removeprefix("-") in columns else SORTED,
            # Without the name a row would be nobody's.
            shown=tuple(dict.fromkeys(("name", *shown))),
            conditions=filters.read(items, columns),
            usual=usual,
            page=page_number(page),
        )

    def items(self, *, without: str = "") -> list[tuple[str, str]]:
        """The parameters that say this in an address; what is usual is left out, and what `without` names."""
        found = [("q", self.q)] if self.q else []
        found += [condition.item for condition in self.conditions]
        found += [("sort", self.sort)] if self.sort != SORTED else []
        found += [("columns", key) for key in self.shown] if set(self.shown) != set(self.usual) else []
        found += [("page", str(self.page))] if self.page > 1 else []
        return [(name, value) for name, value in found if name != without]

    def query(self, **changes: Any) -> str:
        """The query string with some changes; any change but of the page leads to the first page."""
        return urlencode(replace(self, **{"page": 1, **changes}).items())

    def sorted_by(self, key: str) -> str:
        """The query string of the table sorted by a column: the other way round if it is already."""
        return self.query(sort=key if self.sort == f"-{key}" else f"-{key}" if self.sort == key else _first(key))

    def but(self, condition: Condition) -> str:
        return self.query(conditions=tuple(other for other in self.conditions if other != condition))

    @property
    def filtered(self) -> bool:
        return bool(self.q or self.conditions)


def added(query: QueryDict, columns: Mapping[str, Column]) -> Condition | None:
    """The condition of the form that adds one: `column`, `operator`, `value` and `to`."""
    column, operator = query.get("column", ""), query.get("operator", "")
    if column not in columns or operator not in filters.OPERATORS[columns[column].kind]:
        return None
    value = query.get("value", "").strip()[:LONGEST]
    if operator == "between":
        value = f"{value}{filters.RANGE}{query.get('to', '').strip()[:LONGEST]}"
    if not value.replace(filters.RANGE, "") and operator not in UNARY:
        return None
    return Condition(column, operator, "1" if operator in UNARY else value)


def _first(key: str) -> str:
    """Texts begin with A, numbers and days with the largest."""
    return key if key in ("name", "account", "status", "plan", "currency") or key.startswith("trait:") else f"-{key}"
