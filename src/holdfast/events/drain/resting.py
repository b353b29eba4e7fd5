"""How long the drain waits: a stream is brought in once a second, the first event after a pause at once.

Each round makes a part, and many small parts are slow to read until they are merged. So what streams in waits for
others, and what comes alone does not.
"""

from __future__ import annotations

from threading import Event
from time import monotonic

from holdfast.events.journal import Journal

PAUSE = 1.0  # seconds from the beginning of one round to that of the next
LOOK = 0.1  # seconds between two looks whether anything waits


def rest(journal: Journal, stop: Event, *, mark: int, since: float, busy: bool) -> None:
    """Until the next round. mark: up to which number all is read; since: when the last round began, by `monotonic`;
    busy: it found something.
    """
    if busy:
        stop.wait(max(0.0, since + PAUSE - monotonic()))
        return
    while monotonic() < since + PAUSE and not stop.wait(LOOK):
        if journal.after(mark, 1):
            return
