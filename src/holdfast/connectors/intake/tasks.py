"""The work on an intake that takes longer than a page may: the dry run and the import; and what is left of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from holdfast.core.jobs.api import every, task


@task(priority=5, attempts=2)
def check(intake: int, actor: str) -> None:
    """Do all that the import would do, and take it back."""
    from holdfast.connectors.intake import working

    working.check(intake, actor)


@task(priority=5, attempts=3)
def bring(intake: int, actor: str) -> None:
    """Import the files; a second attempt finds out whether the first was done."""
    from holdfast.connectors.intake import working

    working.bring(intake, actor)


@every(days=1, offset=timedelta(hours=2, minutes=10), for_each_workspace=True)
@task(priority=-50)
def tidy() -> int:
    """Uploaded files that were imported, or that nobody came back to for a week."""
    from holdfast.connectors.intake import tidying

    return tidying.tidy(datetime.now(UTC))
