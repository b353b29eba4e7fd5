"""A query while it is being made: nested dictionaries as in its JSON, where something may still be missing."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.http import QueryDict

from holdfast.metrics.reports.query.conditions import NUMERIC, WITHOUT_VALUES

PREFIX = "f."
LONGEST = 16_000
COMPARED = ("event", "person", "account")
GROUPS = ("all", "any")
OF_PROPERTY = ("property", "property_values")
LISTS = ("brackets", "bounds")
LENGTHS = ("gap", "window")
ENDLESS = "endless"  # in the place of a unit: of no length at all
WITH_STATISTIC = ("property", "per_actor")

Draft = dict[str, Any]


def read(text: str) -> Draft:
    """What an address holds; nothing where it holds no query."""
    try:
        found = json.loads(text[:LONGEST])
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    # A field without a value looks like one that is not there.
    return {**found, "gap": {"unit": ENDLESS}} if found.get("gap", 0) is None else found


def write(draft: Draft) -> str:
    """For an address: short, and the same for the same draft."""
    return json.dumps(draft, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def from_form(given: QueryDict) -> Draft:
    """The fields `f.<path>` of a form as they are nested; numbers in a path are places of lists."""
    tree: Draft = {}
    for name, value in given.items():
        if not name.startswith(PREFIX) or not str(value).strip():
            continue
        *path, last = name.removeprefix(PREFIX).split(".")
        here = tree
        for step in path:
            here = here.setdefault(step, {})
            if not isinstance(here, dict):
                return {}
        here[last] = str(value).strip()
    removed = given.get("remove", "")
    if removed:
        _remove(tree, removed.removeprefix(PREFIX).split("."))
    found: Draft = _listed(tree)
    return found


def complete(draft: Draft) -> Draft:
    """What of it is a query: without rows that are only begun, texts as the numbers they are."""
    made = _complete(draft)
    if "gap" in draft and endless(draft["gap"]):
        made["gap"] = None
    if made.get("report") == "funnel":
        _attributed(made)
    if made.get("report") == "segmentation" and made.get("shown") != "distribution":
        made.pop("times", None)
    elif made.get("report") == "segmentation":
        made.pop("formulas", None)
    return made


def _complete(draft: Draft) -> Draft:
    return {name: made for name, value in draft.items() if (made := _completed(name, value)) not in (None, {}, [], "")}


def _completed(name: str, value: Any) -> Any:
    if name in _OWN:
        return _OWN[name](value)
    if name in LISTS and isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if isinstance(value, dict):
        if name.startswith("breakdown") and not (value.get("name") or value.get("by") == "plan"):
            return None
        return _complete(value)
    if isinstance(value, list):
        kept = [one for item in value if (one := _completed(name.rstrip("s"), item)) is not None]
        return [one for one in kept if one != ""]
    return value


def endless(given: Any) -> bool:
    """Whether a length is said to be none at all; a length that is not said is the usual one."""
    return given is None or (isinstance(given, dict) and given.get("unit") == ENDLESS)


def _length(given: Any) -> Draft | None:
    """A unit alone is no length."""
    return given if isinstance(given, dict) and given.get("n") and given.get("unit") != ENDLESS else None


def _attributed(made: Draft) -> None:
    """What goes with a breakdown by a property of the event alone, and bins with the steps alone."""
    if made.get("breakdown", {}).get("by") != "event":
        made.pop("attribution", None)
    if made.get("attribution") != "step":
        made.pop("step", None)
    else:
        made.setdefault("step", 1)
    if made.get("trend"):
        made.pop("bins", None)


def _exclusion(given: Any) -> Draft | None:
    """Between the first two steps, if nothing is said."""
    made = _complete(given) if isinstance(given, dict) else {}
    return {"after": 1, "before": 2, **made} if made.get("picked") else None


def _formula(given: Any) -> Draft | None:
    return given if isinstance(given, dict) and given.get("expression") else None


def _line(given: Any) -> Draft:
    """What a measure needs beside the events; one that lacks the name of a property is the usual one for now."""
    made = _complete(given) if isinstance(given, dict) else {}
    measure = made.get("measure", "uniques")
    if measure in OF_PROPERTY and not made.get("property"):
        made["measure"] = measure = "uniques"
    if measure not in OF_PROPERTY:
        made.pop("property", None)
    if measure in WITH_STATISTIC:
        made.setdefault("statistic", "average")
    else:
        made.pop("statistic", None)
    return made


def condition(given: Any) -> Draft | None:
    """A condition without those that are only begun; None when nothing is left."""
    if not isinstance(given, dict):
        return None
    of = given.get("of", "all")
    if of in GROUPS:
        inside = [one for item in given.get("conditions", ()) if (one := condition(item)) is not None]
        return {"of": of, "conditions": inside} if inside else None
    if of in COMPARED:
        return _compared(given)
    if of == "plan":
        return {**given, "values": values_of(given.get("values"))} if given.get("values") else None
    if of == "list":
        return {**given, "keys": values_of(given.get("keys"))} if given.get("keys") else None
    return given if given.get("key") else None


def _compared(given: Draft) -> Draft | None:
    test = given.get("is", "one_of")
    if not given.get("name"):
        return None
    if test in WITHOUT_VALUES:
        return {name: value for name, value in given.items() if name != "values"}
    values: list[Any] = values_of(given.get("values"))
    if not values:
        return None
    return {**given, "values": [_number(value) for value in values] if test in NUMERIC else values}


def values_of(given: Any) -> list[Any]:
    """Of a list, or of a text with commas between; a value that has a comma stands in quotation marks."""
    if isinstance(given, list):
        return given
    rows = list(csv.reader([str(given or "")], skipinitialspace=True))
    return [value.strip() for value in rows[0] if value.strip()] if rows else []


def text_of(values: Any) -> str:
    """The text that `values_of` reads."""
    if isinstance(values, str):
        return values
    return ", ".join(f'"{value}"' if "," in str(value) else _plain(value) for value in values or ())


def _plain(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool | float | int) else str(value)


def _number(value: Any) -> Any:
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


def _span(given: Any) -> Draft | None:
    if not isinstance(given, dict):
        return None
    if given.get("mode", "between" if given.get("from") else "last") == "between":
        return {name: given[name] for name in ("from", "to") if given.get(name)}
    return {"last": given["last"]} if given.get("last") else None


_OWN: dict[str, Callable[[Any], Any]] = {
    "where": condition,
    "span": _span,
    "line": _line,
    "exclusion": _exclusion,
    "formula": _formula,
    **dict.fromkeys(LENGTHS, _length),
}


def _remove(tree: Draft, path: list[str]) -> None:
    here: Any = tree
    for step in path[:-1]:
        here = here.get(step) if isinstance(here, dict) else None
    if isinstance(here, dict):
        here.pop(path[-1], None)


def _listed(tree: Mapping[str, Any]) -> Any:
    """Dictionaries whose names are numbers become lists."""
    if tree and all(name.isdigit() for name in tree):
        return [_inside(tree[name]) for name in sorted(tree, key=int)]
    return {name: _inside(value) for name, value in tree.items()}


def _inside(value: Any) -> Any:
    return _listed(value) if isinstance(value, dict) else value


def mentioned(draft: Any) -> Iterator[str]:
    """Every name of an event in it."""
    if isinstance(draft, dict):
        for name, value in draft.items():
            if name == "events" and isinstance(value, list):
                yield from (str(one) for one in value)
            else:
                yield from mentioned(value)
    elif isinstance(draft, list):
        for one in draft:
            yield from mentioned(one)
