"""A whole installation as processes of its own: `holdfast up`, for tests that look at it from outside."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from holdfast.cli.serving import place


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    """A zombie has ended, whoever has not yet asked how."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Up:
    """`holdfast up` as a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._seen: set[int] = set()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = place.free_port("127.0.0.1", min(probe.getsockname()[1], 60_000))
        self.log = folder / "log"
        self.data = folder / "data"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command(), stdout=log, stderr=subprocess.STDOUT, env=self.environment()
            )

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.said()
        return "first visit" in self.said()

    def command(self, *more: str) -> list[str]:
        return [sys.executable, "-m", "holdfast.cli", "up", "--data", str(self.data), "--port", str(self.port), *more]

    def environment(self) -> dict[str, str]:
        return {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def code(self) -> str:
        """Of the first visit."""
        found = re.search(r"enter the code\s+(\S+)", self.said())
        assert found, self.said()
        return found[1]

    def said(self) -> str:
        return self.log.read_text()

    def family(self) -> set[int]:
        """All that it has started, and what those have."""
        parents = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(path.parent.name)] = int(fields[1])
        found = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        self._seen |= found
        return found - {self.process.pid}

    def end(self) -> None:
        """Also of those whose parent has ended without them."""
        self.family()
        for pid in filter(is_running, self._seen):
            os.kill(pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def running(folder: Path) -> Iterator[Up]:
    """Started, and ended with all that it has started, whatever the test has done to it."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("looks at processes through /proc")
    started = Up(folder)
    try:
        until(started.is_ready, 60)
        yield started
    finally:
        started.end()
