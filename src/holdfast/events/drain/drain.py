"""One round of the drain, and the loop around it.

A crash at any point loses nothing and doubles nothing: the parts, the ids and the number up to which the journal was
read are changed in one transaction; the journal is emptied after it, of what was read and nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from threading import Event
from time import monotonic

import pyarrow as pa
from django.db import close_old_connections, transaction

from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace
from holdfast.customers import api as customers
from holdfast.events.actions import put_records
from holdfast.events.contracts import DrainRunning
from holdfast.events.drain.alone import Hold
from holdfast.events.drain.announcing import announce_waiting, settle, versions
from holdfast.events.drain.aside import set_aside, stored_alone
from holdfast.events.drain.batch import Row, batch_of
from holdfast.events.drain.binding import bind
from holdfast.events.drain.resting import rest
from holdfast.events.drain.trust import count_refused, without_verified
from holdfast.events.erasing.late import without_erased
from holdfast.events.ingest.contracts import Kind
from holdfast.events.ingest.entries import item_of
from holdfast.events.ingest.outcomes import store
from holdfast.events.journal import Entry, Journal
from holdfast.events.models import Drained
from holdfast.events.store.tidying import tidying
from holdfast.metrics.records import EVENT

log = logging.getLogger(__name__)

ROUND = 50_000  # entries a round takes at most
RETRY = 5.0


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did: entries read, events that were new, events that were there already, entries set aside.

    halved: it had to leave out some of what it had read, because storing all of it failed.
    """

    read: int = 0
    added: int = 0
    repeated: int = 0
    aside: int = 0
    halved: bool = False


def drain_once(journal: Journal, *, at: datetime, limit: int = ROUND) -> Round:
    """Bring the oldest entries of the journal into the store. Call it from one process only (see `the_only_drain`)."""
    mark = drained()
    # What an earlier round stored and was killed before it could remove is read again, too: its ids are known.
    if moved := journal.continue_above(mark):
        log.warning("%s entries of the journal had numbers that were read before; they are read again", moved)
    entries = journal.after(mark, limit)
    done = _stored(entries, at) if entries else Round()
    _announce(at)
    if done.read:
        journal.forget(mark, entries[done.read - 1].number)
    return done


def _stored(entries: list[Entry], at: datetime) -> Round:
    """Store the entries, or half of them when that fails, down to a single one; that is set aside if it is to blame."""
    read = len(entries)
    while True:
        try:
            with tidying():
                return replace(_store(entries, at), halved=len(entries) < read)
        except Exception as error:
            log.exception("%s entries could not be stored at once", len(entries))
            if len(entries) == 1:
                return replace(_alone(entries[0], error, at), halved=read > 1)
        entries = entries[: len(entries) // 2]


def _alone(entry: Entry, error: Exception, at: datetime) -> Round:
    with tidying():
        done, last = stored_alone(lambda: _store([entry], at), error)
    if done is not None:
        return done
    with transaction.atomic():
        set_aside(entry, last, at)
        Drained.objects.update_or_create(pk=1, defaults={"number": entry.number})
    log.error("workspace %s: entry %s of the journal was set aside", entry.workspace, entry.number)
    return Round(read=1, aside=1)


def drained() -> int:
    """The number up to which the journal is in parts."""
    row = Drained.objects.first()
    return 0 if row is None else row.number


@transaction.atomic
def _store(entries: Sequence[Entry], at: datetime) -> Round:
    added = repeated = 0
    ordered = sorted(entries, key=lambda entry: (entry.workspace, entry.source, entry.number))
    workspaces = Workspace.objects.in_bulk({entry.workspace for entry in entries})
    before = versions(workspaces)
    for (workspace, source), group in groupby(ordered, key=lambda entry: (entry.workspace, entry.source)):
        if workspace not in workspaces:
            continue  # it was deleted, and its events with it
        with in_workspace(workspaces[workspace]):
            new, known = _put(list(group), source, at)
        added, repeated = added + new, repeated + known
        if known:
            store({(workspace, source, "", "repeated"): known}, at)
    row, _ = Drained.objects.get_or_create(pk=1)
    row.number = max(entry.number for entry in entries)
    row.announced = settle(before, row.announced, at)
    row.save()
    return Round(len(entries), added, repeated)


@transaction.atomic
def _announce(at: datetime) -> None:
    row = Drained.objects.first()
    if row is not None and (told := announce_waiting(row.announced, at)) != row.announced:
        row.announced = told
        row.save(update_fields=["announced"])


def _put(entries: Sequence[Entry], source: str, at: datetime) -> tuple[int, int]:
    """Store the entries of one key; (new events, repeated ones)."""
    told = without_erased([(entry, item_of(entry)) for entry in entries], source, at=at)
    batch = batch_of((item, f"{source}:{entry.number}") for entry, item in told)
    verified: list[Row] = []
    if any(item.browser for _, item in told):
        batch, verified = without_verified(batch)
    customers.learn(accounts=batch.accounts, people=batch.people, traits=batch.traits, source=source, at=at)
    refused = bind(batch.pairs, batch.users, at=at)
    count_refused(source, verified, refused, at)
    if not batch.events:
        return 0, 0
    records = pa.Table.from_pylist(batch.events, schema=EVENT.schema)
    received = [entry.received_at for entry, item in told if item.kind is Kind.EVENT]
    arrived = pa.array(received, pa.timestamp("us", tz="UTC"))
    count = put_records("event", records, source=source, at=at, arrived=arrived)
    return count.added, count.unchanged


def run(
    journal: Journal,
    stop: Event,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    hold: Hold = lambda: None,
) -> None:
    """Drain until `stop` is set. A round that fails is tried again: what it read is still in the journal.

    Raises DrainRunning when the lock was lost and somebody else has it now.
    """
    limit = ROUND
    while not stop.is_set():
        close_old_connections()
        began = monotonic()
        try:
            hold()
            done = drain_once(journal, at=clock(), limit=limit)
            # After a failure the rounds grow slowly again: what made one fail is often followed by more of its kind.
            full = done.read >= limit or done.halved
            limit = max(1, min(ROUND, 2 * (done.read if done.halved else limit)))
            if not full:
                rest(journal, stop, mark=drained(), since=began, busy=done.read > 0)
        except DrainRunning:
            raise
        except Exception:
            log.exception("the journal could not be drained; trying again")
            stop.wait(RETRY)
