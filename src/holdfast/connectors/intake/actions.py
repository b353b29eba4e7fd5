"""Every step of an intake: begun, corrected, checked, imported, discarded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from holdfast.connectors.base import CannotRead
from holdfast.connectors.files.mapping_file import settings_of
from holdfast.connectors.intake import folders, looking, receiving, tasks
from holdfast.connectors.models import Intake
from holdfast.core.api import audit
from holdfast.core.errors import NotFound, UserFacingError
from holdfast.core.jobs import api as jobs


class Busy(UserFacingError):
    """Something else is being done with these files, or they are imported already."""

    code = "intake_busy"
    http_status = 409


def upload(
    uploads: Iterable[receiving.Uploaded],
    *,
    choices: Mapping[str, Any],
    at: datetime,
    actor: str,
    corrects: Intake | None = None,
) -> Intake:
    """Take files from a browser and look into them. TooLarge, NoFiles; CannotRead for a damaged packed file."""
    folder, files = receiving.receive(uploads)
    return _begin(Intake.Origin.UPLOAD, folder, files, choices, at, actor, corrects)


def pick(path: str, *, choices: Mapping[str, Any], at: datetime, actor: str) -> Intake:
    """Take all files below a folder of the server. NotFound when it is not one that is offered."""
    files = [{"name": source.name, "size": source.size} for source in folders.sources_below(path)]
    if not files:
        raise CannotRead(f"{path or 'This folder'}: no files here. Choose a folder with CSV, Excel or JSON files.")
    return _begin(Intake.Origin.FOLDER, path, files, choices, at, actor, None)


def _begin(
    origin: Intake.Origin, folder: str, files: list[dict[str, Any]], choices: Mapping[str, Any], at: datetime,
    actor: str, corrects: Intake | None,
) -> Intake:  # fmt: skip
    with transaction.atomic():
        intake = Intake.objects.create(
            origin=origin, folder=folder, files=files, choices=dict(choices), created_at=at, created_by=actor,
            corrects=corrects,
        )  # fmt: skip
        audit("connectors.intake.begun", at=at, actor=actor, data={"intake": intake.pk, "files": len(files)})
    if corrects is not None:
        _read_as_before(intake, corrects)
    _look(intake, at)
    return intake


def choose(intake: Intake, *, at: datetime, **choices: Any) -> None:
    """What holds for all files: timezone, currency, end_is_inclusive, include_test_mode. BadMapping."""
    settings_of({name: value for name, value in choices.items() if name in ("timezone", "currency") and value}, "")
    _change(intake, {**intake.choices, **choices}, at)


def choose_for(intake: Intake, table: str, entries: Mapping[str, object], *, at: datetime) -> None:
    """What holds for one table, as in a mapping file; {} goes back to what is detected. BadMapping."""
    if table not in {found["table"] for found in intake.found}:
        raise NotFound(f"There is no table {table!r} among these files.")
    settings_of(looking.entries_of(entries), table)
    kept = {name: chosen for name, chosen in intake.choices.get("tables", {}).items() if name != table}
    _change(intake, {**intake.choices, "tables": {**kept, table: dict(entries)} if entries else kept}, at)


def leave_out(intake: Intake, file: str, *, at: datetime) -> None:
    """Take one file out of the import."""
    _need_open(intake)
    kept = [entry for entry in intake.files if entry["name"] != file]
    if not kept:
        raise Busy("This is the only file; discard the import instead.")
    intake.files = kept
    _change(intake, intake.choices, at)


def _change(intake: Intake, choices: Mapping[str, Any], at: datetime) -> None:
    _need_open(intake)
    _need_files(intake)
    intake.choices, intake.state, intake.summary, intake.problem = dict(choices), Intake.State.READY, {}, ""
    _look(intake, at)


def _look(intake: Intake, at: datetime) -> None:
    sources = receiving.sources_of(intake)
    intake.found = looking.look(looking.tables(sources), looking.options_of(intake.choices, sources, at))
    intake.save()


@transaction.atomic
def start(intake: Intake, *, keep: bool, at: datetime, actor: str) -> None:
    """Check the files (a dry run) or, with `keep`, import them; both in the background."""
    _need_open(intake)
    _need_files(intake)
    blocking = [found for found in intake.found if found["problem"] and found["columns"]]
    if blocking:
        raise CannotRead(f"{blocking[0]['table']}: {blocking[0]['problem']} Or leave the file out.")
    if not any(found["kind"] and not found["skipped"] for found in intake.found):
        raise CannotRead("There is no table among these files that could be imported. Choose the kind of one.")
    job = jobs.enqueue(tasks.bring if keep else tasks.check, intake.pk, actor, key=str(intake.pk))
    intake.state = Intake.State.IMPORTING if keep else Intake.State.CHECKING
    intake.job, intake.problem, intake.summary = job.id, "", {}
    intake.save()


@transaction.atomic
def discard(intake: Intake, *, at: datetime, actor: str) -> None:
    """Forget files that were not imported."""
    _need_open(intake)
    audit("connectors.intake.discarded", at=at, actor=actor, data={"intake": intake.pk})
    transaction.on_commit(partial(receiving.remove, receiving.folder_of(intake)))
    intake.delete()


def _need_open(intake: Intake) -> None:
    if not intake.is_open:
        raise Busy("These files are being worked on or are imported already; wait for it, or upload them again.")


def _need_files(intake: Intake) -> None:
    if not receiving.sources_of(intake):
        raise NotFound("The files are no longer there: uploads are kept for a week. Upload them again.")


def _read_as_before(intake: Intake, corrects: Intake) -> None:
    """Corrected rows are read as the file they came from was: a few rows alone would not tell as much."""
    sources = receiving.sources_of(intake)
    before = {found["table"]: found for found in corrects.found}
    tables = dict(corrects.choices.get("tables", {}))
    chosen: dict[str, Any] = {}
    for source in sources:
        origin = looking.origin_of(source)
        if origin in before:
            known = {key: before[origin][key] for key in ("kind", "date_order") if before[origin][key]}
            known = known if before[origin]["connector"] == "files" else {}
            chosen[source.name] = known | {name: value for name, value in tables.get(origin, {}).items() if value}
    intake.choices = {**corrects.choices, "tables": chosen}
