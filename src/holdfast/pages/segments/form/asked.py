"""What an address asks: the draft it holds, and the segment that the draft is, if it is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Self
from urllib.parse import urlencode

from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.leaves import NUMERIC, WITHOUT_VALUES
from holdfast.metrics.reports.query.segment import Segment, read_segment_data, write_segment
from holdfast.metrics.reports.query.told import DAYS, WORDS
from holdfast.pages.insights.form import draft as drafts
from holdfast.pages.insights.form.draft import Draft
from holdfast.pages.segments.form.normal import GROUPS, root
from holdfast.pages.segments.form.words import UNITS

WHERE = "where"


@dataclass(frozen=True)
class Asked:
    """segment is None while the draft is none yet; problems: path of a condition -> what is wrong with it."""

    draft: Draft
    segment: Segment | None
    problems: Mapping[str, str]

    @classmethod
    def of(cls, given: Draft) -> Self:
        unit = str(given.get("unit")) if given.get("unit") in UNITS else "account"
        draft: Draft = {"unit": unit, WHERE: root(given.get(WHERE))}
        problems: dict[str, str] = {}
        where = _complete(draft[WHERE], WHERE, unit, problems)
        if where is None or problems:
            return cls(draft, None, problems)
        try:
            return cls(draft, read_segment_data({"unit": unit, WHERE: where}, lax=True), {})
        except BadQuery as problem:
            return cls(draft, None, {WHERE: problem.problem})

    @classmethod
    def read(cls, text: str) -> Self:
        """`q` of an address."""
        return cls.of(drafts.read(text))

    @classmethod
    def stored(cls, segment: Segment) -> Self:
        return cls.read(write_segment(segment))

    @property
    def text(self) -> str:
        """The draft as an address or a form holds it."""
        return drafts.write(_short(self.draft))

    def address(self, **more: str) -> str:
        """The query string of it."""
        return urlencode({"q": self.text, **more})


def _short(given: Any) -> Any:
    """Without what is empty."""
    if isinstance(given, dict):
        return {name: value for name, one in given.items() if (value := _short(one)) not in ("", None, {}, [])}
    return [_short(one) for one in given] if isinstance(given, list) else given


def _complete(row: Draft, path: str, unit: str, problems: dict[str, str]) -> Draft | None:
    """A condition without those that are only begun; None when nothing is left."""
    if row["of"] in GROUPS:
        parts = [
            _complete(one, f"{path}.conditions.{place}", unit, problems) for place, one in enumerate(row["conditions"])
        ]
        inside = [part for part in parts if part is not None]
        return {"of": row["of"], "conditions": inside} if inside else None
    made = _leaf(row, unit)
    if made is None:
        return None
    try:
        read_segment_data({"unit": unit, WHERE: made}, lax=True)
    except BadQuery as problem:
        problems[path] = problem.problem
    return made


def _leaf(row: Draft, unit: str) -> Draft | None:
    of = row["of"]
    if of in ("account", "person", "fact"):
        return _compared(row)
    if of == "plan":
        return _short(row) if row["values"] else None
    if of in ("in_list", "segment"):
        return _short(row) if row.get("list") or row.get("key") else None
    if of == "did" and row["measure"] in ("sum", "values") and not row["property"]:
        return None
    made = {name: _part(value) for name, value in row.items()}
    made = {name: value for name, value in made.items() if value not in ("", None)}
    if made.get("by") == unit:  # of whoever is counted anyway
        del made["by"]
    return made if of != "occasion" or "when" in made else None


def _part(value: Any) -> Any:
    """Events with their conditions, periods and delays of a leaf; None for one that says nothing."""
    if isinstance(value, list):
        return [_compared(one) if isinstance(one, dict) else one for one in value if _is_whole(one)]
    if not isinstance(value, dict):
        return value
    if "in" in value:
        return _period(value)
    if "unit" in value:
        return value if "n" in value else None
    return {name: _part(one) for name, one in value.items()}


def _is_whole(one: Any) -> bool:
    return not isinstance(one, dict) or _compared(one) is not None


def _period(value: Draft) -> Draft | None:
    made = {name: one for name, one in value.items() if one != ""}
    if not made.get("in") or (made["in"] == "between" and len(made) == 1):
        return None
    return made


def _compared(row: Draft) -> Draft | None:
    """A name with a test, and values where the test has any."""
    if not row.get("name"):
        return None
    if row.get("of") == "fact" and row["name"] in DAYS:
        return _day(row)
    of = {"of": row["of"]} if "of" in row else {"of": "event"}
    made = {**of, "name": row["name"], "is": row["is"]}
    if row["is"] in WITHOUT_VALUES:
        return made
    numeric = row["is"] in NUMERIC or (row.get("of") == "fact" and row["name"] not in WORDS)
    values = [_number(value) if numeric else value for value in row["values"]]
    return {**made, "values": values} if values else None


def _day(row: Draft) -> Draft | None:
    told = row["when"]["in"]
    if told in WITHOUT_VALUES:
        return {"of": "fact", "name": row["name"], "is": told}
    when = _period(row["when"])
    made = {"of": "fact", "name": row["name"], "when": when}
    return None if when is None else made | ({"negate": "true"} if row["negate"] else {})


def _number(value: Any) -> Any:
    try:
        number = float(str(value).replace("\N{NO-BREAK SPACE}", "").replace(" ", ""))
    except ValueError:
        return value
    if not isfinite(number):
        return value
    return int(number) if number.is_integer() else number
