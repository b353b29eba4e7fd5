"""Every read of intakes and imports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import QuerySet

from holdfast.connectors.base import Rejected
from holdfast.connectors.intake import receiving
from holdfast.connectors.intake.progress import Told, told
from holdfast.connectors.intake.working import REJECTED
from holdfast.connectors.models import Intake
from holdfast.connectors.rejects import saved
from holdfast.core.errors import NotFound
from holdfast.core.jobs import api as jobs
from holdfast.core.models import ImportRun


@dataclass(frozen=True, slots=True)
class At:
    """How far the work on an intake is. waiting: no worker has begun it; worked: there is a worker at all."""

    told: Told
    waiting: bool
    worked: bool


def find(number: int) -> Intake:
    """An intake of the entered workspace; one whose job has died is shown as failed. NotFound."""
    intake = Intake.objects.select_related("run", "corrects").filter(pk=number).first()
    if intake is None:
        raise NotFound("There is no such import in this workspace.")
    if intake.is_busy:
        _settle(intake)
    return intake


def _settle(intake: Intake) -> None:
    job = jobs.find(intake.job)
    if job is not None and (job.is_open or job.is_done):
        return
    intake.refresh_from_db()
    if intake.is_busy:
        intake.state = Intake.State.FAILED
        intake.problem = (job.error if job else "") or "The work on it was given up. Try it again."
        intake.save(update_fields=["state", "problem"])


def standing(intake: Intake) -> At:
    job = jobs.find(intake.job)
    now = told(receiving.folder_of(intake)) or Told()
    return At(now, waiting=job is not None and job.state == jobs.State.WAITING, worked=jobs.is_worked())


def unfinished() -> QuerySet[Intake, Intake]:
    """What was begun and is not imported, the newest first."""
    return Intake.objects.exclude(state=Intake.State.DONE).order_by("-created_at", "-pk")


def history() -> QuerySet[ImportRun, ImportRun]:
    """Every import, the newest first."""
    return ImportRun.objects.order_by("-started_at", "-pk")


def intake_of(run: ImportRun) -> Intake | None:
    return Intake.objects.filter(run=run).order_by("pk").first()


def rejected(intake: Intake, file: str = "") -> Iterator[Rejected]:
    """The rejected rows in the order of files and rows; only those of `file` if it is given."""
    rows = saved(receiving.folder_of(intake) / REJECTED)
    return (row for row in rows if not file or row.file == file)


def rejected_page(intake: Intake, first: int, count: int) -> list[Rejected]:
    return list(islice(rejected(intake), first, first + count))
