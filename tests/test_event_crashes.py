"""Ingest and drain as real processes, killed at random under load: acknowledged is stored, once."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

CLIENTS = 4
BATCH = 20
START = """
from datetime import UTC, datetime
from pathlib import Path
from holdfast.core.start import start
start(Path({data!r}))
from holdfast.core.api import create_workspace
from holdfast.core.scoping import in_workspace
from holdfast.events.api import create_key
now = datetime.now(UTC)
with in_workspace(create_workspace("Acme", at=now)):
    print(create_key("Server", "server", at=now, actor="test")[1])
"""
STORED = """
from pathlib import Path
from holdfast.core.start import start
start(Path({data!r}))
from holdfast.core.api import only_workspace
from holdfast.core.scoping import in_workspace
from holdfast.events.api import records, verify
with in_workspace(only_workspace()):
    assert verify() == []
    print("\\n".join(records("event")["message_id"].to_pylist()))
"""


class Installation:
    """A data folder with an ingest and a drain process on it."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.port = _free_port()
        self.key = self.python(START).strip()
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def python(self, code: str) -> str:
        command = [sys.executable, "-c", code.format(data=str(self.data))]
        return subprocess.run(command, capture_output=True, text=True, check=True, env=_environment()).stdout

    def start(self, name: str) -> None:
        more = ["--port", str(self.port)] if name == "ingest" else []
        code = "import sys; from holdfast.cli.main import main; main(sys.argv[1:])"
        command = [sys.executable, "-c", code, name, "--data", str(self.data), *more]
        self.running[name] = subprocess.Popen(
            command, env=_environment(), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def kill(self, name: str) -> None:
        """The whole process group at once, without a chance to tidy up."""
        process = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        for name in list(self.running):
            self.kill(name)

    def post(self, ids: list[str]) -> bool:
        """Whether the batch was acknowledged."""
        batch = [{"type": "track", "event": "x", "userId": "u1", "messageId": each} for each in ids]
        body = json.dumps({"writeKey": self.key, "batch": batch})
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("POST", "/v1/batch", body)
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.end()


@pytest.mark.parametrize("kills", [4, pytest.param(50, marks=pytest.mark.soak)])
def test_kill_9_loses_and_doubles_nothing(installation: Installation, kills: int) -> None:
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
    installation.python(
        "from datetime import UTC, datetime\nfrom pathlib import Path\nfrom holdfast.core.start import start\n"
        "start(Path({data!r}))\nfrom holdfast.events.api import drain_once, open_journal\njournal = open_journal()\n"
        "while drain_once(journal, at=datetime.now(UTC)).read: pass"
    )
    stored = installation.python(STORED).split()
    assert len(stored) == len(set(stored))
    everything = set().union(*acknowledged)
    assert everything
    assert everything - set(stored) == set()


def _client(installation: Installation, number: int, acknowledged: set[str], stop: threading.Event) -> None:
    """Sends batches, and each that was not acknowledged again: as clients do."""
    sent = 0
    while not stop.is_set():
        ids = [f"{number}-{each}" for each in range(sent, sent + BATCH)]
        while not installation.post(ids):
            if stop.wait(0.1):
                return
        acknowledged.update(ids)
        sent += BATCH
        if sent % (BATCH * 10) == 0:
            installation.post(ids)  # once more, as after an answer that was lost


def _wait_until(done: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not done():  # type: ignore[operator]
        assert time.monotonic() < end, "nothing was acknowledged"
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
