"""Writes what is held about a person into an archive of JSON lines, row by row: memory does not grow with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile

import orjson

from holdfast.customers import api as customers
from holdfast.events import api as events
from holdfast.privacy.contracts import Written
from holdfast.privacy.telling import Rows, tables

Tell = Callable[[float], None]

FORMAT = "holdfast-person-1"
EVERY = 5_000  # rows between two words about the progress

README = """What is held about one person, as JSON lines: one object in each line, UTF-8, moments in UTC.

contents.json      when this was made, for which ids, and how many rows each file has
person             what records of people say; former: what they said before an import changed it
traits             every value a trait has had, and since when
aliases, merges    which ids were said, or declared, to be one person
devices, user-ids  what was learned of ids from events
accounts           the accounts that this person belongs to or is named with
answers, tickets   answers to surveys and requests for support, corrected versions too
notes              what members wrote about this person
lists              the lists this person is in
segments, reports, dashboards, alerts  those that name this person
events             what this person did; undone: its import was taken back, it does not count
waiting            what was received a moment ago and is not stored yet
set-aside          what could not be stored
rejected-rows      rows of files that could not be understood and name this person

Files without rows are left out.
"""


def export(key: str, path: Path, *, at: datetime, tell: Tell = lambda share: None) -> Written:
    """Write the archive of who has this id, or no file at all."""
    keys = customers.group_of("person", key)
    expected = events.count_of(customers.own_ids("person", keys))
    unfinished = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with unfinished.open("xb") as file:
            unfinished.chmod(0o600)
            with ZipFile(file, "w", ZIP_DEFLATED) as archive:
                counts = _write(archive, keys, at, _Progress(expected, tell))
        size = unfinished.stat().st_size
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return Written(counts, size)


class _Progress:
    """Of all rows only the events are many."""

    def __init__(self, expected: int, tell: Tell) -> None:
        self._expected, self._tell, self._done = expected, tell, 0

    def step(self) -> None:
        self._done += 1
        if self._done % EVERY == 0:
            self._tell(min(self._done / max(self._expected, self._done), 1.0))


def _write(archive: ZipFile, keys: frozenset[str], at: datetime, progress: _Progress) -> dict[str, int]:
    archive.writestr("README.txt", README)
    named: set[str] = set()
    counts = {name: _table(archive, name, _noting(rows, named, progress)) for name, rows in tables(keys).items()}
    accounts = customers.accounts_named(named)
    counts["accounts"] = _table(archive, "accounts", iter(accounts))
    counts = {name: count for name, count in counts.items() if count}
    told = {"format": FORMAT, "made_at": at, "ids": sorted(keys), "tables": counts}
    archive.writestr("contents.json", orjson.dumps(told, option=orjson.OPT_INDENT_2))
    return counts


def _noting(rows: Rows, named: set[str], progress: _Progress) -> Rows:
    """The rows, and on the way the accounts that they name."""
    for row in rows:
        if isinstance(account := row.get("account"), str):
            named.add(account)
        progress.step()
        yield row


def _table(archive: ZipFile, name: str, rows: Iterable[dict[str, Any]]) -> int:
    """A file is begun with the first row, so one without rows is none."""
    count, file = 0, None
    try:
        for row in rows:
            file = file or _begun(archive, name)
            file.write(orjson.dumps(row, default=str, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z))
            count += 1
    finally:
        if file is not None:
            file.close()
    return count


def _begun(archive: ZipFile, name: str) -> IO[bytes]:
    return archive.open(f"{name}.jsonl", "w", force_zip64=True)
