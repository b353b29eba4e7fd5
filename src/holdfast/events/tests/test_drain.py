"""What stops the drain, and what must not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from threading import Event
from typing import Any

import pytest

from holdfast.events.api import create_key, put_records, records, run_drain, watching
from holdfast.events.drain import aside, resting
from holdfast.events.drain import drain as draining
from holdfast.events.journal import contracts
from holdfast.events.journal.sqlite import SqliteJournal
from holdfast.events.models import SetAside
from holdfast.events.tests.site import AT, Site, basic, track
from tests.records import table


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


def drain_all(here: Site, monkeypatch: Any) -> None:
    """As the process does, until nothing waits; but not for ever."""
    monkeypatch.setattr(draining, "close_old_connections", lambda: None)  # the transaction of a test is open
    monkeypatch.setattr(draining, "RETRY", 0.01)
    monkeypatch.setattr(resting, "PAUSE", 0.01)
    stop = Event()
    rounds = iter(range(50))

    def clock() -> Any:
        if not here.journal.depth() or next(rounds, None) is None:
            stop.set()
        return AT

    run_drain(here.journal, stop, clock=clock)


def test_an_entry_that_cannot_be_stored_stops_no_other_and_is_kept_and_shown(site, key, poison, monkeypatch) -> None:
    here = site()
    send(here, key, "m1", "bad-1", "m2", "m3", "bad-2", "m4")
    drain_all(here, monkeypatch)
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
    drain_all(here, monkeypatch)
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


def test_a_journal_that_begins_anew_loses_nothing(site, key, workspace, tmp_path) -> None:
    first = site()
    send(first, key, "m1", "m2", "m3")
    assert first.drain() == 3
    first.close()
    for path in tmp_path.glob("journal.db*"):
        path.unlink()
    again = site()
    send(again, key, "m4", "m5")  # these have the numbers 1 and 2, below the mark
    assert again.drain() == 2
    send(again, key, "m6")
    assert again.drain() == 1
    assert stored() == ["m1", "m2", "m3", "m4", "m5", "m6"]


def test_a_journal_restored_from_a_copy_neither_loses_nor_doubles(site, key, workspace, tmp_path) -> None:
    here = site()
    send(here, key, "m1", "m2")
    here.writer.stop()
    copied = here.journal.after(0, 10)
    here.journal.append([replace(copied[0], message_id="m3")])
    assert here.drain() == 3
    restored = SqliteJournal(tmp_path / "restored.db")
    restored.append([*copied, replace(copied[0], message_id="m4")])
    assert draining.drain_once(restored, at=AT).added == 1
    assert (stored(), restored.depth()) == (["m1", "m2", "m3", "m4"], 0)
    restored.close()


def test_a_drain_killed_before_it_emptied_the_journal_doubles_nothing(site, key, workspace, monkeypatch) -> None:
    here = site()
    send(here, key, "m1", "m2")
    with monkeypatch.context() as killed:
        killed.setattr(here.journal, "forget", lambda *_: None)
        assert here.drain() == 2
    send(here, key, "m3")
    assert here.drain() == 1
    assert (stored(), here.journal.depth()) == (["m1", "m2", "m3"], 0)


def test_a_key_cannot_suppress_the_messages_of_another(site, key, workspace) -> None:
    browser = create_key("Shop", "browser", at=AT, actor="test")[1]
    here = site()
    send(here, browser, "m1")
    assert here.drain() == 1
    send(here, key, "m1")
    assert here.drain() == 1
    for _ in range(2):
        send(here, key, "m1")
        send(here, browser, "m1")
        assert here.drain() == 0
    rows = table("event", {"message_id": "m1", "event": "opened", "person": "u1", "occurred_at": AT})
    assert [put_records("event", rows, source=source, at=AT).added for source in ("csv", "segment")] == [1, 0]
    assert stored() == ["m1", "m1", "m1"]


class Waits(Event):
    """Notes how long it is waited for, without waiting; `then` is called at each wait."""

    def __init__(self, then: Any) -> None:
        super().__init__()
        self.waits: list[float] = []
        self._then = then

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0.0)
        self._then(self)
        return self.is_set()


def test_an_event_after_a_pause_is_brought_in_at_once_and_a_stream_once_a_second(site, key, monkeypatch) -> None:
    monkeypatch.setattr(draining, "close_old_connections", lambda: None)
    here, seen = site(), []

    def then(stop: Waits) -> None:
        seen.append(len(stored()))
        if len(stop.waits) == 5:
            send(here, key, "m1")
        if len(stop.waits) == 6:
            send(here, key, "m2")
        if len(stop.waits) == 7:
            stop.set()

    stop = Waits(then)
    run_drain(here.journal, stop, clock=lambda: AT)
    assert stop.waits[:5] == [resting.LOOK] * 5
    # m1 came during the fifth look; the round after it stored it, and the next one waits for the rest of the second.
    assert seen == [0, 0, 0, 0, 0, 1, 2]
    assert 0.5 < stop.waits[5] <= resting.PAUSE
