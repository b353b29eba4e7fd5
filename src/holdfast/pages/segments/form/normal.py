"""A condition of a draft as the form shows it: what was not chosen is as usual, what does not fit is left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from holdfast.metrics.reports.query.told import DAYS, WORDS
from holdfast.pages.insights.form.draft import Draft, values_of
from holdfast.pages.segments.form.words import (
    DATED,
    DELAYS,
    MEASURES,
    NUMBER_TESTS,
    PAST,
    STATES,
    SURVEYS,
    TITLES,
    WHICH,
    WORD_TESTS,
)  # fmt: skip

GROUPS = ("all", "any")
USUAL_DAYS, USUAL_DELAY = "30", "7"


def normal(given: Any) -> Draft:
    """A group or a leaf; {} for what is neither."""
    if not isinstance(given, dict):
        return {}
    of = given.get("of", "all")
    if of in GROUPS:
        inside = given.get("conditions")
        rows = [row for one in (inside if isinstance(inside, list) else ()) if (row := normal(one))]
        return {"of": of, "conditions": rows}
    make = _NORMAL.get(of) if isinstance(of, str) else None
    return {"of": of, **make(given)} if make and of in TITLES else {}


def root(given: Any) -> Draft:
    """The group that everything lies in: a condition alone is a group of one."""
    found = normal(given) or {"of": "all", "conditions": []}
    return found if found["of"] in GROUPS else {"of": "all", "conditions": [found]}


def _text(given: Any, usual: str = "") -> str:
    if isinstance(given, bool):
        return "true" if given else ""
    return str(given).strip() if isinstance(given, str | int | float) else usual


def _chosen(given: Any, among: Any, usual: str) -> str:
    text = _text(given)
    return text if text in among else usual


def _flag(given: Any) -> str:
    return "true" if given in (True, "true", "on") else ""


def period(given: Any, among: tuple[str, ...], usual: str = "") -> Draft:
    """in, and what it needs."""
    given = given if isinstance(given, dict) else {}
    kind = _chosen(given.get("in"), among, usual)
    if kind in ("last", "ago", "next", "after"):
        found = {"in": kind, "days": _text(given.get("days"), USUAL_DAYS) or USUAL_DAYS}
        return found | ({"start": _text(given.get("start")) or "created"} if kind == "after" else {})
    if kind == "between":
        return {"in": kind, "from": _text(given.get("from")), "to": _text(given.get("to"))}
    return {"in": kind}


def doing(given: Any) -> Draft:
    """events, without empty places, and the conditions on their properties."""
    given = given if isinstance(given, dict) else {}
    events, where = given.get("events"), given.get("where")
    rows = [compared(one) for one in (where if isinstance(where, list) else ()) if isinstance(one, dict)]
    names = [_text(one) for one in (events if isinstance(events, list) else ()) if _text(one)]
    return {"events": names, "where": [row for row in rows if row["name"]]}


def compared(given: Draft) -> Draft:
    """A name and what it is compared with."""
    test = _chosen(given.get("is"), (*WORD_TESTS, *NUMBER_TESTS), "one_of")
    return {"name": _text(given.get("name")), "is": test, "values": _values(given)}


def _values(given: Draft) -> list[Any]:
    values = given.get("values")
    return [value for value in values_of(values if isinstance(values, list) else _text(values)) if value != ""]


def _common(given: Draft) -> Draft:
    return {"by": _chosen(given.get("by"), ("person", "account"), ""), "negate": _flag(given.get("negate"))}


def _amount(given: Draft) -> Draft:
    how = _chosen(given.get("is"), ("at_least", "at_most", "exactly"), "at_least")
    return {"is": how, "number": _text(given.get("number"), "1") or "1"}


def _did(given: Draft) -> Draft:
    measure = _chosen(given.get("measure"), MEASURES, "times")
    named = _text(given.get("property")) if measure in ("sum", "values") else ""
    when = period(given.get("when"), PAST)
    return {**doing(given), **_common(given), **_amount(given), "measure": measure, "property": named, "when": when}


def _occasion(given: Draft) -> Draft:
    which = _chosen(given.get("which"), WHICH, "first")
    return {**doing(given), **_common(given), "which": which, "when": period(given.get("when"), PAST[1:], "last")}


def _then(given: Draft) -> Draft:
    within = given.get("within")
    within = within if isinstance(within, dict) else {}
    unit = _chosen(within.get("unit"), DELAYS, "day" if within.get("n") else "ever")
    number = {} if unit == "ever" else {"n": _text(within.get("n"), USUAL_DELAY) or USUAL_DELAY}
    both = {name: doing(given.get(name)) for name in ("first", "then")}
    return {**both, **_common(given), "within": {"unit": unit, **number}, "when": period(given.get("when"), PAST)}


def _fact(given: Draft) -> Draft:
    name = _text(given.get("name")) or "status"
    if name in DAYS:
        when = given.get("when")
        told = given.get("is") if given.get("is") in ("set", "unset") and not when else None
        return {"name": name, "negate": _flag(given.get("negate")),
                "when": {"in": told} if told else period(when, DATED, "last")}  # fmt: skip
    tests = WORD_TESTS if name in WORDS else NUMBER_TESTS
    return {"name": name, "is": _chosen(given.get("is"), tests, tests[0]), "values": _values(given)}


def _answer(given: Draft) -> Draft:
    return {
        **_common(given), "survey": _chosen(given.get("survey"), SURVEYS, ""), "least": _text(given.get("least")),
        "most": _text(given.get("most")), "latest": _flag(given.get("latest")), "when": period(given.get("when"), PAST),
    }  # fmt: skip


def _ticket(given: Draft) -> Draft:
    state = _chosen(given.get("state"), STATES, "any")
    priorities = given.get("priorities")
    solved = {} if state == "open" else {"solved": period(given.get("solved"), PAST)}
    return {
        **_common(given), **_amount(given), "state": state, "opened": period(given.get("opened"), PAST), **solved,
        "priorities": values_of(priorities if isinstance(priorities, list) else _text(priorities)),
    }  # fmt: skip


def _plan(given: Draft) -> Draft:
    return {"values": _values(given), "negate": _flag(given.get("negate"))}


_NORMAL: dict[str, Callable[[Draft], Draft]] = {
    "did": _did,
    "occasion": _occasion,
    "then": _then,
    "fact": _fact,
    "answer": _answer,
    "ticket": _ticket,
    "plan": _plan,
    "account": compared,
    "person": compared,
    "in_list": lambda given: {"list": _text(given.get("list")), "negate": _flag(given.get("negate"))},
    "segment": lambda given: {"key": _text(given.get("key")), "negate": _flag(given.get("negate"))},
}
