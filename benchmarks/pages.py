"""How long pages take while twenty members use them: `python -m benchmarks.pages SIZE [RATE]` prints one as JSON.

A demo company of this size is simulated, imported and served by `holdfast demo`, on loopback; when the worker has
computed its numbers, every member opens a page, reads it for a while, and opens the next. Load and server share the
machine. RATE: so many events a second come in meanwhile.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from benchmarks.run import Result, json_of

MEMBERS, SECONDS, READING = 20, 60, 4.0
RATE, BATCH = 1_000, 20  # events a second that come in meanwhile, and events a request
KPIS = ("mrr", "nrr", "grr", "customer_churn", "arpa", "stickiness", "nps", "first_response_time")
OPEN = re.compile(r"(http://\S+?)/start/demo/")


def section() -> list[str]:
    lines = ["## Pages with twenty members", "", *_about()]
    for size in ("medium", "large"):
        lines += _table(json_of([sys.executable, "-m", "benchmarks.pages", size]))
    return lines + _table(json_of([sys.executable, "-m", "benchmarks.pages", "medium", str(RATE)]))


def main(size: str, rate: int = 0) -> None:
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name, _demo(size, Path(name)) as (address, opened):
        found = json_of([sys.executable, "-m", "benchmarks.visitors", str(Path(name, "demo", "data")), str(MEMBERS)])
        with _incoming(address, found, rate) as told:
            times = _visit(address, found)
    told |= {"opened": opened, "computed": opened + found["waited"], "accounts": found["count"], "pages": _told(times)}
    print(json.dumps({"size": size, "rate": rate, **told}))


@contextmanager
def _incoming(address: str, found: dict[str, Any], rate: int) -> Iterator[dict[str, Any]]:
    """Send events of the company's own people while the block runs; what it gives says then how they were answered."""
    told: dict[str, Any] = {}
    if not rate:
        yield told
        return
    item = {
        "type": "track", "event": "login", "messageId": "MESSAGE", "userId": "streamed-PERSON",
        "context": {"groupId": found["accounts"][0]}, "properties": {"page": "home"},
    }  # fmt: skip
    task = {
        "batch": BATCH, "path": "/v1/batch", "around": [f'{{"writeKey":"{found["key"]}","batch":[', "]}"],
        "item": item, "people": 5_000, "connections": 4, "seconds": len(found["cookies"]) + SECONDS + 20,
        "rate": rate / BATCH,
    }  # fmt: skip
    port = int(address.rpartition(":")[2].strip("/")) + 1
    command = [sys.executable, "-m", "benchmarks.load", str(port), json.dumps(task)]
    load = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield told
    finally:
        said, _ = load.communicate()
    result = json.loads(said)
    told |= {"incoming": result["requests"] * BATCH, "answered": result["p99"], "statuses": result["statuses"]}


def _about() -> list[str]:
    return [
        f"{MEMBERS} members open pages of a demo company for {SECONDS} seconds, each one about every {READING:.0f} "
        "seconds, all kinds of pages equally often, after its numbers have been computed. Server, worker, ingest and "
        "the members' clients share the machine. Milliseconds until an answer is there, whole; the aim is 300 for 19 "
        "of 20 answers.",
        "",
    ]


def _table(result: Result) -> list[str]:
    beside = ""
    if result["rate"]:
        beside = f" while {result['incoming']:,.0f} events a second come in"
    return [
        f"### {result['accounts']:,} accounts ({result['size']}){beside}",
        "",
        *_incoming_told(result),
        f"Simulated, imported and open after {result['opened']:.0f} s; every number by month, quarter, year and plan "
        f"computed after {result['computed']:.0f} s.",
        "",
        "| page | answers | half are below, ms | 19 of 20 are below, ms |",
        "|---|---|---|---|",
        *(f"| {one['page']} | {one['answers']} | {one['p50']:.0f} | {one['p95']:.0f} |" for one in result["pages"]),
        "",
    ]


def _incoming_told(result: Result) -> list[str]:
    if not result["rate"]:
        return []
    return [
        f"Events come in batches of {BATCH}, are answered within {result['answered']:.0f} ms in 99 of 100 cases, and "
        "are drained and merged as ever.",
        "",
    ]


