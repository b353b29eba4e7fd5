"""Items as entries of the journal, and back."""

from __future__ import annotations

from typing import Any

import orjson

from holdfast.events.ingest.contracts import Item, Kind
from holdfast.events.journal import Entry
from holdfast.events.keys import Admission


def entry_of(item: Item, admission: Admission, received: int, client: str) -> Entry:
    """What is written. Traits told by a browser are marked: anybody can say anything with a key from a web page."""
    told: dict[str, Any] = {
        "k": item.kind, "e": item.event, "a": item.anonymous_id, "u": item.user_id, "g": item.account,
        "t": item.occurred_at, "p": item.properties, "s": item.traits, "o": item.traits_once, "c": client,
        "f": item.future, "b": admission.browser,
    }  # fmt: skip
    body = orjson.dumps({name: value for name, value in told.items() if value}, option=orjson.OPT_NON_STR_KEYS)
    return Entry(admission.workspace, admission.source, item.message_id, received, body)


def item_of(entry: Entry) -> Item:
    told = orjson.loads(entry.body)
    return Item(
        kind=Kind(told["k"]),
        message_id=entry.message_id,
        occurred_at=told["t"],
        event=told.get("e", ""),
        anonymous_id=told.get("a"),
        user_id=told.get("u"),
        account=told.get("g"),
        properties=told.get("p", {}),
        traits=told.get("s", {}),
        traits_once=told.get("o", {}),
        future=bool(told.get("f")),
        browser=bool(told.get("b")),
    )
