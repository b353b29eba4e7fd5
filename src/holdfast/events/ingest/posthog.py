"""PostHog's clients: a batch, one event, or a bare list of events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from holdfast.events.ingest.building import Unfit, obj, read_each
from holdfast.events.ingest.contracts import BadRequest, Item, Json, Kind, Parsed, Reason
from holdfast.events.ingest.ids import message_id, text_id
from holdfast.events.ingest.limits import Limits
from holdfast.events.ingest.moments import corrected, micros, milliseconds

# Which kind of group is an account of ours, when an event names several.
ACCOUNT_GROUPS = ("account", "company", "organization", "organisation", "workspace", "customer", "team")


def is_batch(told: Any) -> bool:
    """Amplitude's batch comes to the same path and has `events`."""
    return isinstance(told, list) or (isinstance(told, dict) and "events" not in told)


def parse(told: Any, received: int, limits: Limits) -> Parsed:
    """What one request says. Raises BadRequest when it holds no events or too many."""
    whole: Json = told if isinstance(told, dict) else {}
    events = told if isinstance(told, list) else whole.get("batch", [told])
    if not isinstance(events, list):
        raise BadRequest("no_batch", "A batch needs the field `batch`, a list.")
    if len(events) > limits.items:
        raise BadRequest("too_many", f"A batch may hold {limits.items:,} items; send smaller ones.", 413)
    return read_each(events, limits, _reader(whole, received), lambda each: obj(each.get("properties")))


def key_of(told: Any) -> Any:
    """The key of the whole, or of the first event that has one."""
    whole: Json = obj(told)
    if key := whole.get("api_key") or whole.get("token"):
        return key
    events = told if isinstance(told, list) else whole.get("batch", [told])
    if not isinstance(events, list):
        return None
    properties = (obj(obj(each).get("properties")) for each in events)
    return next((each["token"] for each in properties if each.get("token")), None)


def _reader(whole: Json, received: int) -> Any:
    def read(told: Json) -> Iterator[Item]:
        properties = dict(obj(told.get("properties")))
        name = told.get("event")
        if not isinstance(name, str) or not name.strip():
            raise Unfit(Reason.NO_EVENT, "event")
        occurred, future = _when(told, whole, properties, received)
        common: Json = {
            "message_id": message_id(told.get("uuid") or properties.get("$insert_id"), told),
            "occurred_at": occurred,
            "future": future,
        }
        common |= _who(told, properties)
        yield from _items(name.strip(), told, properties, common)

    return read


def _when(told: Json, whole: Json, properties: Json, received: int) -> tuple[int, bool]:
    offset = told.get("offset")
    if isinstance(offset, int | float) and not isinstance(offset, bool) and told.get("timestamp") is None:
        return corrected(received - milliseconds(offset), None, received)
    ignored = properties.get("$ignore_sent_at") or whole.get("historical_migration")
    sent = None if ignored else micros(told.get("sent_at") or whole.get("sent_at"))
    return corrected(micros(told.get("timestamp")), sent, received)


def _who(told: Json, properties: Json) -> Json:
    """Until somebody is identified the client's own id of the device stands for the person."""
    distinct = text_id(told.get("distinct_id")) or text_id(properties.get("distinct_id"))
    device = text_id(properties.get("$device_id"))
    anonymous = distinct is not None and (distinct == device or properties.get("$process_person_profile") is False)
    return {"anonymous_id": distinct} if anonymous else {"user_id": distinct}


def _items(name: str, told: Json, properties: Json, common: Json) -> Iterator[Item]:
    sets = obj(told.get("$set")) or obj(properties.pop("$set", None))
    once = obj(told.get("$set_once")) or obj(properties.pop("$set_once", None))
    if name == "$identify":
        user = common.get("user_id") or common.get("anonymous_id")
        before = text_id(properties.get("$anon_distinct_id"))
        who = {"user_id": user, "anonymous_id": before if before != user else None}
        yield Item(kind=Kind.IDENTIFY, traits=sets, traits_once=once, **common | who)
    elif name in ("$create_alias", "$merge_dangerously"):
        user = text_id(properties.get("distinct_id")) or common.get("user_id") or common.get("anonymous_id")
        yield Item(kind=Kind.ALIAS, **common | {"user_id": user, "anonymous_id": text_id(properties.get("alias"))})
    elif name == "$groupidentify":
        group = {"account": text_id(properties.get("$group_key"))}
        yield Item(kind=Kind.GROUP, traits=obj(properties.get("$group_set")), **_nobody(common) | group)
    else:
        account = _account(properties.pop("$groups", None))
        properties.pop("token", None)
        yield Item(kind=Kind.EVENT, event=name, account=account, properties=properties, **common)
        if sets or once:
            own = {"message_id": common["message_id"] + "/set"}
            yield Item(kind=Kind.IDENTIFY, traits=sets, traits_once=once, **common | own)


def _nobody(common: Json) -> Json:
    """A group's own properties are said by nobody in particular: the client makes up an id for the message."""
    return common | {"user_id": None, "anonymous_id": None}


def _account(groups: Any) -> str | None:
    told = obj(groups)
    chosen = next((told[name] for name in ACCOUNT_GROUPS if told.get(name)), None)
    return text_id(chosen if chosen is not None else next(iter(told.values()), None))
