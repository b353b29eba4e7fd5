"""What is known of a job, as others see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # it said itself what is wrong; the same again would fail the same way
    DEAD = "dead"  # given up after its last attempt, for somebody to look at


OPEN = frozenset({State.WAITING, State.RUNNING})


@dataclass(frozen=True, slots=True, kw_only=True)
class JobState:
    """One job at one moment. share: 0 to 1; doing, error: words for a person; code: of a UserFacingError, or empty."""

    id: str
    task: str
    workspace_id: int | None
    state: State
    share: float
    doing: str
    attempts: int
    error: str
    code: str
    result: Any
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in OPEN

    @property
    def is_done(self) -> bool:
        return self.state == State.DONE
