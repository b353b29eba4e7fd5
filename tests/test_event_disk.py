"""A full disk: what cannot be stored is not acknowledged, and all goes on by itself as soon as there is room."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import orjson
import pytest

from tests.installation import Installation


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.end()


def test_a_full_disk_is_told_and_heals_without_a_restart(installation: Installation) -> None:
    installation.start("ingest")
    installation.wait()
    assert _post(installation, "m1") == 200
    _limit(installation, "ingest", 0)
    assert [_post(installation, "m2"), _post(installation, "m3")] == [503, 503]
    _limit(installation, "ingest", resource.RLIM_INFINITY)
    assert _until(lambda: _post(installation, "m2") == 200)
    assert sorted(message for message, *_ in installation.stored()) == ["m1", "m2"]


@pytest.mark.soak
def test_a_drain_without_room_sets_nothing_aside_and_goes_on_when_there_is_some(installation: Installation) -> None:
    for name in ("ingest", "drain"):
        installation.start(name)
    installation.wait()
    assert _post(installation, "m1") == 200
    store = installation.data / "events"
    assert _until(lambda: installation.drained() > 0)  # a part that is not noted yet would be taken back
    _limit(installation, "drain", 0)
    before = set(store.glob("*/*.parquet"))
    assert _post(installation, "m2") == 200
    time.sleep(3)
    assert set(store.glob("*/*.parquet")) == before
    _limit(installation, "drain", resource.RLIM_INFINITY)
    assert _until(lambda: set(store.glob("*/*.parquet")) > before)
    installation.end()
    assert sorted(message for message, *_ in installation.stored()) == ["m1", "m2"]


def _limit(installation: Installation, name: str, size: int) -> None:
    """How large a file the processes of a part may write, from now on: 0 is as a full disk."""
    leader = installation.running[name].pid
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and _group(int(entry.name)) == leader:
            resource.prlimit(int(entry.name), resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _group(process: int) -> int:
    try:
        return os.getpgid(process)
    except ProcessLookupError:
        return 0


def _post(installation: Installation, message: str) -> int:
    body = {"writeKey": installation.key, "type": "track", "event": "x", "userId": "u1", "messageId": message}
    connection = HTTPConnection("127.0.0.1", installation.port, timeout=30)
    try:
        connection.request("POST", "/v1/track", orjson.dumps(body))
        return connection.getresponse().status
    finally:
        connection.close()


def _until(done: object, seconds: float = 40) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if done():  # type: ignore[operator]
            return True
        time.sleep(0.2)
    return False
