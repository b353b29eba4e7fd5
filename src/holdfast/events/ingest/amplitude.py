"""Amplitude's clients: a list of events, with ids of users and devices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from holdfast.events.ingest.building import Unfit, obj, read_each
from holdfast.events.ingest.contracts import BadRequest, Item, Json, Kind, Parsed, Reason
from holdfast.events.ingest.ids import message_id, text_id
from holdfast.events.ingest.limits import Limits
from holdfast.events.ingest.moments import corrected, micros
from holdfast.events.ingest.posthog import ACCOUNT_GROUPS


def parse(told: Any, received: int, limits: Limits) -> Parsed:
    """What one request says. Raises BadRequest when it holds no events or too many."""
    if not isinstance(told, dict) or not isinstance(told.get("events"), list):
        raise BadRequest("no_events", "missing required field: events")
    if len(told["events"]) > limits.items:
        raise BadRequest("too_many", f"A request may hold {limits.items:,} events; send smaller ones.", 413)
    return read_each(told["events"], limits, _reader(told, received), lambda each: obj(each.get("event_properties")))


def _reader(whole: Json, received: int) -> Any:
    def read(told: Json) -> Iterator[Item]:
        name = told.get("event_type")
        if not isinstance(name, str) or not name.strip():
            raise Unfit(Reason.NO_EVENT, "event_type")
        sent = micros(whole.get("client_upload_time"))
        occurred, future = corrected(_time(told.get("time")), sent, received)
        common: Json = {
            "message_id": message_id(_unique(told), told),
            "occurred_at": occurred,
            "anonymous_id": text_id(told.get("device_id")),
            "user_id": text_id(told.get("user_id")),
            "account": _account(told.get("groups")),
            "future": future,
        }
        yield from _items(name.strip(), told, common)

    return read


def _time(value: Any) -> int | None:
    """Milliseconds; text is refused rather than guessed at."""
    if isinstance(value, str):
        raise Unfit(Reason.BAD_TIME, "time")
    return micros(value)


def _unique(told: Json) -> str | None:
    """An insert id is unique for a device only."""
    given, device = text_id(told.get("insert_id")), text_id(told.get("device_id")) or text_id(told.get("user_id"))
    return f"{device}/{given}" if given and device else given


def _items(name: str, told: Json, common: Json) -> Iterator[Item]:
    sets, once = _operations(obj(told.get("user_properties")))
    if name == "$identify":
        yield Item(kind=Kind.IDENTIFY, traits=sets, traits_once=once, **common)
        return
    if name == "$groupidentify":
        group_sets, _ = _operations(obj(told.get("group_properties")))
        yield Item(kind=Kind.GROUP, traits=group_sets, **common | {"user_id": None, "anonymous_id": None})
        return
    properties = obj(told.get("event_properties"))
    yield Item(kind=Kind.EVENT, event=name, properties=properties, **common)
    if sets or once:
        yield Item(
            kind=Kind.IDENTIFY, traits=sets, traits_once=once, **common | {"message_id": common["message_id"] + "/set"}
        )


def _operations(told: Json) -> tuple[Json, Json]:
    """What is set, and what is set if nothing was. Sums and lists are kept by the sender, not by us."""
    if not any(name.startswith("$") for name in told):
        return told, {}
    return obj(told.get("$set")), obj(told.get("$setOnce"))


def _account(groups: Any) -> str | None:
    told = obj(groups)
    chosen = next((told[name] for name in ACCOUNT_GROUPS if told.get(name)), next(iter(told.values()), None))
    return text_id(chosen[0] if isinstance(chosen, list) and chosen else chosen)
