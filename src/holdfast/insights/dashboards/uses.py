"""The dashboards that show only who is in a segment."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from holdfast.insights.dashboards.queries import with_segment
from holdfast.insights.segments.api import Use, tell_uses


@tell_uses
def dashboards_with_segment(key: str) -> Iterator[Use]:
    """What members keep private is named to nobody else."""
    for one in with_segment(key):
        name = one.name if one.shared else gettext("a dashboard that somebody keeps private")
        yield Use("dashboard", str(one.dashboard_id) if one.shared else "", name, breaks=True)
