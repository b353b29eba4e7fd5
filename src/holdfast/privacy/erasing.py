"""What is left to do when a person was erased: within the promised time the last trace is gone from the disk.

1. `holdfast.privacy.actions.erase`: one transaction removes what the database says of the person, refuses its ids from
   now on, and hides its events. No number computed before is shown any more.
2. `clean_up`, at once: what is no table and no part, such as the journal, rejected rows, old numbers.
3. `tend`, by the clock: parts are written again without its events; when the old ones are swept, it is forgotten which
   ids they were, and the databases are written anew without what was deleted.

Whatever is killed in between is found and done again: what is still to be done stands in the erasure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop

from holdfast.book.board import forget_older
from holdfast.connectors import api as connectors
from holdfast.core.api import audit, scrub_database
from holdfast.core.jobs import api as jobs
from holdfast.core.models import Workspace
from holdfast.core.scoping import current_workspace
from holdfast.customers import api as customers
from holdfast.events import api as events
from holdfast.privacy import exports

URGENT = timedelta(days=1)  # before the promise is broken


def clean_up() -> None:
    """Remove open erasures from what is no table and no part. May be done again and again."""
    keys = frozenset(key for each in customers.open_erasures() for key in each.keys)
    forget_older(_as_it_is())
    exports.remove_strays()
    if not keys:
        return
    events.forget_waiting(keys)
    events.forget_examples(keys)
    connectors.forget(keys)
    jobs.reword(customers.Names(keys).blank)


def tend(*, now: datetime, hurry: bool = False) -> int:
    """Do what is due of the open erasures; how many were finished. hurry: do not collect them first."""
    opened = customers.open_erasures()
    if not opened:
        return 0
    clean_up()
    if hurry or any(_is_due(each, now) for each in opened):
        _rewrite(opened, now)
    ready = [each for each in customers.open_erasures() if _has_no_traces(each, now)]
    if not ready:
        return 0
    # A process that was slow may have written something since.
    clean_up()
    for each in ready:
        customers.note_forgotten(each.erasure_id)
    if not (scrub_database() and events.scrub_journal()):
        return 0
    for each in ready:
        customers.note_finished(each.erasure_id, at=now)
        audit("privacy.erasure.finished", at=now, actor=None, data={"erasure": each.erasure_id, "person": each.digest})
    return len(ready)


def begins_at(erased_at: datetime, due_at: datetime) -> datetime:
    """When the parts are rewritten: at half time, together with all that came meanwhile."""
    return erased_at + (due_at - erased_at) / 2


def _is_due(gone: customers.Burial, now: datetime) -> bool:
    return gone.rewritten_at is None and begins_at(gone.erased_at, gone.due_at) <= now


def _rewrite(opened: Sequence[customers.Burial], now: datetime) -> None:
    """All of them at once: a part is written again once for many people."""
    waiting = [each for each in opened if each.rewritten_at is None]
    jobs.tell(0.0, gettext_noop("Writing events without erased people"))
    ordinals = sorted({number for each in waiting for number in each.ordinals})
    if ordinals:
        events.rewrite(ordinals, at=now, tell=jobs.tell)
    for each in waiting:
        customers.note_rewritten(each.erasure_id, at=now)


def _has_no_traces(gone: customers.Burial, now: datetime) -> bool:
    if gone.rewritten_at is None or events.traces_from(gone.rewritten_at, at=now):
        return False
    if connectors.pending_before(gone.erased_at):
        if now < gone.due_at - URGENT:
            return False
        connectors.forget_pending(gone.erased_at)
        return not connectors.pending_before(gone.erased_at)
    return True


def _as_it_is() -> Workspace:
    return Workspace.objects.get(pk=current_workspace().pk)