@contextmanager
def _demo(size: str, folder: Path) -> Iterator[tuple[str, float]]:
    """The address of a running demo, and how many seconds it took until it was open."""
    began, log = time.monotonic(), folder / "log"
    command = ["demo", "--size", size, "--folder", str(folder / "demo"), "--serve", "--no-open"]
    with log.open("wb") as out:
        server = subprocess.Popen([sys.executable, "-m", "holdfast.cli", *command], stdout=out, stderr=out)
    try:
        while not (said := OPEN.search(log.read_text(errors="replace"))):
            if server.poll() is not None:
                raise RuntimeError(log.read_text(errors="replace"))
            time.sleep(0.1)
        yield said[1], time.monotonic() - began
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()


def _visit(address: str, found: dict[str, Any]) -> dict[str, list[float]]:
    """Seconds of every answer, by kind of page."""
    times: dict[str, list[float]] = defaultdict(list)
    begin = time.monotonic() + len(found["cookies"])
    visitors = [
        threading.Thread(target=_read, args=(address, found, cookie, _chance(number), begin + SECONDS, times))
        for number, cookie in enumerate(found["cookies"])
    ]
    _warm(address, found)
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    return times


def _chance(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311  (the same pages in every run)


def _warm(address: str, found: dict[str, Any]) -> None:
    times: dict[str, list[float]] = defaultdict(list)
    for cookie in found["cookies"][:2]:
        session, chance = _session(cookie), _chance(0)
        for _ in range(3):
            for kind, path in _pages(found, chance).items():
                _open(session, address, kind, path, times)


def _read(
    address: str, found: dict[str, Any], cookie: str, chance: random.Random, until: float, times: dict[str, list[float]]
) -> None:
    session = _session(cookie)
    while time.monotonic() < until:
        time.sleep(chance.expovariate(1 / READING))
        kind, path = chance.choice(list(_pages(found, chance).items()))
        _open(session, address, kind, path, times)


def _session(cookie: str) -> requests.Session:
    session = requests.Session()
    session.headers["Cookie"] = cookie
    return session


def _open(session: requests.Session, address: str, kind: str, path: str, times: dict[str, list[float]]) -> None:
    began = time.perf_counter()
    answer = session.get(
        address + path, allow_redirects=False, headers={"HX-Request": "true"} if "changed" in path else {}
    )
    times[kind].append(time.perf_counter() - began)
    if answer.status_code != 200 or "being computed" in answer.text:
        raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:300]}")


def _pages(found: dict[str, Any], chance: random.Random) -> dict[str, str]:
    home, kpi, month = found["address"], chance.choice(KPIS), found["month"]
    return {
        "scorecard": home,
        "what changed": f"{home}scorecard/changed/",
        "KPI": f"{home}kpi/{kpi}/",
        "KPI by plan": f"{home}kpi/mrr/?by=plan",
        "customers behind a number": f"{home}kpi/{kpi}/behind/?at={month}",
        "roll-forward": f"{home}revenue/",
        "movements": f"{home}revenue/movements/",
        "upcoming changes": f"{home}revenue/upcoming/",
        "cohorts": f"{home}cohorts/",
        "survival": f"{home}cohorts/survival/",
        "accounts": f"{home}accounts/?sort={chance.choice(['-mrr', 'name', '-health'])}",
        "accounts, searched": f"{home}accounts/?q={chance.choice('abcdefgh')}&mrr.gte=10",
        "account": f"{home}accounts/{chance.choice(found['accounts'])}/",
        "search": f"{home}search/?q={chance.choice(['mrr', 'al', 'north'])}",
        "goals": f"{home}goals/",
        "imports": f"{home}data/imports/",
        "events": f"{home}data/events/",
        "settings": f"{home}settings/",
    }


def _told(times: dict[str, list[float]]) -> list[dict[str, Any]]:
    """Milliseconds: the middle, and what 19 of 20 answers stay below."""
    return [
        {"page": kind, "answers": len(found), "p50": 1000 * statistics.median(found), "p95": 1000 * _p95(found)}
        for kind, found in [*times.items(), ("all", [one for found in times.values() for one in found])]
    ]


def _p95(found: list[float]) -> float:
    return sorted(found)[min(len(found) - 1, int(0.95 * len(found)))]


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    main(sys.argv[1] if len(sys.argv) > 1 else "medium", int(sys.argv[2]) if len(sys.argv) > 2 else 0)
