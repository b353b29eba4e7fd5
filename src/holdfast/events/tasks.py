"""What the worker does for the event store by the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from holdfast.core.jobs.api import every, task
from holdfast.events.models import Outcome
from holdfast.events.store.compaction import compact
from holdfast.events.store.indexing import index_parts
from holdfast.events.store.promotion import promote
from holdfast.events.store.sweeping import sweep
from holdfast.events.store.tending_ids import merge_ids, read_ids


@every(minutes=10, for_each_workspace=True)
@task(priority=-20)
def tend_store() -> None:
    """Make indexes for parts from before there were any, or of another time zone; merge small parts and known ids; give
    parts the columns of properties that are asked for by now.
    """
    now = datetime.now(UTC)
    index_parts()
    read_ids(at=now)
    compact(at=now)
    promote(at=now)
    merge_ids(at=now)


@every(hours=1)
@task(priority=-20)
def clear_away() -> int:
    """Remove what nothing refers to. Storing events does so too, but a store that only rests keeps what it replaced."""
    return len(sweep(at=datetime.now(UTC)))


OUTCOMES_KEPT = timedelta(days=90)


@every(days=1, offset=timedelta(hours=3), for_each_workspace=True)
@task(priority=-50)
def forget_old_outcomes() -> int:
    """What became of events a quarter ago; the events themselves stay."""
    return Outcome.objects.filter(hour__lt=datetime.now(UTC) - OUTCOMES_KEPT).delete()[0]
