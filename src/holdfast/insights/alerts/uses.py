"""The alerts that watch a KPI of a segment."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.insights.alerts.models import Alert
from holdfast.insights.segments.api import Use, tell_uses


@tell_uses
def alerts_with_segment(key: str) -> Iterator[Use]:
    """Without it there is nothing to watch."""
    for row in Alert.objects.filter(by=f"segment:{key}").order_by("name", "pk"):
        yield Use("alert", str(row.pk), row.name, breaks=True)
