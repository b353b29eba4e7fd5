"""Tasks that tests enqueue; a worker has to be able to import them by their path."""

from __future__ import annotations

from holdfast.core.errors import UserFacingError
from holdfast.core.jobs.api import task, tell
from holdfast.core.scoping import current_workspace, entered_workspace

done: list[object] = []


class Spoilt(UserFacingError):
    code = "spoilt"


@task()
def note(word: str, times: int = 1) -> str:
    done.append((word, entered_workspace()))
    return word * times


@task(priority=10)
def urgent(word: str) -> None:
    done.append((word, entered_workspace()))


@task()
def name_workspace() -> str:
    return current_workspace().slug


@task(attempts=3)
def fail() -> None:
    raise ValueError("broken")


@task()
def refuse() -> None:
    raise Spoilt("The milk is off; buy new milk.")


@task()
def slow() -> None:
    tell(0.25, "Half of the half")
    done.append("told")


@task()
def add_another(left: int) -> None:
    from holdfast.core.jobs.api import enqueue

    if left:
        enqueue(add_another, left - 1)
