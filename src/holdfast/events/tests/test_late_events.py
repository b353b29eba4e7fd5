"""What comes of a person after it was erased is dropped and counted, and hinders nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from holdfast.customers import api as customers
from holdfast.customers.models import Person, Tombstone
from holdfast.events import api, watching
from holdfast.events.ingest.contracts import Item, Kind
from holdfast.events.ingest.entries import entry_of
from holdfast.events.journal import open_journal
from holdfast.events.keys import Admission
from holdfast.events.models import Binding, Outcome, UserId
from holdfast.events.tests.site import AT, basic, track
from tests.records import table

DUE = AT + timedelta(days=30)


@pytest.fixture
def send(site, key) -> Any:
    made = site()

    def sent(*items: dict[str, Any], drain: bool = True) -> int:
        status, _, _ = made.post("/v1/batch", {"batch": list(items)}, authorization=basic(key))
        assert status == 200
        return made.drain() if drain else 0

    return sent


def bury(key: str) -> customers.Burial:
    return customers.bury(key, at=AT, due_at=DUE)


def reasons() -> dict[str, tuple[int, str]]:
    rows = Outcome.objects.exclude(reason="accepted").values_list("reason", "count", "example")
    return {reason: (count, example) for reason, count, example in rows}


def stored() -> list[str]:
    return sorted(api.records("event")["person"].to_pylist())


def test_its_events_and_traits_are_dropped_and_counted_without_an_example(send) -> None:
    bury("u1")
    identify = {"type": "identify", "userId": "u1", "messageId": "i1", "traits": {"city": "Kyiv"}}
    assert send(track("m1"), identify, track("m2", userId="u2"), track("m3", userId=None, anonymousId="u1")) == 1
    assert stored() == ["u2"]
    assert reasons() == {"erased_person": (3, "")}
    assert set(Person.objects.values_list("key", flat=True)) == {"u2"}
    assert sum(Tombstone.objects.values_list("refused", flat=True)) == 3


def test_on_its_device_somebody_else_counts_and_the_device_stays_nobodys(send) -> None:
    send(track("m0", anonymousId="device"))
    assert bury("u1").keys == {"u1", "device"}
    Binding.objects.all().delete()
    UserId.objects.filter(user="u1").delete()
    assert send(track("m1", userId="u2", anonymousId="device"), track("m2", userId=None, anonymousId="device")) == 1
    assert stored() == ["u2"]
    assert Binding.objects.count() == 0


def test_a_new_device_of_it_is_not_told_to_be_its(send) -> None:
    bury("u1")
    alias = {"type": "alias", "userId": "u2", "previousId": "u1", "messageId": "a1"}
    assert send(track("m1", anonymousId="new-device"), alias) == 0
    assert Binding.objects.count() == 0
    assert send(track("m2", userId=None, anonymousId="new-device")) == 1
    assert stored() == ["new-device"]


def test_what_waits_in_the_journal_is_not_shown_and_not_stored(workspace) -> None:
    item = Item(kind=Kind.EVENT, message_id="m", occurred_at=int(AT.timestamp() * 1e6), event="opened")
    admission = Admission(1, workspace.pk, browser=False, origins=frozenset())
    journal = open_journal()
    try:
        people = {"u1": {"user_id": "u1"}, "u2": {"user_id": "u2"}, "gone": {"anonymous_id": "gone"}}
        told = [replace(item, message_id=name, **who) for name, who in people.items()]
        journal.append([entry_of(each, admission, item.occurred_at, "") for each in told])
        assert {each.person for each in watching.recent()} == {"u1", "u2", "gone"}
        bury("u1")
        bury("gone")
        assert {each.person for each in watching.recent()} == {"u2"}
        assert api.drain_once(journal, at=AT).added == 1
        assert stored() == ["u2"]
    finally:
        journal.erase(workspace.pk, list(people))
        journal.close()


def test_an_import_brings_nothing_of_it_either(workspace) -> None:
    bury("ann")
    rows = [{"message_id": f"m{n}", "event": "opened", "person": who, "occurred_at": AT} for n, who in enumerate("ab")]
    rows += [{"message_id": "m9", "event": "opened", "person": "ann", "occurred_at": AT}]
    count = api.put_records("event", table("event", *rows), source="files", at=AT)
    assert (count.added, count.unchanged) == (2, 0)
    assert stored() == ["a", "b"]
    assert reasons() == {"erased_person": (1, "")}
