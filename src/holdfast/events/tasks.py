"""What the worker does for the event store by the clock."""

from __future__ import annotations

from holdfast.core.jobs.api import every, task
from holdfast.events.store.indexing import index_parts


@every(minutes=10, for_each_workspace=True)
@task(priority=-20)
def tend_store() -> int:
    """Indexes of parts from before there were any, or of another time zone."""
    return index_parts()
