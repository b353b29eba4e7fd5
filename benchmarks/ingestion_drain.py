"""How fast the drain is beside many known message ids: `python -m benchmarks.ingestion_drain KNOWN`, as JSON."""

from __future__ import annotations

import json
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

EVENTS = 300_000
PEOPLE = 20_000
AT_ONCE = 4_000_000


def main(known: int) -> None:
    from holdfast.core.start import start

    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as folder:
        start(Path(folder))
        from holdfast.core.api import create_workspace
        from holdfast.core.scoping import in_workspace
        from holdfast.events.api import create_key, drain_once, open_journal

        now = datetime.now(UTC)
        workspace = create_workspace("Acme", at=now)
        with in_workspace(workspace):
            key, _ = create_key("Benchmark", "server", at=now, actor="benchmark")
            source = f"key-{key.pk}"
            _know(source, known, now)
        journal = open_journal()
        _fill(journal, workspace.pk, source)
        spent = _timed()
        began = time.perf_counter()
        stored = 0
        while (done := drain_once(journal, at=now)).read:
            stored += done.added
        seconds = time.perf_counter() - began
        if stored != EVENTS:
            raise AssertionError(f"{stored} of {EVENTS} events were stored")
        with in_workspace(workspace):
            size = _bytes()
    told = {"known": known, "events": EVENTS, "people": PEOPLE, "seconds": seconds, "ids": sum(spent), "bytes": size}
    print(json.dumps(told))


def _know(source: str, count: int, at: datetime) -> None:
    """As many ids as if they had been stored before: hashes are random numbers, and so are these."""
    import numpy as np
    from django.db import transaction

    from holdfast.core.api import hold_workspace
    from holdfast.events.known.hashes import Hashes
    from holdfast.events.store.known_ids import Known
    from holdfast.events.store.tending_ids import merge_ids

    chance = np.random.default_rng(1)
    for start in range(0, count, AT_ONCE):
        size = min(AT_ONCE, count - start)
        high = np.sort(chance.integers(0, 2**64, size, dtype=np.uint64))
        with transaction.atomic():
            hold_workspace()
            Known(source, at=at).add(Hashes(high, chance.integers(0, 2**64, size, dtype=np.uint64)))
    while merge_ids(at=at):
        pass


def _fill(journal: Any, workspace: int, source: str) -> None:
    import orjson

    from holdfast.events.journal import Entry

    begin = 1_780_000_000_000_000
    for low in range(0, EVENTS, 1_000):
        entries = []
        for number in range(low, low + 1_000):
            person = number * 7919 % PEOPLE
            body = {
                "k": "event", "e": f"feature_{number % 12}", "u": f"u{person}", "a": f"d{person}",
                "g": f"a{person % 500}", "t": begin + number * 1_000, "p": {"page": "home", "n": number % 7},
                "c": "benchmark/1",
            }  # fmt: skip
            entries.append(Entry(workspace, source, str(uuid.uuid4()), begin + number, orjson.dumps(body)))
        journal.append(entries)


def _timed() -> list[float]:
    """The seconds of every call that looks ids up or notes them, as they come."""
    from holdfast.events.store.known_ids import Known

    spent: list[float] = []

    def timed(name: str) -> None:
        job = getattr(Known, name)

        def told(*args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            try:
                return job(*args, **kwargs)
            finally:
                spent.append(time.perf_counter() - began)

        setattr(Known, name, told)

    for name in ("__init__", "fresh", "add"):
        timed(name)
    return spent


def _bytes() -> float:
    from holdfast.events.models import KnownIds

    rows = list(KnownIds.objects.filter(dead_at__isnull=True))
    return sum(row.size for row in rows) / sum(row.ids for row in rows)


if __name__ == "__main__":
    main(int(sys.argv[1]))
