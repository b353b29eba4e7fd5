"""Every change of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils.translation import gettext

from holdfast.core.api import audit, write
from holdfast.core.members.models import Member
from holdfast.core.scoping import current_workspace
from holdfast.customers import api as customers
from holdfast.insights.lists.contracts import BadList, ListFacts
from holdfast.insights.lists.models import ListMember, StoredList, Subject
from holdfast.insights.lists.queries import find, find_list

LONGEST_NAME = 120
_INSTANT = pa.timestamp("us", tz="UTC")


@transaction.atomic
def create_list(
    name: str,
    subject: str,
    ids: Iterable[int],
    *,
    at: datetime,
    member: Member | None,
    origin: Mapping[str, Any] | None = None,
    why: str = "",
) -> ListFacts:
    """Keep accounts or people, by their ids (`subject_id` of a board's tables), under a name; ids twice count once.

    origin: where the number came from, such as {"kpi": "nrr", "period": "2026-06", "slice": "Basic"}. Raises BadList
    when the name is empty, too long or taken, or when nobody is in it.
    """
    keys = customers.keys_of(_subject(subject), ids)
    if not keys:
        raise BadList(gettext("Nobody is in this list. Choose at least one account or person."))
    made = StoredList.objects.create(
        name=_free_name(name), subject=subject, why=why.strip(), origin=dict(origin or {}), made_by=member, made_at=at
    )
    _add(made, keys, at)
    _audit("made", made, at, member, members=len(keys))
    return find_list(made.pk)


@transaction.atomic
def add_to_list(list_id: int, ids: Iterable[int], *, at: datetime, member: Member | None) -> int:
    """Add accounts or people; return how many were not in it."""
    found = find(list_id)
    keys = customers.keys_of(found.subject, ids)
    known = set(ListMember.objects.filter(list=found).values_list("key", flat=True))
    fresh = [key for key in keys if key not in known]
    _add(found, fresh, at)
    if fresh:
        _audit("extended", found, at, member, members=len(fresh))
    return len(fresh)


@transaction.atomic
def remove_from_list(list_id: int, keys: Iterable[str], *, at: datetime, member: Member | None) -> int:
    """Remove the accounts or people with these keys (any of their keys); return how many were in it."""
    found = find(list_id)
    every = {other for key in keys for other in customers.group_of(found.subject, key)}
    count, _ = ListMember.objects.filter(list=found, key__in=every).delete()
    if count:
        _audit("shortened", found, at, member, members=count)
    return count


@transaction.atomic
def rename_list(list_id: int, name: str, *, why: str, at: datetime, member: Member | None) -> ListFacts:
    found = find(list_id)
    found.name, found.why = _free_name(name, but=list_id), why.strip()
    found.save(update_fields=["name", "why"])
    _audit("renamed", found, at, member)
    return find_list(list_id)


@transaction.atomic
def delete_list(list_id: int, *, at: datetime, member: Member | None) -> None:
    """The list goes, its accounts stay. NotFound when somebody else was faster."""
    found = find(list_id)
    _audit("deleted", found, at, member)
    found.delete()


def _subject(subject: str) -> str:
    if subject not in Subject.values:
        raise BadList(gettext("A list is of accounts or of people."))
    return subject


def _free_name(name: str, *, but: int | None = None) -> str:
    name = name.strip()
    if not name:
        raise BadList(gettext("Give the list a name."))
    if len(name) > LONGEST_NAME:
        raise BadList(gettext("The name is longer than %(most)s characters.") % {"most": LONGEST_NAME})
    same = StoredList.objects.filter(name=name).first()
    if same is not None and same.pk != but:
        raise BadList(gettext("There is a list “%(name)s” already. Choose another name.") % {"name": name})
    return name


def _add(to: StoredList, keys: list[str], at: datetime) -> None:
    count = len(keys)
    if not count:
        return
    ids = (pa.repeat(pa.scalar(value, pa.int64()), count) for value in (current_workspace().pk, to.pk))
    columns = dict(zip(("workspace_id", "list_id"), ids, strict=True))
    write(ListMember, pa.table({**columns, "key": keys, "added_at": pa.repeat(pa.scalar(at, _INSTANT), count)}))


def _audit(what: str, stored: StoredList, at: datetime, member: Member | None, **data: int) -> None:
    actor = str(member.pk) if member else None
    audit(f"insights.list.{what}", at=at, actor=actor, data={"list": stored.pk, **data})
