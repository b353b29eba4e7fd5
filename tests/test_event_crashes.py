"""Ingest and drain as real processes, killed at random under load: acknowledged is stored, once."""

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


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.end()


@pytest.mark.parametrize("kills", [4, pytest.param(50, marks=pytest.mark.soak)])
def test_kill_9_loses_and_doubles_nothing(installation: Installation, kills: int) -> None:
    _prove(installation, kills)


@pytest.mark.soak
def test_kill_9_loses_and_doubles_nothing_on_postgresql(tmp_path: Path) -> None:
    with postgres() as url:
        made = Installation(tmp_path, url)
        try:
            _prove(made, 20)
        finally:
            made.end()


def _prove(installation: Installation, kills: int) -> None:
    for name in ("ingest", "drain"):
        installation.start(name)
    stop, acknowledged = threading.Event(), [set[str]() for _ in range(CLIENTS)]
    clients = [
        threading.Thread(target=_client, args=(installation, number, acknowledged[number], stop), daemon=True)
        for number in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    chance = random.Random(7)  # noqa: S311 - not a secret
    _wait_until(lambda: any(acknowledged))
    for number in range(kills):
        time.sleep(chance.uniform(0.5, 1.5))
        name = ("ingest", "drain")[number % 2]
        installation.kill(name)
        installation.start(name)
        before = sum(map(len, acknowledged))
        _wait_until(lambda before=before: sum(map(len, acknowledged)) > before)
    stop.set()
    for client in clients:
        client.join()
    installation.end()
    stored = [message for message, *_ in installation.stored()]
    assert len(stored) == len(set(stored))
    everything = set().union(*acknowledged)
    assert everything
    assert everything - set(stored) == set()


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
    batch = [{"type": "track", "event": "x", "userId": "u1", "messageId": each} for each in ids]
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
        assert time.monotonic() < end, "nothing was acknowledged"
        time.sleep(0.05)
