"""What the forms of an import send, as entries of a mapping file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from holdfast.connectors.api import BadMapping
from holdfast.pages.imports.shown import TableShown
from holdfast.pages.imports.words import field_title

_TEXTS = ("kind", "timezone", "currency", "date_order", "decimal", "encoding", "delimiter", "survey")
_SEVERAL = frozenset({"", "trait", "property"})


def common_choices(sent: QueryDict) -> dict[str, Any]:
    """What holds for all files."""
    return {
        "timezone": sent.get("timezone", "").strip(),
        "currency": sent.get("currency", "").strip().upper(),
        "end_is_inclusive": sent.get("end_is_inclusive") == "yes",
        "include_test_mode": sent.get("include_test_mode") == "yes",
    }


@dataclass(frozen=True, slots=True)
class TableChoices:
    """The form of one table. Columns count only for the kind they were shown for."""

    table: TableShown
    sent: QueryDict

    def entries(self) -> dict[str, Any]:
        """The entries of the mapping file; what says nothing is left out. BadMapping for a day that is none."""
        if self.sent.get("reset"):
            return {}
        entries: dict[str, Any] = {name: value for name in _TEXTS if (value := self._text(name))}
        if self.sent.get("skip") == "yes":
            entries["skip"] = True
        if self.sent.get("end_is_inclusive") in ("yes", "no"):
            entries["end_is_inclusive"] = self.sent["end_is_inclusive"] == "yes"
        if self._text("as_of"):
            entries["as_of"] = self._day(self._text("as_of"))
        if columns := self._columns():
            entries["columns"] = columns
        return entries

    def as_typed(self, error: str) -> TableShown:
        """The table as the form has it, so that nothing has to be typed again."""
        columns = [
            column | {"value": self.sent.get(f"column-{number}", column["value"])}
            for number, column in enumerate(self.table.columns)
        ]
        typed = {name: self._text(name) for name in (*_TEXTS, "as_of")}
        return replace(self.table, columns=columns, chosen=self.table.chosen | typed, error=error)

    def _columns(self) -> dict[str, str]:
        """Columns that fill another field than before, and those chosen earlier."""
        if self.sent.get("shown_kind", "") != self._text("kind") or not self.table.fields:
            return {}
        chosen = {
            column["column"]: self.sent.get(f"column-{number}", column["value"])
            for number, column in enumerate(self.table.columns)
        }
        self._refuse_doubles(chosen)
        shown = {column["column"]: column["value"] for column in self.table.columns}
        before = self.table.chosen.get("columns", {})
        return {name: field for name, field in chosen.items() if field != shown[name] or name in before}

    def _refuse_doubles(self, chosen: dict[str, str]) -> None:
        taken: dict[str, str] = {}
        for column, field in chosen.items():
            if field not in _SEVERAL and field in taken:
                said = {"first": taken[field], "second": column, "field": field_title(field)}
                raise BadMapping(
                    gettext("Both %(first)s and %(second)s are to fill %(field)s. Choose one of them.") % said
                )
            taken[field] = column

    def _text(self, name: str) -> str:
        value = self.sent.get(name, "")
        if name == "delimiter":  # a tab is a blank sign that counts
            return value
        return value.strip().upper() if name == "currency" else value.strip()

    @staticmethod
    def _day(text: str) -> str:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise BadMapping(gettext("%(day)s is no day. Write 2026-01-31, for example.") % {"day": text}) from None
