"""The fields of a form, as templates show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django_stubs_ext import StrOrPromise

from holdfast.insights.usage.choices import JOINS, LEAVES, NEGATES, TESTS
from holdfast.metrics.reports.query.conditions import WITHOUT_VALUES
from holdfast.pages.insights.form.draft import ENDLESS, GROUPS, PREFIX, Draft, endless, text_of


class Kind(StrEnum):
    """What a field is shown as; each has a template."""

    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"
    PICKED = "picked"
    PICKS = "picks"
    LINES = "lines"
    FEATURES = "features"
    EXCLUSIONS = "exclusions"
    FORMULAS = "formulas"
    LENGTH = "length"
    BREAKDOWN = "breakdown"
    BREAKDOWNS = "breakdowns"
    SPAN = "span"
    CONDITIONS = "conditions"
    CHECK = "check"


@dataclass(frozen=True)
class Field:
    """path: where in the query it stands. usual: what it is when nothing is chosen; of events, in words. more: in the
    folded part.

    only: whether a draft has a use for it; a field that is not shown says nothing.
    """

    path: str
    kind: Kind
    title: StrOrPromise
    help: StrOrPromise = ""
    options: Mapping[str, StrOrPromise] | None = None
    usual: StrOrPromise = ""
    more: bool = False
    most: int = 20
    only: Callable[[Draft], bool] | None = None


def shown(fields: Iterable[Field], draft: Draft) -> list[dict[str, Any]]:
    """Each field with what the draft holds."""
    return [
        _SHOWN[field.kind](field, at(draft, field.path))
        for field in fields if field.only is None or field.only(draft)
    ]  # fmt: skip


def at(draft: Any, path: str) -> Any:
    """What stands at a path; None where nothing does."""
    for step in path.split("."):
        if isinstance(draft, list) and step.isdigit():
            draft = draft[int(step)] if int(step) < len(draft) else None
        else:
            draft = draft.get(step) if isinstance(draft, dict) else None
    return draft


def _plain(field: Field, value: Any) -> dict[str, Any]:
    return {
        "kind": field.kind.value, "name": PREFIX + field.path, "title": field.title, "help": field.help,
        "value": field.usual if value is None else value, "usual": field.usual, "more": field.more,
        "options": list((field.options or {}).items()),
    }  # fmt: skip


def _text(field: Field, value: Any) -> dict[str, Any]:
    return _plain(field, ", ".join(str(one) for one in value) if isinstance(value, list) else value)


def _check(field: Field, value: Any) -> dict[str, Any]:
    return {**_plain(field, value), "checked": value in (True, "true", "on")}


def _length(field: Field, value: Any) -> dict[str, Any]:
    """usual: such as "30 minute"; without a number none is usual."""
    number, _, unit = str(field.usual).rpartition(" ")
    if isinstance(value, dict) and value.get("n"):
        number, unit = value["n"], value.get("unit", unit)
    elif isinstance(value, dict) and endless(value):
        number, unit = "", ENDLESS
    return {**_plain(field, value), "n": number, "unit": unit, "numbered": unit != ENDLESS}


def _formulas(field: Field, value: Any) -> dict[str, Any]:
    rows = [row if isinstance(row, dict) else {} for row in (value if isinstance(value, list) else [])]
    name = PREFIX + field.path
    return {
        **_plain(field, value),
        "rows": [{"name": f"{name}.{place}", "number": place + 1, "expression": row.get("expression", ""),
                  "title": row.get("name", "")} for place, row in enumerate([*rows, {}][: field.most])],
    }  # fmt: skip


def _span(field: Field, value: Any) -> dict[str, Any]:
    value = value if isinstance(value, dict) else {}
    mode = value.get("mode", "between" if value.get("from") else "last")
    return {**_plain(field, value), "mode": mode, "last": value.get("last", ""), "from": value.get("from", ""),
            "to": value.get("to", "")}  # fmt: skip


def picked(name: str, value: Any) -> dict[str, Any]:
    """Events, with an empty place for one more, and the conditions on them."""
    value = value if isinstance(value, dict) else {}
    events = value.get("events")
    names = [*(events if isinstance(events, list) else ()), ""]
    return {
        "name": name,
        "events": [{"name": f"{name}.events.{place}", "value": event} for place, event in enumerate(names)],
        "where": conditions(f"{name}.where", value.get("where"), names[0]),
    }


def _picked(field: Field, value: Any) -> dict[str, Any]:
    return {**_plain(field, value), "picked": {**picked(PREFIX + field.path, value), "usual": field.usual}}


def _picks(field: Field, value: Any) -> dict[str, Any]:
    rows = value if isinstance(value, list) else []
    name = PREFIX + field.path
    return {
        **_plain(field, value),
        "rows": [{"number": place + 1, "name": f"{name}.{place}", "picked": picked(f"{name}.{place}", row)}
                 for place, row in enumerate(rows)],
        "next": {"number": len(rows) + 1, "name": f"{name}.{len(rows)}.events.0"} if len(rows) < field.most else None,
    }  # fmt: skip


def _lines(field: Field, value: Any) -> dict[str, Any]:
    rows = value if isinstance(value, list) else []
    name = PREFIX + field.path
    return {
        **_plain(field, value),
        "rows": [
            {"name": f"{name}.{place}", "letter": chr(ord("A") + place), "value": row if isinstance(row, dict) else {},
             "picked": picked(f"{name}.{place}.picked", row.get("picked") if isinstance(row, dict) else None)}
            for place, row in enumerate(rows)
        ],
        "next": {"letter": chr(ord("A") + len(rows)), "name": f"{name}.{len(rows)}.picked.events.0"}
        if len(rows) < field.most else None,
    }  # fmt: skip


def _features(field: Field, value: Any) -> dict[str, Any]:
    rows = [row if isinstance(row, dict) else {} for row in (value if isinstance(value, list) else [])]
    name = PREFIX + field.path
    return {
        **_plain(field, value),
        "rows": [{"number": place + 1, "name": f"{name}.{place}", "title": row.get("name", ""),
                  "picked": picked(f"{name}.{place}.picked", row.get("picked"))} for place, row in enumerate(rows)],
        "next": {"number": len(rows) + 1, "name": f"{name}.{len(rows)}.picked.events.0"}
        if len(rows) < field.most else None,
    }  # fmt: skip


def _exclusions(field: Field, value: Any) -> dict[str, Any]:
    rows = [row if isinstance(row, dict) else {} for row in (value if isinstance(value, list) else [])]
    name = PREFIX + field.path
    return {
        **_plain(field, value),
        "rows": [{"name": f"{name}.{place}", "number": place + 1, "after": row.get("after", 1),
                  "before": row.get("before", 2),
                  "picked": picked(f"{name}.{place}.picked", row.get("picked"))} for place, row in enumerate(rows)],
        "next": f"{name}.{len(rows)}",
    }  # fmt: skip


def _breakdown(field: Field, value: Any) -> dict[str, Any]:
    value = value if isinstance(value, dict) else {}
    return {**_plain(field, value), "by": value.get("by", ""), "of": value.get("name", ""), "top": value.get("top", "")}


def _breakdowns(field: Field, value: Any) -> dict[str, Any]:
    rows = [*(value if isinstance(value, list) else []), {}][: field.most]
    name = PREFIX + field.path
    return {
        **_plain(field, value),
        "rows": [{"name": f"{name}.{place}", "by": row.get("by", ""), "of": row.get("name", ""),
                  "top": row.get("top", "")} for place, row in enumerate(rows) if isinstance(row, dict)],
    }  # fmt: skip


def _conditions(field: Field, value: Any) -> dict[str, Any]:
    return {**_plain(field, value), "where": conditions(PREFIX + field.path, value)}


def conditions(name: str, value: Any, event: str = "") -> dict[str, Any]:
    """A group of conditions, with the place of one more. A condition alone is a group of one."""
    value = value if isinstance(value, dict) else {}
    if value and value.get("of", "all") not in GROUPS:
        value = {"of": "all", "conditions": [value]}
    inside = [one for one in value.get("conditions") or () if isinstance(one, dict)]
    return {
        "name": name,
        "of": value.get("of", "all"),
        "joins": list(JOINS.items()),
        "kinds": list(LEAVES.items()),
        "rows": [_condition(f"{name}.conditions.{place}", one, event) for place, one in enumerate(inside)],
        "next": f"{name}.conditions.{len(inside)}",
    }


def _condition(name: str, value: Draft, event: str) -> dict[str, Any]:
    of = value.get("of", "event")
    if of in GROUPS:
        return {"group": conditions(name, value, event), "name": name}
    test = value.get("is", "one_of")
    return {
        "name": name, "of": of, "title": LEAVES.get(of, of), "tests": list(TESTS.items()), "test": test,
        "property": value.get("name", ""), "key": value.get("key", ""), "event": event,
        "values": text_of(value.get("values", value.get("keys"))), "valued": test not in WITHOUT_VALUES,
        "negate": value.get("negate") in (True, "true"), "negates": list(NEGATES.items()),
        "subject": value.get("subject", "account"),
    }  # fmt: skip


_SHOWN = {
    Kind.CHOICE: _plain,
    Kind.NUMBER: _plain,
    Kind.TEXT: _text,
    Kind.CHECK: _check,
    Kind.SPAN: _span,
    Kind.LENGTH: _length,
    Kind.FORMULAS: _formulas,
    Kind.PICKED: _picked,
    Kind.PICKS: _picks,
    Kind.LINES: _lines,
    Kind.FEATURES: _features,
    Kind.EXCLUSIONS: _exclusions,
    Kind.BREAKDOWN: _breakdown,
    Kind.BREAKDOWNS: _breakdowns,
    Kind.CONDITIONS: _conditions,
}
