"""Durable events a second over HTTP, beside a plain Django view and a FastAPI endpoint: `make bench BENCH=ingestion`.

Each server runs alone, behind the same HTTP server, on a database of its own with the same promise (SQLite, WAL,
synchronous=FULL), and is sent the same bodies by the same client on the same two cores. Afterwards its database has to
hold what it has acknowledged, or the run fails.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from benchmarks.kpis import PEER, install_peers
from benchmarks.run import HERE, Result, json_of

RUNS = int(os.environ.get("RUNS", "3"))
SECONDS = float(os.environ.get("SECONDS", "6"))
AIMS = {1: 8_000, 20: 40_000}
AIM_P99 = 50
KNOWN = (0, 1_000_000, 10_000_000, 50_000_000)
CONNECTIONS = {1: 128, 20: 32}
ITEM = {
    "type": "track", "event": "report_opened", "messageId": "MESSAGE", "userId": "user-PERSON",
    "anonymousId": "device-PERSON", "timestamp": "2026-06-01T05:00:00.000Z",
    "context": {"groupId": "acme", "library": {"name": "analytics-node", "version": "2.1.0"}},
    "properties": {"report": "retention", "rows": 120, "shared": True},
}  # fmt: skip


class Lost(AssertionError):
    """A database does not hold what was acknowledged."""


@dataclass(frozen=True, slots=True)
class Server:
    """count: the query for how many events its database holds. The others: as `benchmarks.serving` has them."""

    name: str
    python: str
    target: str
    interface: str
    workers: int
    threads: int
    database: str
    count: str
    drain: bool = False


OURS = Server(
    "Holdfast", sys.executable, "benchmarks.ingestion_app:application", "asgi", 1, 1, "journal.db",
    "SELECT count(*) FROM entry",
)  # fmt: skip
PLAIN = "SELECT count(*) FROM plain_event"
SERVERS = (
    OURS,
    Server("Django view", sys.executable, "ingest_django:application", "wsgi", 2, 4, "plain.db", PLAIN),
    Server("FastAPI endpoint", str(PEER), "ingest_fastapi:application", "asgi", 2, 1, "plain.db", PLAIN),
)


def section() -> list[str]:
    """The lines of docs/reference/benchmarks/ingestion.md."""
    install_peers()
    found = {(server.name, batch): [] for server in SERVERS for batch in AIMS}
    for _ in range(RUNS):
        for server in SERVERS:
            for batch, result in _measured(server).items():
                found[server.name, batch].append(result)
    delays = json_of([sys.executable, "-m", "benchmarks.ingestion_delay"])
    drained = [json_of([sys.executable, "-m", "benchmarks.ingestion_drain", str(known)]) for known in KNOWN]
    return [*_rates(found), *_delays(delays), *_drained(drained)]


def _measured(server: Server) -> dict[int, Result]:
    """By size of a batch."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name:
        folder = Path(name)
        environment, headers = _prepared(server, folder)
        with serving(server, environment) as (port, group):
            for batch, connections in CONNECTIONS.items():
                before = _computed(group)
                found[batch] = sent(port, batch, connections=connections, headers=headers)
                found[batch]["cpu"] = (_computed(group) - before) / found[batch]["acknowledged"]
        acknowledged = sum(result["acknowledged"] * batch for batch, result in found.items())
        with closing(sqlite3.connect(folder / server.database)) as con:
            (stored,) = con.execute(server.count).fetchone()
        if stored != acknowledged:
            raise Lost(f"{server.name}: {acknowledged} acknowledged, {stored} stored")
    return found


