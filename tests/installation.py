"""An installation with processes of its own, as a test of several processes needs it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psycopg
import pysqlite3

ROOT = Path(__file__).resolve().parents[1]
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
    for kind in ("server", "browser", *["server"] * {more}):
        print(create_key(kind, kind, at=now, actor="test")[1])
"""
DRAIN = """
from datetime import UTC, datetime
from pathlib import Path
from holdfast.core.start import start
start(Path({data!r}))
from holdfast.core.api import only_workspace
from holdfast.core.scoping import in_workspace
from holdfast.events.api import drain_once, open_journal, records, verify
journal = open_journal()
while drain_once(journal, at=datetime.now(UTC)).read:
    pass
with in_workspace(only_workspace()):
    assert verify() == []
    for row in records("event").to_pylist():
        print(row["message_id"], row["event"], row["person"], row["account"], sep="\\t")
"""

RUN = """
import sys
from holdfast.cli.commands import ingest
from holdfast.cli.main import main
ingest.APPLICATION = {application!r}
main(sys.argv[1:])
"""


class Installation:
    """A data folder, and processes on it that can be started and killed by name."""

    def __init__(self, folder: Path, database: str = "", *, more_keys: int = 0) -> None:
        """database: the URL of a database of its own; without one a file in the data folder. more_keys: of servers."""
        self.data = folder / "data"
        self._environment = environment() | ({"HOLDFAST_DATABASE_URL": database} if database else {})
        self.port = free_port()
        self.key, self.browser_key, *self.more_keys = self.python(START.replace("{more}", str(more_keys))).split()
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def python(self, code: str) -> str:
        """What the code prints; it may use {data!r}."""
        command = [sys.executable, "-c", code.format(data=str(self.data))]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=self._environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stored(self) -> list[list[str]]:
        """Message id, event, person and account of every stored event, after a last drain."""
        # The engine may draw how far it is on the same output.
        return [line.split("\t") for line in self.python(DRAIN).splitlines() if "\t" in line]

    def drained(self) -> int:
        """Up to which number the journal is in parts."""
        query = "SELECT number FROM events_drained"
        if url := self._environment.get("HOLDFAST_DATABASE_URL"):
            with psycopg.connect(url) as con:
                row = con.execute(query).fetchone()
        else:
            with closing(pysqlite3.connect(str(self.data / "holdfast.db"), timeout=20)) as con:
                row = con.execute(query).fetchone()
        return row[0] if row else 0

    def start(self, name: str, application: str = "holdfast.config.ingest:application") -> None:
        """application: what takes the events."""
        more = ["--port", str(self.port)] if name == "ingest" else []
        code = RUN.format(application=application)
        command = [sys.executable, "-c", code, name, "--data", str(self.data), *more]
        self.running[name] = subprocess.Popen(
            command, env=self._environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def run(self, module: str) -> None:
        """A program of the tests, by the name of its module."""
        told = self._environment | {"HOLDFAST_DATA_DIR": str(self.data)}
        with (self.data / f"{module}.log").open("ab") as log:
            self.running[module] = subprocess.Popen(
                [sys.executable, "-m", module], env=told, start_new_session=True, stdout=log, stderr=log, cwd=ROOT
            )

    def wait(self, seconds: float = 60) -> None:
        """Until the ingest process answers."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with suppress(OSError, HTTPException), closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as to:
                to.request("GET", "/healthz")
                if to.getresponse().status == 200:
                    return
            time.sleep(0.1)
        raise AssertionError("the ingest process does not answer")

    def kill(self, name: str) -> None:
        """The whole process group at once, without a chance to tidy up."""
        process = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        for name in list(self.running):
            self.kill(name)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def environment() -> dict[str, str]:
    """The one of this process, without what concerns another installation."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
    root = str(Path(__file__).resolve().parents[1])
    return own | {"PYTHONPATH": os.pathsep.join(filter(None, [root, own.get("PYTHONPATH")]))}
