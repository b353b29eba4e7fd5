"""Items of one workspace as records of customers and events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from holdfast.events.ingest.contracts import Item, Json, Kind

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Row = dict[str, Any]
Pair = tuple[str, str, datetime]
"""An anonymous id and the person it was seen with, and when."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of the records, traits in the order in which they were said. users: ids that were told as those of users.

    `once`, in a row of a trait: it only counts when nothing is known of it.
    """

    events: list[Row] = field(default_factory=list)
    accounts: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    traits: list[Row] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    users: set[str] = field(default_factory=set)


def batch_of(items: Iterable[tuple[Item, str]]) -> Batch:
    """(item, where it stands in the journal) -> records."""
    found = Batch()
    for item, source_row in items:
        at = EPOCH + timedelta(microseconds=item.occurred_at)
        if item.browser and item.kind is Kind.ALIAS:
            continue  # refused at the door; one from before it was
        if item.user_id:
            found.users.add(item.user_id)
        if item.user_id and item.anonymous_id and item.user_id != item.anonymous_id:
            found.pairs.append((item.anonymous_id, item.user_id, at))
        if item.kind is Kind.EVENT:
            found.events.append(_event(item, at, source_row))
        found.accounts.extend(_account(item, source_row))
        found.people.extend(_person(item, source_row))
        found.traits.extend(_traits(item, at, source_row))
    # What is said in any case comes before what only counts when nothing is known, at the same moment.
    found.traits.sort(key=lambda row: (row["valid_from"], row["once"]))
    return found


def _event(item: Item, at: datetime, source_row: str) -> Row:
    """Raw ids are kept as they came: which of them are one person is decided when events are read."""
    return {
        "message_id": item.message_id, "event": item.event, "person": item.user_id or item.anonymous_id,
        "account": item.account, "occurred_at": at,
        "properties": orjson.dumps(item.properties).decode() if item.properties else None, "source_row": source_row,
    }  # fmt: skip


def _account(item: Item, source_row: str) -> Iterator[Row]:
    """A group call tells of an account; an event that only names one mentions it, which is enough."""
    if item.kind is Kind.GROUP and item.account:
        name = None if item.browser else text(item.traits.get("name"))
        yield {"account": item.account, "name": name, "source_row": source_row}


def _person(item: Item, source_row: str) -> Iterator[Row]:
    person = item.user_id or item.anonymous_id
    if person and item.kind in (Kind.IDENTIFY, Kind.GROUP):
        name = text(item.traits.get("name")) if item.kind is Kind.IDENTIFY else None
        yield {"person": person, "name": name, "account": item.account, "source_row": source_row}


def _traits(item: Item, at: datetime, source_row: str) -> Iterator[Row]:
    subject = "account" if item.kind is Kind.GROUP else "person"
    key = item.account if subject == "account" else item.user_id or item.anonymous_id
    if subject == "account" and item.browser:
        return
    told: Json = item.traits_once | item.traits
    for name, value in told.items():
        said = text(value)
        if key is not None and said is not None:
            yield {
                "subject": subject, "subject_key": key, "name": name, "value": said, "valid_from": at,
                "source_row": source_row, "once": name not in item.traits,
            }  # fmt: skip


def text(value: Any) -> str | None:
    """A trait as text; objects and lists as JSON; None for nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
