"""What crosses the border of this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedKeys:
    """Two keys that somebody declared to be one account or person; `merge_id` undoes it."""

    merge_id: int
    subject: str
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFacts:
    """A note as it is shown. author_id and author are empty when the member is gone."""

    note_id: int
    subject: str
    subject_key: str
    text: str
    author_id: int | None
    author: str
    written_at: datetime
    edited_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeFacts:
    """One decision that two keys are the same, and when it was taken back."""

    merge_id: int
    source: str
    target: str
    merged_at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """A person as its record describes it; account is the key of the account it belongs to, empty if to none."""

    person_id: int
    key: str
    name: str
    account: str
    created_at: datetime | None
