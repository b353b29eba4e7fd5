"""Every read of lists, in the entered workspace."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext

from holdfast.core.api import read
from holdfast.core.errors import NotFound
from holdfast.customers import api as customers
from holdfast.insights.lists.contracts import ListFacts
from holdfast.insights.lists.models import ListMember, StoredList


def lists(subject: str | None = None, *, named: str = "", most: int | None = None) -> list[ListFacts]:
    """The lists, newest first; of one subject, or whose name contains some text."""
    rows = _counted()
    if subject is not None:
        rows = rows.filter(subject=subject)
    if named:
        rows = rows.filter(name__icontains=named)
    return [_facts(row) for row in rows.order_by("-made_at", "-pk")[:most]]


def lists_with(subject: str, keys: Sequence[str]) -> list[ListFacts]:
    """The lists that an account or person with these keys is in."""
    inside = ListMember.objects.filter(key__in=keys).values("list_id")
    return [_facts(row) for row in _counted().filter(subject=subject, pk__in=inside).order_by("name")]


def find_list(list_id: int) -> ListFacts:
    found = _counted().filter(pk=list_id).first()
    if found is None:
        raise _gone()
    return _facts(found)


def version() -> tuple[int | None, ...]:
    """Another one whenever somebody was put into a list or taken out; cheap to ask for."""
    found = ListMember.objects.aggregate(count=Count("pk"), last=Max("pk"))
    return found["count"], found["last"]


def find(list_id: int) -> StoredList:
    found = StoredList.objects.filter(pk=list_id).first()
    if found is None:
        raise _gone()
    return found


def members_of(list_id: int) -> pa.ChunkedArray:
    """The keys of a list's members, as they were added."""
    rows = ListMember.objects.filter(list_id=list_id).order_by("pk")
    return read(rows, pa.schema({"key": pa.string()}))["key"]


def ids_in(list_id: int) -> pa.Array:
    """The ids that the members of a list count for now, aliases and merges resolved; each once."""
    found = find(list_id)
    return customers.main_ids(found.subject, members_of(list_id).combine_chunks())


def _counted() -> QuerySet[StoredList, StoredList]:
    return StoredList.objects.select_related("made_by").annotate(count=Count("members"))


def _facts(row: StoredList) -> ListFacts:
    return ListFacts(
        list_id=row.pk,
        name=row.name,
        subject=row.subject,
        why=row.why,
        origin=row.origin,
        made_by=str(row.made_by) if row.made_by else "",
        made_at=row.made_at,
        count=row.count,  # type: ignore[attr-defined]  # of `_counted`
    )


def _gone() -> NotFound:
    return NotFound(gettext("This list is not there any more."))
