"""Segment's calls, which RudderStack's clients make too: one each, or several in a batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from holdfast.events.ingest.building import Unfit, obj, read_each
from holdfast.events.ingest.contracts import BadRequest, Item, Json, Kind, Parsed, Reason
from holdfast.events.ingest.ids import message_id, text_id
from holdfast.events.ingest.limits import Limits
from holdfast.events.ingest.moments import corrected, micros

# The short paths are those of the client in the browser.
CALLS = {
    "track": "track", "t": "track", "identify": "identify", "i": "identify", "group": "group", "g": "group",
    "page": "page", "p": "page", "screen": "screen", "s": "screen", "alias": "alias", "a": "alias",
    "batch": "batch", "b": "batch", "import": "batch",
}  # fmt: skip


def parse(call: str, told: Any, received: int, limits: Limits) -> Parsed:
    """What one request says. call: a value of CALLS. Raises BadRequest for a batch that is none."""
    if not isinstance(told, dict):
        raise BadRequest("bad_json", "The body has to be a JSON object.")
    contexts = _Contexts(told)
    if call != "batch":
        return read_each([{"type": call} | told], limits, _reader(told, contexts, received), contexts.of)
    batch = told.get("batch")
    if not isinstance(batch, list):
        raise BadRequest("no_batch", "A batch needs the field `batch`, a list.")
    if len(batch) > limits.items:
        raise BadRequest("too_many", f"A batch may hold {limits.items:,} items; send smaller ones.", 413)
    return read_each(batch, limits, _reader(told, contexts, received), contexts.of)


class _Contexts:
    """What is said beside an item, with what is said beside all of them. That of the last item is at hand."""

    def __init__(self, whole: Json) -> None:
        self._whole = obj(whole.get("context"))
        self._last: Json | None = None
        self._found: Json = {}

    def of(self, told: Json) -> Json:
        if told is not self._last:
            own = obj(told.get("context"))
            self._last, self._found = told, self._whole | own if self._whole else own
        return self._found


def _reader(whole: Json, contexts: _Contexts, received: int) -> Any:
    def read(told: Json) -> Iterator[Item]:
        context = contexts.of(told)
        sent = micros(told.get("sentAt") or whole.get("sentAt"))
        at = micros(told.get("originalTimestamp") or told.get("timestamp"))
        occurred, future = corrected(at, sent, received)
        common: Json = {
            "message_id": message_id(told.get("messageId"), told),
            "occurred_at": occurred,
            "anonymous_id": text_id(told.get("anonymousId")),
            "user_id": text_id(told.get("userId")),
            "future": future,
        }
        yield _item(told, context, common)

    return read


def _item(told: Json, context: Json, common: Json) -> Item:
    call = told.get("type")
    account = text_id(context.get("groupId"))
    properties = obj(told.get("properties"))
    traits = obj(told.get("traits")) or obj(context.get("traits"))
    if call == "track":
        name = told.get("event")
        if not isinstance(name, str) or not name.strip():
            raise Unfit(Reason.NO_EVENT, "event")
        return Item(kind=Kind.EVENT, event=name.strip(), account=account, properties=properties, **common)
    if call in ("page", "screen"):
        named = {"name": told["name"]} if told.get("name") else {}
        return Item(kind=Kind.EVENT, event=call, account=account, properties=properties | named, **common)
    if call == "identify":
        return Item(kind=Kind.IDENTIFY, account=account, traits=traits, **common)
    if call == "group":
        return Item(kind=Kind.GROUP, traits=traits, **common | {"account": text_id(told.get("groupId"))})
    if call == "alias":
        return Item(kind=Kind.ALIAS, **common | {"anonymous_id": text_id(told.get("previousId"))})
    raise Unfit(Reason.UNKNOWN_TYPE, "type")
