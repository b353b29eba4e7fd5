"""Tasks that tests enqueue; a worker has to be able to import them by their path."""

from __future__ import annotations

import fcntl
import time
from contextlib import suppress
from pathlib import Path

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


@task(attempts=50)
def mark(number: int, folder: str) -> None:
    """Leaves its mark once, however often it begins; notes if another one is at it at the same time."""
    with (Path(folder) / f"lock-{number}").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with (Path(folder) / "overlap").open("a") as overlap:
                overlap.write(f"{number}\n")
        time.sleep(0.03)
        with suppress(FileExistsError):
            (Path(folder) / f"effect-{number}").touch(exist_ok=False)


@task()
def wait_for(path: str) -> None:
    while not Path(path).exists():
        tell(0.5, "Waiting")
        time.sleep(0.02)
