"""The saved reports that rest on a segment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext

from holdfast.insights.saved.models import SavedReport
from holdfast.insights.segments.api import Use, tell_uses


@tell_uses
def reports_with_segment(key: str) -> Iterator[Use]:
    """Without it they cannot be asked any more. What members keep private is named to nobody else."""
    for row in SavedReport.objects.order_by("name", "pk"):
        if _names(row.query, key):
            shared = row.owner_id is None
            name = row.name if shared else gettext("a report that somebody keeps private")
            yield Use("report", str(row.pk) if shared else "", name, breaks=True)


def _names(data: Any, key: str) -> bool:
    """Whether a condition or a breakdown of a question is by this segment."""
    if isinstance(data, dict):
        named = (data.get("of"), data.get("key")) == ("segment", key)
        return named or (data.get("by"), data.get("name")) == ("segment", key) or _names(list(data.values()), key)
    return isinstance(data, list) and any(_names(one, key) for one in data)
