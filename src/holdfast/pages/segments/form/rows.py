"""The conditions of a draft as templates show them: names of fields, what is chosen, and what there is to choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from holdfast.insights.usage import told
from holdfast.insights.usage.choices import JOINS, TESTS
from holdfast.metrics.reports.query.leaves import WITHOUT_VALUES
from holdfast.metrics.reports.query.told import DAYS, WORDS, FactName
from holdfast.pages.insights.form.draft import PREFIX, Draft, text_of
from holdfast.pages.segments.form import words
from holdfast.pages.segments.form.asked import WHERE, Asked
from holdfast.pages.segments.form.normal import GROUPS

Row = dict[str, Any]
Options = list[tuple[str, Any]]


@dataclass(frozen=True)
class Known:
    """What there is to choose from in a workspace: lists (number, name) and segments (key, name)."""

    lists: Options = field(default_factory=list)
    segments: Options = field(default_factory=list)


def form(asked: Asked, known: Known) -> Row:
    """All of the form."""
    unit = asked.draft["unit"]
    maker = _Maker(unit, asked.problems, known)
    return {
        "unit": {"name": f"{PREFIX}unit", "value": unit, "options": list(words.UNITS.items())},
        "where": maker.group(asked.draft[WHERE], WHERE),
        "problem": asked.problems.get(WHERE, ""),
    }


@dataclass(frozen=True)
class _Maker:
    unit: str
    problems: Mapping[str, str]
    known: Known

    def group(self, given: Draft, path: str) -> Row:
        name = PREFIX + path
        rows = [self.row(one, f"{path}.conditions.{place}") for place, one in enumerate(given["conditions"])]
        return {
            "name": name,
            "of": given["of"],
            "joins": list(JOINS.items()),
            "joined": list(JOINS.values())[given["of"] == "any"],
            "rows": rows,
            "next": f"{name}.conditions.{len(rows)}.of",
            "kinds": [(title, list(kinds.items())) for title, kinds in words.KINDS],
        }

    def row(self, given: Draft, path: str) -> Row:
        of, name = given["of"], PREFIX + path
        if of in GROUPS:
            return {"of": of, "name": name, "group": self.group(given, path)}
        shown = {"of": of, "name": name, "title": words.TITLES[of], "problem": self.problems.get(path, "")}
        return shown | _SHOWN[of](self, given, name)

    def did(self, given: Draft, name: str) -> Row:
        measured = given["measure"] in ("sum", "values")
        return {
            "negate": _select(f"{name}.negate", given["negate"], words.DID),
            "doing": _doing(name, given),
            "amount": _amount(name, given),
            "measure": _select(f"{name}.measure", given["measure"], words.MEASURES),
            "property": {"name": f"{name}.property", "value": given["property"]} if measured else None,
            "when": _when(f"{name}.when", given["when"], words.PAST),
            "by": self._by(name, given),
        }

    def occasion(self, given: Draft, name: str) -> Row:
        return {
            "negate": _select(f"{name}.negate", given["negate"], words.DID),
            "doing": _doing(name, given),
            "which": _select(f"{name}.which", given["which"], words.WHICH),
            "when": _when(f"{name}.when", given["when"], words.PAST[1:]),
            "by": self._by(name, given),
        }

    def then(self, given: Draft, name: str) -> Row:
        within = given["within"]
        return {
            "negate": _select(f"{name}.negate", given["negate"], words.DID),
            "first": _doing(f"{name}.first", given["first"]),
            "then": _doing(f"{name}.then", given["then"]),
            "delay": {"name": f"{name}.within.n", "value": within["n"]} if "n" in within else None,
            "delay_unit": _select(f"{name}.within.unit", within["unit"], words.DELAYS),
            "when": _when(f"{name}.when", given["when"], words.PAST),
            "by": self._by(name, given),
        }

    def fact(self, given: Draft, name: str) -> Row:
        fact = given["name"]
        shown: Row = {"fact": _select(f"{name}.name", fact, told.FACTS)}
        if fact in DAYS:
            dated = given["when"]["in"] not in WITHOUT_VALUES
            return shown | {
                "negate": _select(f"{name}.negate", given["negate"], words.LIES) if dated else None,
                "when": _when(f"{name}.when", given["when"], words.DATED),
            }
        tests = words.WORD_TESTS if fact in WORDS else words.NUMBER_TESTS
        choices = list(told.STATUSES.items()) if fact == FactName.STATUS else []
        return shown | _test(name, given, tests) | {"choices": choices, "number": fact not in WORDS}

    def trait(self, given: Draft, name: str) -> Row:
        return {"trait": {"name": f"{name}.name", "value": given["name"]}} | _test(name, given, tuple(TESTS))

    def plan(self, given: Draft, name: str) -> Row:
        return {
            "negate": _select(f"{name}.negate", given["negate"], words.IS),
            "values": {"name": f"{name}.values", "value": text_of(given["values"])},
        }

    def answer(self, given: Draft, name: str) -> Row:
        return {
            "negate": _select(f"{name}.negate", given["negate"], words.ANSWERED),
            "survey": _select(f"{name}.survey", given["survey"], words.SURVEYS),
            "least": {"name": f"{name}.least", "value": given["least"]},
            "most": {"name": f"{name}.most", "value": given["most"]},
            "latest": _select(f"{name}.latest", given["latest"], words.LATEST),
            "when": _when(f"{name}.when", given["when"], words.PAST),
            "by": self._by(name, given),
        }

    def ticket(self, given: Draft, name: str) -> Row:
        solved = given.get("solved")
        return {
            "negate": _select(f"{name}.negate", given["negate"], words.HAS),
            "amount": _amount(name, given),
            "state": _select(f"{name}.state", given["state"], words.STATES),
            "priorities": {"name": f"{name}.priorities", "value": text_of(given["priorities"])},
            "opened": _when(f"{name}.opened", given["opened"], words.PAST),
            "solved": _when(f"{name}.solved", solved, words.PAST) if solved is not None else None,
            "by": self._by(name, given),
        }

    def in_list(self, given: Draft, name: str) -> Row:
        return {
            "negate": _select(f"{name}.negate", given["negate"], words.IS_IN),
            "chosen": _chosen(f"{name}.list", given["list"], self.known.lists),
        }

    def segment(self, given: Draft, name: str) -> Row:
        return {
            "negate": _select(f"{name}.negate", given["negate"], words.IS_IN),
            "chosen": _chosen(f"{name}.key", given["key"], self.known.segments),
        }

    def _by(self, name: str, given: Draft) -> Row:
        return _select(f"{name}.by", "" if given["by"] == self.unit else given["by"], words.BY[self.unit])


def _select(name: str, value: str, options: Mapping[str, Any]) -> Row:
    return {"name": name, "value": value, "options": list(options.items())}


def _chosen(name: str, value: str, options: Options) -> Row:
    """With the value also where there is no such list or segment any more, so that it does not change by itself."""
    known = any(key == value for key, _ in options)
    return {"name": name, "value": value, "options": options if known or not value else [*options, (value, value)]}


def _amount(name: str, given: Draft) -> Row:
    how = _select(f"{name}.is", given["is"], told.AMOUNTS)
    return {"how": how, "number": {"name": f"{name}.number", "value": given["number"]}}


def _when(name: str, given: Draft, kinds: tuple[str, ...]) -> Row:
    return {
        "kind": _select(f"{name}.in", given["in"], {kind: words.PERIODS[kind] for kind in kinds}),
        "days": {"name": f"{name}.days", "value": given["days"]} if "days" in given else None,
        "start": _select(f"{name}.start", given["start"], words.STARTS) if "start" in given else None,
        "ends": [(f"{name}.{end}", given[end], end) for end in ("from", "to")] if "from" in given else None,
    }


def _doing(name: str, given: Draft) -> Row:
    """Events and conditions on their properties, each with a place for one more."""
    events = [*given["events"], ""]
    return {
        "events": [{"name": f"{name}.events.{place}", "value": event} for place, event in enumerate(events)],
        "event": events[0],
        "where": [_property(f"{name}.where.{place}", one) for place, one in enumerate(given["where"])],
        "next": f"{name}.where.{len(given['where'])}.name",
    }


def _property(name: str, given: Draft) -> Row:
    return {"name": name, "property": given["name"], **_test(name, given, tuple(TESTS))}


def _test(name: str, given: Draft, tests: tuple[str, ...]) -> Row:
    values = {"name": f"{name}.values", "value": text_of(given["values"])}
    return {
        "test": _select(f"{name}.is", given["is"], {test: TESTS[test] for test in tests}),
        "values": values if given["is"] not in WITHOUT_VALUES else None,
    }


_SHOWN: dict[str, Callable[[_Maker, Draft, str], Row]] = {
    "did": _Maker.did, "occasion": _Maker.occasion, "then": _Maker.then, "fact": _Maker.fact, "account": _Maker.trait,
    "person": _Maker.trait, "plan": _Maker.plan, "answer": _Maker.answer, "ticket": _Maker.ticket,
    "in_list": _Maker.in_list, "segment": _Maker.segment,
}  # fmt: skip
