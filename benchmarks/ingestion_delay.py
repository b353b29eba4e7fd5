"""How long after its answer an event is in a part: `python -m benchmarks.ingestion_delay` prints it as JSON."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from benchmarks.ingestion import ITEM, OURS, key_header, new_installation, sent, serving

SINGLE = 30
STREAM = (100, 1_000)  # events a second
SECONDS = 15


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name:
        folder = Path(name)
        header = key_header(new_installation(folder))
        environment = os.environ | {"HOLDFAST_DATA_DIR": name, "HOLDFAST_DATABASE_URL": ""}
        with serving(OURS, environment) as (port, _), _draining(environment):
            loads = [_told("one event every three seconds or so", _single(port, header, folder))]
            loads += [_told(f"{rate:,} events a second", _streamed(port, header, folder, rate)) for rate in STREAM]
    print(json.dumps({"loads": loads}))


@contextmanager
def _draining(environment: dict[str, str]) -> Iterator[None]:
    code = "import sys; from holdfast.cli.main import main; main(sys.argv[1:])"
    process = subprocess.Popen([sys.executable, "-c", code, "drain"], env=environment)
    try:
        time.sleep(3)  # until it has started
        yield
    finally:
        process.terminate()
        process.wait()


def _single(port: int, header: str, folder: Path) -> list[float]:
    chance = random.Random(1)  # noqa: S311  (the same pauses in every run)
    delays = []
    for number in range(SINGLE):
        time.sleep(chance.uniform(1.5, 4.5))
        before = _stored(folder)
        _post(port, header, f"single-{number}")
        delays.append(_until(folder, before + 1))
    return delays


def _streamed(port: int, header: str, folder: Path, rate: int) -> list[float]:
    """Under a load, single events are sent and looked for: by the number that the drain has reached."""
    load = threading.Thread(
        target=sent, args=(port, 20),
        kwargs={"headers": [header], "connections": 4, "seconds": SECONDS + 10, "rate": rate / 20},
    )  # fmt: skip
    load.start()
    time.sleep(5)
    delays = []
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        _post(port, header, f"stream-{rate}-{len(delays)}")
        delays.append(_until_drained(folder, _newest(folder)))
        time.sleep(0.37)
    load.join()
    return delays


def _post(port: int, header: str, message: str) -> None:
    name, _, value = header.partition(": ")
    body = json.dumps(ITEM | {"messageId": message})
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as to:
        to.request("POST", "/v1/track", body, {name: value, "Content-Type": "application/json"})
        if to.getresponse().status != 200:
            raise RuntimeError("an event was refused")


def _until(folder: Path, rows: int) -> float:
    began = time.perf_counter()
    while _stored(folder) < rows:
        time.sleep(0.002)
    return time.perf_counter() - began


def _until_drained(folder: Path, number: int) -> float:
    began = time.perf_counter()
    while _asked(folder / "holdfast.db", "SELECT coalesce(max(number), 0) FROM events_drained") < number:
        time.sleep(0.002)
    return time.perf_counter() - began


def _stored(folder: Path) -> int:
    return _asked(folder / "holdfast.db", "SELECT coalesce(sum(rows), 0) FROM events_part WHERE dead_at IS NULL")


def _newest(folder: Path) -> int:
    return _asked(folder / "journal.db", "SELECT seq FROM sqlite_sequence WHERE name = 'entry'")


def _asked(path: Path, query: str) -> int:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)) as con:
        row: Any = con.execute(query).fetchone()
    return int(row[0])


def _told(load: str, delays: list[float]) -> dict[str, Any]:
    ordered = sorted(delays)
    return {
        "load": load,
        "p50": 1000 * statistics.median(ordered),
        "p95": 1000 * ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))],
    }


if __name__ == "__main__":
    main()
