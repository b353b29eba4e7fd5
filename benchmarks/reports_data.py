"""Events for the benchmark of reports: generated, the same for the same number, kept in a folder for the next run.

Parts are those of a stream: a million rows of consecutive time each, sorted by event, day and person. People come
during the year, stay for a while, and are of very different activity; ordinals rise with the first event. Every
twentieth person is another id of one that was known before: 5 % of all ids are merged.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow.parquet as pq

from holdfast.core.start import load

load()

from holdfast.events.activity.building import index_of_part  # noqa: E402
from holdfast.events.activity.format import SUFFIX, write  # noqa: E402
from holdfast.events.store.durable import sha256  # noqa: E402

EVENTS_OF_ONE = 100  # of one person, on average
PART_ROWS = 1_000_000
DAYS = 365
DAY = 86_400_000_000
MANIFEST = "manifest.json"
DRAWN = 12  # for each event that is kept

# Hashes of one number with others are not independent: the plan goes with the event; country and amount do not.
# Who is drawn and not there at that moment, or not active enough, is left out.
_PART = """
COPY (
    WITH drawn AS (
        SELECT i, {begin} + hash(i, 1) % {length} AS moment, hash(i, 2) / 18446744073709551616.0 AS who,
            hash(i, 3) AS what
        FROM range({first}, {last}) t(i)
    ), placed AS (
        SELECT *, (who * {people})::UINTEGER AS p FROM drawn
    ), there AS (
        SELECT *, greatest(p / {people} * 1.4 - 0.4, 0) * {days} * {day} AS came,
            (10 + hash(p, 6) % 400) * {day} AS stays, pow(hash(p, 7) % 1000 / 1000, 3) + 0.02 AS active
        FROM placed
    ), kept AS (
        SELECT * FROM there WHERE moment >= came AND moment < came + stays AND hash(i, 4) % 1000 < active * 1000
        LIMIT {rows}
    )
    SELECT 'm' || i AS message_id, 'event_' || least(what % 24, 19) AS event, (p + 1)::UINTEGER AS person_ordinal,
        (p // 20 + 1)::UINTEGER AS account_ordinal, make_timestamptz({epoch} + moment::BIGINT) AS occurred_at,
        make_timestamptz({epoch} + moment::BIGINT) AS received_at,
        '{{"plan": "' || ['free', 'pro', 'team', 'enterprise'][(1 + hash(i, 8) % 4)::BIGINT] || '", "country": "C'
            || hash(p, 9) % 30 || '", "amount": ' || what // 1000 % 500 || '}}' AS properties
    FROM kept ORDER BY event, date_trunc('day', occurred_at), person_ordinal, occurred_at
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""
EPOCH = 1_735_689_600_000_000  # 2025-01-01


def people_of(events: int) -> int:
    """The largest ordinal there can be."""
    return events // EVENTS_OF_ONE + 1


def parts(events: int, under: Path | None = None) -> Path:
    """The folder of the parts and their indexes; made if it is not there."""
    folder = (under or Path(tempfile.gettempdir())) / f"holdfast-bench-reports-{events}"
    if not folder.exists():
        unfinished = folder.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        _write(unfinished, events)
        unfinished.rename(folder)
    if not (folder / MANIFEST).exists():
        (folder / MANIFEST).write_text(json.dumps(_manifest(folder)), encoding="utf-8")
    return folder


def _manifest(folder: Path) -> list[dict[str, object]]:
    """What the manifest of a store says of each part."""
    found = []
    for path in sorted(folder.glob("*.parquet")):
        at = pq.ParquetFile(path).schema_arrow.get_field_index("occurred_at")
        groups = pq.ParquetFile(path).metadata
        ends = [groups.row_group(number).column(at).statistics for number in range(groups.num_row_groups)]
        index = path.with_suffix(SUFFIX)
        found.append({
            "path": str(path), "rows": groups.num_rows, "first_at": str(min(one.min for one in ends)),
            "last_at": str(max(one.max for one in ends)), "index_path": str(index), "index_sha256": sha256(index),
            "index_zone": "UTC",
        })  # fmt: skip
    return found


def _write(folder: Path, events: int) -> None:
    count = max(1, events // PART_ROWS)
    length = DAYS * DAY // count
    with duckdb.connect(config={"threads": 2}) as con:
        con.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        for number in range(count):
            path = folder / f"{number:04d}.parquet"
            drawn = events // count * DRAWN
            con.execute(
                _PART.format(
                    begin=number * length, length=length, first=number * drawn, last=(number + 1) * drawn,
                    people=events // EVENTS_OF_ONE, days=DAYS, day=DAY, epoch=EPOCH, rows=events // count, path=path,
                )
            )  # fmt: skip
            write(index_of_part(path, ZoneInfo("UTC")), path.with_suffix(SUFFIX), "UTC")


if __name__ == "__main__":
    print(json.dumps({"folder": str(parts(int(sys.argv[1]), Path(sys.argv[2])))}))
