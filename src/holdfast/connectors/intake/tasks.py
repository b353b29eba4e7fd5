"""The work on an intake that takes longer than a page may: the dry run and the import."""

from __future__ import annotations

from holdfast.core.jobs.api import task


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
