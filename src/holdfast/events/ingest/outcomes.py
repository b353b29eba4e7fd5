"""What became of everything that was sent: counted in memory, written to the database every few seconds."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from typing import Any

from django.db import close_old_connections, transaction
from django.db.models import F

from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace
from holdfast.events.ingest.contracts import Refused
from holdfast.events.keys import Admission
from holdfast.events.models import Outcome

log = logging.getLogger(__name__)

ACCEPTED = "accepted"
DO_NOT_TRACK, NO_CONSENT = WITHHELD = ("do_not_track", "no_consent")  # what people wished; nobody has to mend it
OTHER = "other"
EVERY = 2.0
CLIENTS = 50  # of one key in one hour that are counted by name

Key = tuple[int, str, str, str]
"""workspace, source, client, reason"""


@dataclass(slots=True)
class _Tally:
    count: int = 0
    example: str = ""


class Outcomes:
    """Counts of accepted and refused items by key, client and reason, with the latest example of each reason."""

    def __init__(self, *, every: float = EVERY, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._every, self._clock = every, clock
        self._hour, self._clients = datetime.min.replace(tzinfo=UTC), dict[str, set[str]]()
        self._tallies: dict[Key, _Tally] = {}
        self._lock, self._stopping = Lock(), Event()
        self._thread = Thread(target=self._run, name="outcomes", daemon=True)
        self._thread.start()

    def note(self, admission: Admission, client: str, accepted: int, refused: Sequence[Refused] = ()) -> None:
        with self._lock:
            if accepted:
                self._tally(admission, client, ACCEPTED).count += accepted
            for each in refused:
                tally = self._tally(admission, client, each.reason)
                tally.count += 1
                tally.example = each.example

    def refuse(self, admission: Admission, client: str, reason: str, count: int = 1) -> None:
        """A whole request that was refused, or items of which no example may be kept."""
        if count:
            with self._lock:
                self._tally(admission, client, reason).count += count

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()
        self.flush()

    def flush(self) -> None:
        """Add what was counted to the rows of this hour."""
        with self._lock:
            tallies, self._tallies = self._tallies, {}
        if not tallies:
            return
        counts = {key: tally.count for key, tally in tallies.items()}
        examples = {key: tally.example for key, tally in tallies.items() if tally.example}
        try:
            store(counts, self._clock(), examples)
        except BaseException:
            self._put_back(tallies)
            raise

    def _put_back(self, tallies: dict[Key, _Tally]) -> None:
        """What could not be stored counts the next time."""
        with self._lock:
            for key, tally in tallies.items():
                newer = self._tallies.setdefault(key, _Tally())
                newer.count += tally.count
                newer.example = newer.example or tally.example

    def _tally(self, admission: Admission, client: str, reason: str) -> _Tally:
        key = (admission.workspace, admission.source, self._name(admission, client), reason)
        return self._tallies.setdefault(key, _Tally())

    def _name(self, admission: Admission, client: str) -> str:
        """The client, or OTHER when a key has shown too many: whoever sends chooses how to call itself."""
        hour = self._clock().replace(minute=0, second=0, microsecond=0)
        if hour != self._hour:
            self._hour, self._clients = hour, {}
        known = self._clients.setdefault(admission.source, set())
        if client not in known and len(known) >= CLIENTS:
            return OTHER
        known.add(client)
        return client

    def _run(self) -> None:
        while not self._stopping.wait(self._every):
            close_old_connections()
            try:
                self.flush()
            except Exception:
                log.exception("what became of some items could not be counted")


def store(counts: Mapping[Key, int], at: datetime, examples: Mapping[Key, str] | None = None) -> None:
    """Add to the counts of the hour of `at`; the example is the latest one."""
    told = examples or {}
    hour = at.replace(minute=0, second=0, microsecond=0)
    workspaces = Workspace.objects.in_bulk({key[0] for key in counts})
    with transaction.atomic():
        for key, count in counts.items():
            workspace, source, client, reason = key
            if workspace not in workspaces:
                continue
            with in_workspace(workspaces[workspace]):
                row, _ = Outcome.objects.get_or_create(
                    hour=hour, source=source, client=client, reason=reason, defaults={"last_at": at}
                )
                changes: dict[str, Any] = {"count": F("count") + count, "last_at": at}
                if key in told:
                    changes["example"] = told[key]
                Outcome.objects.filter(pk=row.pk).update(**changes)