def _prepared(server: Server, folder: Path) -> tuple[dict[str, str], list[str]]:
    """The environment, with a database of its own, and the headers of a request."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
    if server is OURS:
        return environment | {"HOLDFAST_DATA_DIR": str(folder)}, [key_header(new_installation(folder))]
    environment |= {"DATABASE": str(folder / server.database), "PYTHONPATH": str(HERE / "peers")}
    script = HERE / "peers" / f"{server.target.partition(':')[0]}.py"
    subprocess.run([server.python, str(script), "--create"], env=environment, check=True)
    return environment, []


def new_installation(folder: Path) -> str:
    """A server key of a new installation in the folder."""
    code = (
        "import sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
        "from holdfast.core.start import start\nstart(Path(sys.argv[1]))\n"
        "from holdfast.core.api import create_workspace\nfrom holdfast.core.scoping import in_workspace\n"
        "from holdfast.events.api import create_key\nnow = datetime.now(UTC)\n"
        "with in_workspace(create_workspace('Acme', at=now)):\n"
        "    print(create_key('Benchmark', 'server', at=now, actor='benchmark')[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def key_header(key: str) -> str:
    return "Authorization: Basic " + base64.b64encode(f"{key}:".encode()).decode()


@contextmanager
def serving(server: Server, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The port it answers on while the block runs, and the group of its processes."""
    port = free_port()
    command = [server.python, str(HERE / "serving.py"), server.target, server.interface, str(port)]
    process = subprocess.Popen(
        [*command, str(server.workers), str(server.threads)], env=environment, cwd=HERE.parent, start_new_session=True
    )
    try:
        until_ready(port)
        yield port, process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _computed(group: int) -> float:
    """Seconds of a processor that the processes of a group have taken, with what the system did for them."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            told = path.read_text().rpartition(")")[2].split()
            ticks += int(told[11]) + int(told[12]) if int(told[2]) == group else 0
    return ticks / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def until_ready(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(OSError, HTTPException), closing(HTTPConnection("127.0.0.1", port, timeout=5)) as to:
            to.request("GET", "/healthz")
            if to.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def sent(
    port: int, batch: int, *, headers: list[str], connections: int, seconds: float = SECONDS, **more: Any
) -> Result:
    """What the client has measured; every answer has to be 200."""
    task = {
        "batch": batch, "path": "/v1/track" if batch == 1 else "/v1/batch", "around": ['{"batch":[', "]}"],
        "item": ITEM, "people": 20_000, "headers": headers, "connections": connections, "seconds": seconds, **more,
    }  # fmt: skip
    result = json_of([sys.executable, "-m", "benchmarks.load", str(port), json.dumps(task)])
    if set(result["statuses"]) != {"200"}:
        raise RuntimeError(f"answers: {result['statuses']}")
    return result


def _rates(found: dict[tuple[str, int], list[Result]]) -> list[str]:
    lines = [
        "## Events over HTTP",
        "",
        f"Medians of {RUNS} runs of {SECONDS:.0f} seconds in turn, {CONNECTIONS[1]} connections with one event a "
        f"request, {CONNECTIONS[20]} with batches of 20. Every server is behind granian and answers after the commit "
        "of its SQLite (WAL, synchronous=FULL): Holdfast has one worker and one commit for all requests that wait, "
        "the others two workers and a commit for each request. The client shares the two cores and takes a tenth of "
        "one. What was acknowledged was counted in the database afterwards: nothing was lost. The last column is what "
        "the server's processes, and the system for them, computed for a request; a busy machine changes it least.",
        "",
        "| server | requests | events a second | half below, ms | 99 of 100 below, ms | computing a request, µs |",
        "|---|---|---|---|---|---|",
    ]
    for (name, batch), results in found.items():
        rate, p50, p99, cpu = (
            statistics.median(one[key] for one in results) for key in ("requests", "p50", "p99", "cpu")
        )
        kind = "one event each" if batch == 1 else f"batches of {batch}"
        lines.append(f"| {name} | {kind} | {rate * batch:,.0f} | {p50:.1f} | {p99:.1f} | {1e6 * cpu:.0f} |")
    return [*lines, "", _verdict(found)]


def _verdict(found: dict[tuple[str, int], list[Result]]) -> str:
    told = []
    for batch, aim in AIMS.items():
        results = found[OURS.name, batch]
        rate = statistics.median(one["requests"] for one in results) * batch
        p99 = statistics.median(one["p99"] for one in results)
        reached = rate >= aim and (batch > 1 or p99 < AIM_P99)
        kind = "single events" if batch == 1 else f"events in batches of {batch}"
        told.append(f"{aim:,} {kind} a second: {'reached' if reached else 'not reached'}")
    return f"The aims, with 99 of 100 single events answered within {AIM_P99} ms: {'; '.join(told)}."


def _delays(found: Result) -> list[str]:
    return [
        "",
        "### From acknowledged to counted",
        "",
        "How long after its answer an event is in a part, and so in every report that is asked then.",
        "",
        "| load | half within, ms | 19 of 20 within, ms |",
        "|---|---|---|",
        *(f"| {one['load']} | {one['p50']:,.0f} | {one['p95']:,.0f} |" for one in found["loads"]),
    ]


def _drained(found: list[Result]) -> list[str]:
    return [
        "",
        "### From the journal into the store",
        "",
        f"{found[0]['events']:,} events of {found[0]['people']:,} people, each with a device and an account, by one "
        "process; message ids that are known already, of the same key, do not slow it down.",
        "",
        "| ids known before | events a second | of which looking up and noting ids, % | bytes an id |",
        "|---|---|---|---|",
        *(
            f"| {one['known']:,} | {one['events'] / one['seconds']:,.0f} | {100 * one['ids'] / one['seconds']:.0f} "
            f"| {one['bytes']:.1f} |"
            for one in found
        ),
    ]
