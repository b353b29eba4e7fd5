"""Which properties have a column of their own: those that reports have asked for a few times, and not long ago."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from threading import Lock

from django.db import transaction
from django.db.models import F

from holdfast.core.scoping import current_workspace
from holdfast.events.models import AskedProperty

ENOUGH = 3  # minutes in which it was asked for
MOST = 24
KEPT = timedelta(days=180)  # without a question
OFTEN = timedelta(minutes=1)
LONGEST = 100  # characters of a name

_asked: dict[int, set[str]] = defaultdict(set)
_stored: dict[int, datetime] = {}
_lock = Lock()


def promoted(at: datetime) -> list[str]:
    """Those of the entered workspace, the one asked for first, first.

    None is displaced by one that is asked for more: parts would be written again and again.
    """
    asked = AskedProperty.objects.filter(times__gte=ENOUGH, last_at__gte=at - KEPT)
    return [*asked.order_by("pk").values_list("name", flat=True)[:MOST]]


def note_asked(workspace_id: int, names: Collection[str]) -> None:
    """A report reads these properties. From any thread: what it says is stored by `store_asked`."""
    if names:
        with _lock:
            _asked[workspace_id].update(name for name in names if 0 < len(name) <= LONGEST and name.isprintable())


def store_asked(*, at: datetime) -> None:
    """Count what was asked for in the entered workspace since the last time; once a minute at most."""
    workspace = current_workspace()
    with _lock:
        last = _stored.get(workspace.pk)
        if (last is not None and abs(at - last) < OFTEN) or not _asked.get(workspace.pk):
            return
        _stored[workspace.pk] = at
        names = sorted(_asked.pop(workspace.pk))
    with transaction.atomic():
        new = [AskedProperty(workspace=workspace, name=name, last_at=at) for name in names]
        AskedProperty.objects.bulk_create(new, ignore_conflicts=True)
        AskedProperty.objects.filter(name__in=names).update(times=F("times") + 1, last_at=at)
