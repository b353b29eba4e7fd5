"""What is known of an erasure while there are traces of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Burial:
    """A person who is gone: the ids it had, under which numbers parts know it, and how much of what was removed."""

    erasure_id: int
    digest: str
    keys: frozenset[str]
    ordinals: tuple[int, ...]
    counts: Mapping[str, int]
    erased_at: datetime
    due_at: datetime
    rewritten_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureFacts:
    """What is told of an erasure. refused: how often something of the person came since."""

    digest: str
    erased_at: datetime
    erased_by: str
    due_at: datetime
    counts: Mapping[str, int]
    rewritten_at: datetime | None
    finished_at: datetime | None
    refused: int
