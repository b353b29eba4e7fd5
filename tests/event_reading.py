"""Reads the events of an installation again and again while others write: `python -m tests.event_reading`.

A line of JSON in the file `read` of the data folder for each reading: how many events there were, and what was wrong.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

from holdfast.core.start import load

DAYS = """SELECT count(*) FROM (
    SELECT DISTINCT person_ordinal, occurred_at::DATE FROM read_parquet($paths, hive_partitioning = false))"""


def main() -> None:
    load()
    import duckdb
    from django.conf import settings

    from holdfast.core.api import only_workspace
    from holdfast.core.scoping import in_workspace
    from holdfast.events.api import current, records
    from holdfast.events.store.layout import root

    seen: set[str] = set()
    engine = duckdb.connect()
    engine.execute("SET TimeZone = 'UTC'")
    with (settings.DATA_DIR / "read").open("a", buffering=1) as told:
        while True:
            with in_workspace(only_workspace()):
                messages = records("event")["message_id"].to_pylist()
                stored = current()
            wrong = []
            if len(set(messages)) != len(messages):
                wrong.append("doubled")
            if seen - set(messages):
                wrong.append("went back")
            # The index of who was active says what the rows of the same moment say.
            active = stored.activity(datetime(2100, 1, 1, tzinfo=UTC)).people()
            paths = [str(root() / part.path) for part in stored.parts]
            pairs = engine.execute(DAYS, {"paths": paths}).fetchall()[0][0] if paths else 0
            if sum(map(len, active.bitmaps)) != pairs:
                wrong.append("index and rows differ")
            seen = set(messages)
            told.write(json.dumps({"events": len(messages), "wrong": wrong}) + "\n")
            time.sleep(0.2)


if __name__ == "__main__":
    main()
