"""What a journal is, whichever database keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

MOST_BYTES = 64_000_000  # of bodies that are read at once; the entry that exceeds it is the last


class JournalFull(Exception):
    """The drain cannot keep up: nothing more is taken until it has caught up."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as it was acknowledged. received_at: microseconds since 1970, UTC; body: the item as JSON.

    number rises with every entry ever written and is never used again; it is 0 before the entry is written.
    """

    workspace: int
    source: str
    message_id: str
    received_at: int
    body: bytes
    number: int = 0


def within_bytes(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The first entries, up to the one whose body brings them to MOST_BYTES."""
    size = 0
    for entry in entries:
        yield entry
        size += len(entry.body)
        if size >= MOST_BYTES:
            return


class Journal(Protocol):
    """All methods may be called from any thread; a method that returns has reached the disk."""

    def append(self, entries: Sequence[Entry]) -> int:
        """Write all or none. Returns how many were new: one whose message is in the journal already changes nothing."""
        ...

    def after(self, number: int, limit: int, workspace: int | None = None) -> list[Entry]:
        """The oldest entries beyond a number, of all workspaces or of one.

        Fewer than `limit` when their bodies exceed MOST_BYTES before: an answer has to fit into memory.
        """
        ...

    def newest(self, number: int, limit: int, workspace: int) -> list[Entry]:
        """The newest entries of a workspace beyond a number, the last one first."""
        ...

    def continue_above(self, mark: int) -> int:
        """Let no entry have a number up to `mark`, now or later; returns how many had one and got a new one.

        A journal that was restored from a copy or begun anew counts from where it was. What it holds would lie below
        the mark of the drain and never be read.
        """
        ...

    def forget(self, after: int, up_to: int) -> None:
        """Remove what is in parts: the entries beyond `after`, up to `up_to`."""
        ...

    def erase(self, workspace: int, message_ids: Sequence[str]) -> None:
        """Remove what may not be kept, wherever it stands."""
        ...

    def depth(self) -> int:
        """How many entries wait, roughly."""
        ...

    def close(self) -> None: ...
