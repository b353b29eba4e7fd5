"""Where an installation runs: one data folder, one address, and nobody else on either."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from holdfast.core.errors import UserFacingError

EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104  (compared with, not bound)


LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class AlreadyRunning(UserFacingError):
    """`holdfast up` runs on this data folder already. Stop it first, or name another folder with --data."""

    code = "already_running"
    http_status = 409


class PortTaken(UserFacingError):
    """Another program listens on the address. Choose another port with --port."""

    code = "port_taken"
    http_status = 409


@contextmanager
def only_one(data_dir: Path, address: str) -> Iterator[None]:
    """Hold the data folder. The lock is the system's, so it is free as soon as its holder is dead, in whatever way."""
    with (data_dir / "up.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(_who(lock.name, data_dir)) from None
        lock.truncate(0)
        json.dump({"pid": os.getpid(), "address": address}, lock)
        lock.flush()
        try:
            yield
        finally:
            lock.truncate(0)


def _who(path: str, data_dir: Path) -> str:
    try:
        told = json.loads(Path(path).read_text(encoding="utf-8"))
        who = f" (process {told['pid']}, {told['address']})"
    except (OSError, ValueError, KeyError):
        who = ""
    return f"Holdfast runs on {data_dir} already{who}. Stop it first, or name another folder with --data."


def check_port(host: str, port: int) -> None:
    """Raise PortTaken where nothing can be bound; the server itself would say so late and in other words."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"{host}:{port} cannot be used ({(error.strerror or str(error)).lower()}); "
                "choose another port with --port, or another address with --host."
            ) from None


def free_port(host: str, wanted: int) -> int:
    """The port that is wanted, or one of the next that nobody has; the one after it, for events, is free as well."""
    for port in range(wanted, wanted + 20):
        try:
            check_port(host, port)
            check_port(host, port + 1)
        except PortTaken:
            continue
        return port
    raise PortTaken(f"No port from {wanted} to {wanted + 19} is free; choose another with --port.")


def address(host: str, port: int) -> str:
    """What a browser on this machine opens."""
    name = "127.0.0.1" if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/"


def taken_at(host: str, port: int) -> dict[str, str]:
    """What the pages have to know to say where events are sent, unless somebody has set it.

    Of a server that listens everywhere only the port is known: it has as many names as ways lead to it.
    """
    if os.environ.get("HOLDFAST_INGEST_URL"):
        return {}
    known = {"HOLDFAST_INGEST_PORT": str(port)}
    return known if host in EVERYWHERE else known | {"HOLDFAST_INGEST_URL": address(host, port).rstrip("/")}


def answers(host: str, port: int) -> bool:
    """Whether the web process answers, and its database."""
    asked = HTTPConnection("127.0.0.1" if host in EVERYWHERE else host, port, timeout=2)
    try:
        asked.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return asked.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()
