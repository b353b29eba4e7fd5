"""Known message ids beside the writing of events: merged, compared with what was written, read from the parts again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from holdfast.core.api import hold_workspace
from holdfast.core.scoping import current_workspace
from holdfast.events.known.format import NoIds, open_ids
from holdfast.events.models import KnownIds, Part
from holdfast.events.store.durable import make_folder, sha256
from holdfast.events.store.known_ids import AT_ONCE, Known, mergeable, scope_of, write
from holdfast.events.store.layout import folder, root


def merge_ids(*, at: datetime) -> int:
    """Merge the large files, which nobody merges while events are stored; returns how many were replaced."""
    return sum(_merge(scope, at) for scope in _scopes())


def _merge(scope: str, at: datetime) -> int:
    large = KnownIds.objects.filter(scope=scope, dead_at__isnull=True, ids__gt=AT_ONCE // 2).order_by("ids")
    chosen = [*large[:1], *mergeable(large[1:], large[0].ids, 2**63)] if len(large) > 1 else []
    if len(chosen) < 2:
        return 0
    try:
        several = [open_ids(root() / row.path) for row in chosen]
    except NoIds:
        return 0  # replaced meanwhile, or lost: who stores events next takes care of it
    written = write(make_folder(folder(current_workspace().pk)), several)
    with transaction.atomic():
        hold_workspace()
        alive = KnownIds.objects.filter(pk__in=[row.pk for row in chosen], dead_at__isnull=True)
        if alive.update(dead_at=at) == len(chosen):
            KnownIds.objects.create(scope=scope, created_at=at, **written)
            return len(chosen)
        transaction.set_rollback(True)
    (root() / str(written["path"])).unlink(missing_ok=True)
    return 0


def changed_ids() -> Iterator[tuple[KnownIds, str]]:
    """The files that are not what was written, each with `missing` or `changed`."""
    for row in KnownIds.objects.filter(dead_at__isnull=True).order_by("pk").iterator():
        path = root() / row.path
        if not path.exists():
            yield row, "missing"
        elif sha256(path) != row.sha256:
            yield row, "changed"


def drop_changed_ids() -> None:
    """Remove files that are not what was written; their ids are read from the parts again."""
    for row, _ in list(changed_ids()):
        (root() / row.path).unlink(missing_ok=True)


def read_ids(*, at: datetime, anew: bool = False) -> int:
    """Read the ids of every part whose ids are not known; anew: of every part. Returns of how many.

    Part by part, so that pages and the drain have their turn. What is known already stays: ids of erased events are
    nowhere else.
    """
    if anew:
        Part.objects.filter(dead_at__isnull=True, withdrawn_at__isnull=True).update(ids_known=False)
    return sum(_read(scope, at) for scope in _scopes())


def _read(scope: str, at: datetime) -> int:
    read = 0
    while True:
        with transaction.atomic():
            hold_workspace()
            known = Known(scope, at=at, most=1)
        if not known.read:
            return read
        read += known.read


def _scopes() -> list[str]:
    sources = Part.objects.filter(dead_at__isnull=True).values_list("source", flat=True).distinct()
    known = KnownIds.objects.filter(dead_at__isnull=True).values_list("scope", flat=True).distinct()
    return sorted({*map(scope_of, sources), *known})
