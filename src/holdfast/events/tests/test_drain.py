"""What stops the drain, and what must not."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from threading import Event
from typing import Any

import pytest

from holdfast.events.api import records, run_drain, watching
from holdfast.events.drain import aside
from holdfast.events.drain import drain as draining
from holdfast.events.journal import contracts
from holdfast.events.models import SetAside
from holdfast.events.tests.site import AT, Site, basic, track


def stored() -> list[str]:
    return sorted(records("event")["message_id"].to_pylist())


def send(here: Site, key: str, *messages: str, **more: Any) -> None:
    batch = [track(message, **more) for message in messages]
    assert here.post("/v1/batch", {"batch": batch}, authorization=basic(key))[0] == 200


@pytest.fixture
def poison(monkeypatch) -> None:
    """A bug that some entries bring out."""
    put = draining._put

    def fails(entries: Any, *more: Any) -> Any:
        if any(entry.message_id.startswith("bad") for entry in entries):
            raise ValueError("a bug in our code")
        return put(entries, *more)

    monkeypatch.setattr(draining, "_put", fails)


def drain_all(here: Site) -> None:
    stop = Event()

    def clock() -> Any:
        if not here.journal.after(draining.drained(), 1):
            stop.set()
        return AT

    run_drain(here.journal, stop, clock=clock)


def test_an_entry_that_cannot_be_stored_stops_no_other_and_is_kept_and_shown(site, key, poison) -> None:
    here = site()
    send(here, key, "m1", "bad-1", "m2", "m3", "bad-2", "m4")
    drain_all(here)
    assert stored() == ["m1", "m2", "m3", "m4"]
    kept = SetAside.objects.order_by("message_id")
    assert [(each.message_id, each.error) for each in kept] == [
        (name, "ValueError: a bug in our code") for name in ("bad-1", "bad-2")
    ]
    assert b'"opened"' in bytes(kept[0].body)
    (refusal,) = watching.refusals(AT - timedelta(hours=1))
    assert (refusal.reason, refusal.count) == ("not_stored", 2)
    assert "opened" in refusal.example


def test_a_broken_machine_sets_nothing_aside(site, key, monkeypatch) -> None:
    here = site()
    send(here, key, "m1", "m2")

    def full(*_: Any) -> Any:
        raise OSError("no space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(draining, "_put", full)
        broken.setattr(aside, "check_surroundings", full)
        with pytest.raises(OSError, match="no space"):
            here.drain()
    assert not SetAside.objects.exists()
    assert here.drain() == 2


def test_a_failure_of_the_machine_that_has_passed_sets_nothing_aside(site, key, monkeypatch) -> None:
    here = site()
    send(here, key, "m1", "m2")
    put, failures = draining._put, [OSError("busy")] * 2

    def fails_twice(*told: Any) -> Any:
        if failures:
            raise failures.pop()
        return put(*told)

    monkeypatch.setattr(draining, "_put", fails_twice)
    drain_all(here)
    assert (stored(), SetAside.objects.count()) == (["m1", "m2"], 0)


def test_any_number_of_different_traits_is_learned(workspace) -> None:
    names = [f"trait-{number}" for number in range(260_000)]
    last_values = import_module("holdfast.customers.actions.learn")._last_values
    assert last_values({("person", "u1", name) for name in names}) == {}


def test_a_round_reads_no_more_bytes_than_fit_into_memory(site, key, monkeypatch) -> None:
    here = site()
    send(here, key, *(f"m{number}" for number in range(10)), properties={"text": "x" * 1_000})
    monkeypatch.setattr(contracts, "MOST_BYTES", 3_000)
    assert [entry.message_id for entry in here.journal.after(0, 100)] == ["m0", "m1", "m2"]
    assert here.drain() == 3
    assert [here.drain() for _ in range(4)] == [3, 3, 1, 0]
    assert len(stored()) == 10
