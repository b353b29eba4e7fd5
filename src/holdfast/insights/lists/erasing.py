"""People in lists, when they ask for their data or to be forgotten."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from holdfast.insights.lists.models import ListMember


def forget(keys: Collection[str]) -> dict[str, int]:
    """Take the person with these keys out of every list; of how many lists."""
    mine = ListMember.objects.filter(list__subject="person", key__in=keys)
    count = mine.values("list").distinct().count()
    ListMember.objects.filter(pk__in=list(mine.values_list("pk", flat=True))).delete()
    return {"lists": count}


def held(keys: Collection[str]) -> dict[str, Iterator[dict[str, Any]]]:
    """The lists the person is in: name of a table -> its rows."""
    mine = ListMember.objects.filter(list__subject="person", key__in=keys).order_by("pk")
    names = ("list__name", "list__why", "key", "added_at")
    rows = mine.values_list(*names).iterator(chunk_size=1_000)
    return {"lists": (dict(zip(("list", "why", "key", "added_at"), row, strict=True)) for row in rows)}
