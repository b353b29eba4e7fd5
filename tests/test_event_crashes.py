"""Ingest, drain and compaction as real processes, killed at random under load: acknowledged is stored, once.

Somebody reads meanwhile: what was seen once is seen ever after, and the index agrees with the events.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from tests.installation import Installation
from tests.postgres import postgres

CLIENTS = 4
BATCH = 20
TENDER, READER = "tests.event_tending", "tests.event_reading"
EACH = ["ingest", "drain", TENDER]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.end()


def test_kill_9_loses_and_doubles_nothing(installation: Installation) -> None:
    _prove(installation, ["ingest", "drain"] * 2)


@pytest.mark.soak
def test_sixty_times_kill_9_loses_and_doubles_nothing(installation: Installation) -> None:
    _prove(installation, EACH * 20)


@pytest.mark.soak
def test_sixty_times_kill_9_loses_and_doubles_nothing_on_postgresql(tmp_path: Path) -> None:
    with postgres() as url:
        made = Installation(tmp_path, url)
        try:
            _prove(made, EACH * 20)
        finally:
            made.end()


def _prove(installation: Installation, kills: list[str]) -> None:
    """Kill these one after the other under load, each only once it has done something since it was last killed."""
    for name in {*kills, READER}:
        _start(installation, name)
    stop, acknowledged = threading.Event(), [set[str]() for _ in range(CLIENTS)]
    clients = [
        threading.Thread(target=_client, args=(installation, number, acknowledged[number], stop), daemon=True)
        for number in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    chance = random.Random(7)  # noqa: S311 - not a secret
    done = {
        "ingest": lambda: sum(map(len, acknowledged)),
        "drain": installation.drained,
        TENDER: lambda: _size(installation.data / "tended"),
    }
    for name in kills:
        before = done[name]()
        _wait_until(lambda name=name, before=before: done[name]() > before)
        time.sleep(chance.uniform(0.0, 1.0))
        installation.kill(name)
        _start(installation, name)
    _wait_until(lambda: _size(installation.data / "read"))
    stop.set()
    for client in clients:
        client.join()
    installation.end()
    stored = [message for message, *_ in installation.stored()]
    readings = [json.loads(line) for line in (installation.data / "read").read_text().splitlines(keepends=True)[:-1]]
    everything = set().union(*acknowledged)
    told = {"kills": len(kills), "acknowledged": len(everything), "stored": len(stored), "readings": len(readings),
            "only stored": sorted(set(stored) - everything)[:20]}  # fmt: skip
    (installation.data.parent / "proof.json").write_text(json.dumps(told))
    assert len(stored) == len(set(stored))
    assert everything
    assert everything - set(stored) == set()
    assert [each for each in readings if each["wrong"]] == []


def _start(installation: Installation, name: str) -> None:
    if name in ("ingest", "drain"):
        installation.start(name)
    else:
        installation.run(name)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _client(installation: Installation, number: int, acknowledged: set[str], stop: threading.Event) -> None:
    """Sends batches, and each that was not acknowledged again: as clients do."""
    sent = 0
    while not stop.is_set():
        ids = [f"{number}-{each}" for each in range(sent, sent + BATCH)]
        while not _post(installation, ids):
            if stop.wait(0.1):
                return
        acknowledged.update(ids)
        sent += BATCH
        if sent % (BATCH * 10) == 0:
            _post(installation, ids)  # once more, as after an answer that was lost


def _post(installation: Installation, ids: list[str]) -> bool:
    """Whether the batch was acknowledged."""
    batch = [{"type": "track", "event": "x", "userId": f"u{hash(each) % 50}", "messageId": each} for each in ids]
    connection = HTTPConnection("127.0.0.1", installation.port, timeout=5)
    try:
        connection.request("POST", "/v1/batch", json.dumps({"writeKey": installation.key, "batch": batch}))
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _wait_until(done: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not done():  # type: ignore[operator]
        assert time.monotonic() < end, "nothing goes on any more"
        time.sleep(0.05)
