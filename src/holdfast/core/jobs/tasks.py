"""What the queue does for itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from holdfast.core.jobs import queue
from holdfast.core.jobs.api import every, task
from holdfast.core.jobs.contracts import State
from holdfast.core.jobs.models import Job

KEPT = timedelta(days=30)


@every(days=1, offset=timedelta(hours=2))
@task(priority=-50)
def forget_old_jobs() -> int:
    """Jobs that ended well a month ago; those that did not stay for whoever looks into them."""
    queue.sweep()
    old = Job.objects.filter(state=State.DONE, finished_at__lt=datetime.now(UTC) - KEPT)
    return old.delete()[0]
