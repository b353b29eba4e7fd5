"""The dry run and the import of an intake, and what is kept of their outcome."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from holdfast.connectors.importing import plan_sources
from holdfast.connectors.intake import looking, receiving
from holdfast.connectors.intake.progress import Telling, path_in
from holdfast.connectors.models import Intake
from holdfast.connectors.storing import ImportReport, Watchers, run_import
from holdfast.core.errors import UserFacingError
from holdfast.core.models import ImportRun
from holdfast.core.scoping import current_workspace

REJECTED = "rejected.jsonl"
State = Intake.State


def check(number: int, actor: str) -> None:
    _work(number, State.CHECKING, State.CHECKED, partial(_run, actor=actor, dry_run=True))


def bring(number: int, actor: str) -> None:
    _work(number, State.IMPORTING, State.DONE, partial(_bring, actor=actor))


def _work(number: int, doing: State, done: State, act: Callable[[Intake], object]) -> None:
    intake = Intake.objects.filter(pk=number, state=doing).first()
    if intake is None:
        return  # an earlier attempt ended it
    folder = receiving.folder_of(intake)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        act(intake)
    except UserFacingError as error:
        intake.state, intake.problem = State.FAILED, looking.plain_of(error.message, receiving.sources_of(intake))
    else:
        intake.state = done
    intake.save()
    path_in(folder).unlink(missing_ok=True)


def _bring(intake: Intake, actor: str) -> None:
    earlier = ImportRun.objects.filter(mapping__intake=intake.pk).order_by("-pk").first()
    if earlier is not None and earlier.status == ImportRun.Status.DONE:
        intake.run = earlier  # the worker died between the import and this line
        intake.summary = {"counts": earlier.counts, "rejected": {}, "notes": [], "unknown": [], "already": False}
        return
    if earlier is not None and earlier.status == ImportRun.Status.RUNNING:
        earlier.status, earlier.finished_at = ImportRun.Status.FAILED, datetime.now(UTC)
        earlier.save()
    report = _run(intake, actor=actor, dry_run=False)
    if not report.already:
        intake.run_id = report.run


def _run(intake: Intake, *, actor: str, dry_run: bool) -> ImportReport:
    now = datetime.now(UTC)
    sources = receiving.sources_of(intake)
    files = looking.tables(sources)
    plan = plan_sources(files, looking.options_of(intake.choices, sources, now))
    telling = Telling(receiving.folder_of(intake), files)
    report = run_import(
        current_workspace(), plan, at=now, actor=actor, dry_run=dry_run,
        watchers=Watchers(reading=telling.on_read, storing=telling.on_store), intake=intake.pk,
    )  # fmt: skip
    report.rejected.save(receiving.folder_of(intake) / REJECTED)
    intake.summary = _summary(report)
    return report


def _summary(report: ImportReport) -> dict[str, Any]:
    return {
        "counts": {
            kind: {
                "added": count.added,
                "changed": count.changed,
                "unchanged": count.unchanged,
                "replaced": report.repeated.get(kind, 0),
            }
            for kind, count in report.counts.items()
        },
        "rejected": dict(report.rejected.by_file),
        "notes": [{"file": note.file, "text": note.text} for note in report.notes],
        "unknown": list(report.unknown),
        "already": report.already,
        "as_of": report.as_of.isoformat() if report.as_of else None,
    }
