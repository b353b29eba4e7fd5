"""Where else a person stands in this room: bindings, ids of users, entries aside, examples, and the journal."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import orjson
from django.db.models import Q, QuerySet

from holdfast.core.scoping import current_workspace
from holdfast.customers.api import Names
from holdfast.events.ingest.entries import item_of
from holdfast.events.journal import Entry, open_journal
from holdfast.events.models import Binding, Outcome, SetAside, UserId

AT_ONCE = 5_000


def forget(keys: Collection[str]) -> dict[str, int]:
    """Remove what the database says of these ids; how much of what. For the transaction that refuses them."""
    aside = [row.pk for row in aside_of(keys)]
    SetAside.objects.filter(pk__in=aside).delete()
    devices = bindings_of(keys).delete()[0]
    UserId.objects.filter(user__in=keys).delete()
    return {"devices": devices, "set_aside": len(aside), "examples": forget_examples(keys)}


def forget_examples(keys: Collection[str]) -> int:
    """Empty the examples of refused items that name one of these ids. A process that counts may bring one later."""
    names, quoted = Names(keys), [orjson.dumps(key).decode() for key in keys]
    found = [
        row.pk
        for row in Outcome.objects.exclude(example="").order_by("pk").iterator()
        if any(each in row.example for each in quoted) or names.stand_in(row.example)
    ]
    return Outcome.objects.filter(pk__in=found).update(example="")


def forget_waiting(keys: Collection[str]) -> int:
    """Remove from the journal what waits there of these ids; how many entries. The drain would drop them."""
    journal = open_journal()
    try:
        mine = [entry.number for entry in waiting_of(keys)]
        for number in mine:
            journal.forget(number - 1, number)
    finally:
        journal.close()
    return len(mine)


def bindings_of(keys: Collection[str]) -> QuerySet[Binding, Binding]:
    """What was learned of devices."""
    return Binding.objects.filter(Q(anonymous__in=keys) | Q(person__in=keys)).order_by("pk")


def user_ids_of(keys: Collection[str]) -> QuerySet[UserId, UserId]:
    """Those of the ids that were told as ids of users."""
    return UserId.objects.filter(user__in=keys).order_by("pk")


def aside_of(keys: Collection[str]) -> Iterator[SetAside]:
    """The entries aside that are about one of these ids; those that cannot be read, if an id stands in them."""
    names = Names(keys)
    for row in SetAside.objects.order_by("pk").iterator(chunk_size=500):
        entry = Entry(row.workspace_id, row.source, row.message_id, row.received_at, bytes(row.body))
        about = ids_in(entry)
        text = entry.body.decode("utf-8", "replace")
        if about & names.keys if about is not None else names.make_up(text):
            yield row


def waiting_of(keys: Collection[str]) -> Iterator[Entry]:
    """The entries of the journal that are about one of these ids, oldest first."""
    wanted, last, workspace = frozenset(keys), 0, current_workspace().pk
    journal = open_journal()
    try:
        while entries := journal.after(last, AT_ONCE, workspace):
            yield from (entry for entry in entries if (ids_in(entry) or frozenset()) & wanted)
            last = entries[-1].number
    finally:
        journal.close()


def ids_in(entry: Entry) -> frozenset[str] | None:
    """The ids that an entry is about; None when it cannot be read."""
    try:
        item = item_of(entry)
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        return None
    return frozenset(each for each in (item.user_id, item.anonymous_id) if isinstance(each, str))


def plain(entry: Entry) -> dict[str, Any]:
    """An entry as it is told to the person."""
    try:
        body: Any = orjson.loads(entry.body)
    except orjson.JSONDecodeError:
        body = entry.body.decode("utf-8", "replace")
    return {"message_id": entry.message_id, "received_at_us": entry.received_at, "source": entry.source, "item": body}
