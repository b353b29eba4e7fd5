"""What the worker does again and again for subscriptions."""

from __future__ import annotations

from datetime import UTC, datetime

from holdfast.core.jobs import api as jobs
from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace


@jobs.every(minutes=5)
@jobs.task(priority=-5, attempts=2)
def look_at_subscriptions() -> int:
    """Note the mails that are due; how many."""
    from holdfast.reporting.subscribed.due import note_due

    count = 0
    for workspace in Workspace.objects.filter(data_version__gt=0).order_by("pk"):
        with in_workspace(workspace):
            count += note_due(workspace, datetime.now(UTC))
    return count
