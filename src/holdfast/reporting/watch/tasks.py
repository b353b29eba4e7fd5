"""What the worker does again and again for alerts."""

from __future__ import annotations

from datetime import UTC, datetime

from holdfast.core.jobs import api as jobs
from holdfast.core.models import Workspace
from holdfast.core.scoping import current_workspace, in_workspace


@jobs.every(minutes=5)
@jobs.task(priority=-5, attempts=2)
def look_at_alerts() -> int:
    """Have the alerts checked for which a period is over; how many. One job each: one that fails stops no other."""
    from holdfast.reporting.watch import checking

    count = 0
    for workspace in Workspace.objects.filter(data_version__gt=0).order_by("pk"):
        with in_workspace(workspace):
            for alert in checking.due(workspace, datetime.now(UTC)):
                jobs.enqueue(check_alert, alert.alert_id, key=str(alert.alert_id))
                count += 1
    return count


@jobs.task(priority=-5, attempts=3)
def check_alert(alert_id: int) -> int | None:
    from holdfast.insights.alerts.api import find_alert
    from holdfast.reporting.watch import checking

    return checking.check(find_alert(alert_id), _as_it_is(), datetime.now(UTC))


@jobs.every(hours=3, for_each_workspace=True)
@jobs.task(priority=-20, attempts=3)
def look_for_stopped_events() -> int:
    from holdfast.reporting.watch import checking

    return len(checking.look_for_stopped(_as_it_is(), datetime.now(UTC)))


def _as_it_is() -> Workspace:
    return Workspace.objects.get(pk=current_workspace().pk)
