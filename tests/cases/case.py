"""Reads the files of known answers and turns what they ask into queries."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from pyroaring import BitMap

from holdfast.metrics.kernel.days import EPOCH, MICROSECOND
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.query.base import Breakdown, Interval, Picked, Span
from holdfast.metrics.reports.query.conditions import (
    AccountTrait,
    All,
    Condition,
    Is,
    PersonTrait,
    Property,
    Unit,
    both,
)
from holdfast.metrics.reports.slots import Slots
from tests.usage import Done, Known, asking

SHARED = Path(__file__).resolve().parents[3] / "shared" / "cases"
ENVIRONMENT = "HOLDFAST_CASES"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def folders() -> list[Path]:
    """The shared cases, and those of HOLDFAST_CASES."""
    more = [Path(text) for text in os.environ.get(ENVIRONMENT, "").split(":") if text]
    return [*([SHARED] if SHARED.is_dir() else []), *more]


class Params:
    """What a query asks for. Whatever is not taken in the end fails: nothing is skipped in silence."""

    def __init__(self, given: Mapping[str, Any], where: str) -> None:
        self._given = dict(given)
        self._where = where

    def take(self, *names: str, default: Any = None) -> Any:
        for name in names:
            if name in self._given:
                return self._given.pop(name)
        return default

    def __enter__(self) -> Params:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        assert kind is not None or not self._given, f"{self._where}: unknown parameters {sorted(self._given)}"


@dataclass(frozen=True)
class Case:
    """A file: events, people, and queries with their answers."""

    path: Path
    given: Mapping[str, Any]

    @property
    def kind(self) -> str:
        return str(self.given["kind"])

    @property
    def queries(self) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
        return [(query["params"], query["expected"]) for query in self.given["queries"]]

    def asking(self, params: Params, *, indexed: bool) -> tuple[Asking, Unit]:
        """Takes the settings and the unit from the parameters."""
        zone = params.take("timezone", default=self.given.get("timezone", "UTC"))
        start = params.take("week_start", default=self.given.get("week_start", "sunday"))
        unit, key = params.take("unit", default="person"), params.take("group_key_property")
        accounts = self._accounts(key)
        done = [self._done(one, accounts, key) for one in self.given["events"]]
        found = asking(
            done, who=self._known(accounts), zone=zone, week_start=WEEKDAYS.index(start) + 1, indexed=indexed
        )
        assert unit in ("person", "account", "group") or unit.startswith("group:"), f"unknown unit {unit}"
        return found, Unit.PERSON if unit == "person" else Unit.ACCOUNT

    def _done(self, given: Mapping[str, Any], accounts: Mapping[str, int], key: str | None) -> Done:
        properties = given.get("properties") or {}
        account = accounts.get(str(properties.get(key))) if key else None
        return Done(
            given["event"], self._people[given["distinct_id"]], instant(given["timestamp"]), account, properties
        )

    @property
    def _people(self) -> dict[str, int]:
        ids: dict[str, int] = {}
        for number, person in enumerate(self.given["persons"], start=1):
            ids |= dict.fromkeys([person["id"], *person["distinct_ids"]], number)
        for event in self.given["events"]:
            ids.setdefault(event["distinct_id"], len(ids) + len(self.given["persons"]) + 1)
        return ids

    def _accounts(self, key: str | None) -> dict[str, int]:
        named = [group_key(group) for group in self.given.get("groups") or ()]
        used = [str((event.get("properties") or {}).get(key) or "") for event in self.given["events"]] if key else []
        return {name: number for number, name in enumerate(dict.fromkeys([*named, *used]), start=1) if name}

    def _known(self, accounts: Mapping[str, int]) -> Known:
        people = self._people
        created: dict[int, int] = {}
        for event in self.given["events"]:
            person, at = people[event["distinct_id"]], micros(event["timestamp"])
            created[person] = min(at, created.get(person, at))
        traits: dict[tuple[Unit, str], dict[str, BitMap]] = {}
        for person in self.given["persons"]:
            if person.get("created_at"):
                created[people[person["id"]]] = micros(person["created_at"])
            for name, value in (person.get("properties") or {}).items():
                held = traits.setdefault((Unit.PERSON, name), {})
                held.setdefault(text(value), BitMap()).add(people[person["id"]])
        for group in self.given.get("groups") or ():
            for name, value in (group.get("properties") or {}).items():
                held = traits.setdefault((Unit.ACCOUNT, name), {})
                held.setdefault(text(value), BitMap()).add(accounts[group_key(group)])
        founded = {
            accounts[group_key(group)]: micros(group["created_at"])
            for group in self.given.get("groups") or ()
            if group.get("created_at")
        }
        return Known(
            BitMap(people.values()), BitMap(accounts.values()), traits=traits,
            created_at={Unit.PERSON: created, Unit.ACCOUNT: founded},
        )  # fmt: skip


def cases(*kinds: str) -> Iterator[Case]:
    """Those of some kinds, from every folder."""
    for folder in folders():
        for path in sorted(folder.glob("*.json")):
            case = Case(path, json.loads(path.read_text(encoding="utf-8")))
            if case.kind in kinds:
                yield case


def group_key(group: Mapping[str, Any]) -> str:
    return str(next(group[name] for name in ("key", "group_key", "id") if name in group))


def micros(moment: str) -> int:
    return (instant(moment) - EPOCH) // MICROSECOND


def instant(moment: str) -> datetime:
    found = datetime.fromisoformat(moment)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def picked(event: Any, where: Mapping[str, Any] | None = None) -> Picked:
    """event: a name, null for any, several names, or a mapping with `event` and `where`."""
    if isinstance(event, Mapping):
        with Params(event, "event") as given:
            names, own = given.take("event", "events"), given.take("where", "properties", default={})
        return picked(names, {**(where or {}), **own})
    names = () if event is None else (event,) if isinstance(event, str) else tuple(event)
    return Picked(names, equals(where))


def equals(where: Mapping[str, Any] | None, kind: type[Any] = Property) -> Condition | None:
    """Equality filters on event properties, or on traits; a list means one of them, null that there is none."""
    conditions = tuple(
        kind(name=name, is_=Is.UNSET)
        if value is None
        else kind(name=name, values=tuple(value) if isinstance(value, list) else (value,))
        for name, value in (where or {}).items()
    )
    return All(conditions) if conditions else None


def filters(params: Params) -> Condition | None:
    """Those of events, of people and of accounts."""
    return both(
        equals(params.take("where", "event_where", "where_event")),
        equals(params.take("where_person", "person_where", "person_properties"), PersonTrait),
        equals(params.take("where_group", "group_where", "group_properties", "where_account", "account_where"),
               AccountTrait),
    )  # fmt: skip


def breakdown(given: Mapping[str, Any] | None) -> Breakdown | None:
    """By a property of the first start event, or by a trait of who did it."""
    if given is None:
        return None
    with Params(given, "breakdown") as params:
        on = params.take("on", default="first_start_event")
        assert on in ("first_start_event", "person", "group", "account"), f"unknown breakdown on {on}"
        top = params.take("limit", "top", default=100)
        for by, names in {
            "event": ("event_property",), "person": ("person_property",), "account": ("group_property",),
        }.items():  # fmt: skip
            if name := params.take(*names):
                return Breakdown(by=by, name=name, top=top)
        by = {"event": "event", "person": "person", "group": "account"}[params.take("type", default="event")]
        return Breakdown(by=by, name=params.take("property", "name"), top=top)


def starts(slots: Slots) -> list[str]:
    """The first local day of each, however it is labelled."""
    first = date(1970, 1, 1)
    return [(first + timedelta(days=slots.day_at(int(edge)))).isoformat() for edge in slots.edges[:-1]]


def span(params: Params, found: Asking, interval: Interval) -> Span:
    """From `date_from` and `date_to`, both included; instants are for hours."""
    first, last = params.take("date_from"), params.take("date_to")
    return Span(moment(first, found, interval), moment(last, found, interval))


def moment(given: str, found: Asking, interval: Interval) -> str:
    """A local day, or for hours the local hour."""
    if len(given) == len("2020-01-01"):
        return date.fromisoformat(given).isoformat()
    local = instant(given).astimezone(found.clock.zone)
    return local.strftime("%Y-%m-%dT%H" if interval is Interval.HOUR else "%Y-%m-%d")
