"""What imports have left behind and people may stand in: rejected rows, samples of files, uploads that wait.

Rejected rows of pages lie beside their upload, those of the command line in rejected/<workspace>.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
from django.conf import settings

from holdfast.connectors.base import Rejected
from holdfast.connectors.intake import receiving
from holdfast.connectors.intake.working import REJECTED
from holdfast.connectors.models import Intake
from holdfast.connectors.rejects import saved
from holdfast.core.models import ImportRun, Workspace
from holdfast.core.scoping import current_workspace
from holdfast.customers.api import Names

_TOLD = ("found", "summary", "problem")  # of an intake: samples, notes and errors, which quote cells


def rejected_folder(workspace: Workspace) -> Path:
    """Where the command line writes rejected rows."""
    return Path(settings.DATA_DIR) / "rejected" / workspace.slug


def held(keys: Collection[str]) -> Iterator[dict[str, Any]]:
    """The rejected rows that name one of these ids."""
    names = Names(keys)
    for intake in Intake.objects.order_by("pk"):
        yield from (asdict(row) for row in saved(receiving.folder_of(intake) / REJECTED) if _names(names, row))
    for path in _files(shared=True):
        with path.open(newline="", encoding="utf-8") as stream:
            for cells in csv.DictReader(stream):
                if _cells(names, cells.values()):
                    yield {"file": path.name, "original": cells}


def forget(keys: Collection[str]) -> int:
    """Remove every rejected row that names one of these ids, and empty samples that do; how many rows."""
    names = Names(keys)
    count = 0
    for intake in Intake.objects.order_by("pk"):
        count += _forget_in(intake, names)
    for run in ImportRun.objects.order_by("pk"):
        file_name, mapping = names.blank(run.file_name), _blanked(run.mapping, names)
        if (file_name, mapping) != (run.file_name, run.mapping):
            ImportRun.objects.filter(pk=run.pk).update(file_name=file_name, mapping=mapping)
    return count + sum(_rewrite_table(path, names) for path in _files(shared=True))


def older_than(before: datetime) -> int:
    """How many files of rejected rows are older than that."""
    return len(_older(before))


def forget_older(before: datetime) -> int:
    """Remove the files of rejected rows that are older than that; how many."""
    older = _older(before)
    for path in older:
        path.unlink(missing_ok=True)
    for intake in Intake.objects.filter(created_at__lt=before, summary__has_key="rejected"):
        intake.summary = {**intake.summary, "rejected": {}}
        intake.save(update_fields=["summary"])
    return len(older)


def pending_before(at: datetime) -> int:
    """How many uploaded files that came before are there yet: nobody knows who stands in them."""
    uploads = Intake.objects.filter(origin=Intake.Origin.UPLOAD, created_at__lte=at)
    files = (receiving.folder_of(intake) / str(file["stored"]) for intake in uploads for file in intake.files)
    return sum(path.exists() for path in files)


def forget_pending(before: datetime) -> int:
    """Remove uploaded files that came before, unless somebody imports them at the moment; how many."""
    busy = (Intake.State.CHECKING, Intake.State.IMPORTING)
    uploads = Intake.objects.filter(origin=Intake.Origin.UPLOAD, created_at__lte=before).exclude(state__in=busy)
    paths = [receiving.folder_of(intake) / str(file["stored"]) for intake in uploads for file in intake.files]
    there = [path for path in paths if path.exists()]
    for path in there:
        path.unlink(missing_ok=True)
    return len(there)


def _forget_in(intake: Intake, names: Names) -> int:
    path = receiving.folder_of(intake) / REJECTED
    gone: dict[str, int] = {}
    for row in saved(path):
        if _names(names, row):
            gone[row.file] = gone.get(row.file, 0) + 1
    if gone:
        _rewrite(path, (line for line in _lines(path) if not _names(names, Rejected(*orjson.loads(line)))))
        left = {file: count - gone.get(file, 0) for file, count in intake.summary.get("rejected", {}).items()}
        intake.summary = {**intake.summary, "rejected": {file: count for file, count in left.items() if count > 0}}
        intake.save(update_fields=["summary"])
    told = {name: _blanked(getattr(intake, name), names) for name in _TOLD}
    if any(told[name] != getattr(intake, name) for name in _TOLD):
        Intake.objects.filter(pk=intake.pk).update(**told)
    return sum(gone.values())


def _names(names: Names, row: Rejected) -> bool:
    return _cells(names, [row.value, row.reason, *row.original.values()])


def _cells(names: Names, cells: Iterable[object]) -> bool:
    return any(names.stand_in(str(cell or "")) for cell in cells)


def _blanked(value: Any, names: Names) -> Any:
    if isinstance(value, str):
        return names.blank(value)
    if isinstance(value, list):
        return [_blanked(each, names) for each in value]
    if isinstance(value, dict):
        return {names.blank(str(key)): _blanked(each, names) for key, each in value.items()}
    return value


def _rewrite_table(path: Path, names: Names) -> int:
    """A row may go over several lines, so it is read and written as a row; the first one names the columns."""
    gone = 0

    def kept() -> Iterator[bytes]:
        nonlocal gone
        line = StringIO(newline="")
        writer = csv.writer(line)
        with path.open(newline="", encoding="utf-8") as stream:
            for number, cells in enumerate(csv.reader(stream)):
                if number and _cells(names, cells):
                    gone += 1
                    continue
                writer.writerow(cells)
                yield line.getvalue().encode()
                line.seek(0)
                line.truncate()

    _rewrite(path, kept())
    return gone


def _rewrite(path: Path, lines: Iterable[bytes]) -> None:
    """Whole or not at all: the new file has another name until it is on the disk."""
    unfinished = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with unfinished.open("wb") as target:
            target.writelines(lines)
            target.flush()
            os.fsync(target.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        yield from source


def _files(*, shared: bool) -> list[Path]:
    """What the command line has written; shared: also that from before each workspace had a folder of its own."""
    folder = rejected_folder(current_workspace())
    return sorted([*(folder.parent.glob("*.csv") if shared else ()), *folder.glob("*.csv")])


def _older(before: datetime) -> list[Path]:
    of_pages = [receiving.folder_of(each) / REJECTED for each in Intake.objects.filter(created_at__lt=before)]
    of_commands = [path for path in _files(shared=False) if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before]
    return [path for path in (*of_pages, *of_commands) if path.is_file()]
