"""Which events count: of one name, with one of some values of a property. For bitmaps that are made for a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Condition = tuple[str, list[Any]]
"""SQL with marks, and what stands for them."""


@dataclass(frozen=True, slots=True)
class Where:
    """event None: any. values: as text; the events whose `property` is one of them, or with `negate` all others."""

    event: str | None = None
    property: str = ""
    values: tuple[str, ...] = ()
    negate: bool = False

    def condition(self) -> Condition:
        """Over the columns of a part. Names and values never become part of the text."""
        texts: list[str] = ["true"]
        given: list[Any] = []
        if self.event is not None:
            texts, given = [*texts, "event = ?"], [*given, self.event]
        if self.property:
            # A pointer, so that a dot or a quotation mark in the name is nothing but that.
            pointer = "/" + self.property.replace("~", "~0").replace("/", "~1")
            one_of = "coalesce(list_contains(?::VARCHAR[], json_extract_string(properties, ?)), false)"
            texts, given = [*texts, f"NOT {one_of}" if self.negate else one_of], [*given, [*self.values], pointer]
        return " AND ".join(texts), given


ANYTHING = Where()
