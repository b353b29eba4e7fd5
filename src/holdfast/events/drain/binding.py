"""Which person an anonymous id turned out to be: whoever it was first seen with, by the time of the events.

The order of arrival does not matter: an earlier event that arrives later moves the binding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import pyarrow as pa

from holdfast.core.scoping import current_workspace
from holdfast.customers import api as customers
from holdfast.events.drain.batch import Pair
from holdfast.events.models import Binding, UserId
from holdfast.metrics.records import ALIAS

AT_ONCE = 10_000


def bind(pairs: Sequence[Pair], users: Collection[str], *, at: datetime) -> list[Pair]:
    """Store what the pairs say, as bindings and as other keys of people; returns the pairs that were refused.

    An id that is seen with several people stays with the first of them and is marked as a shared device. One that was
    ever told as that of a user, `users` among them, is no device: it is never bound to anybody else, or whoever writes
    a pair could make two people one.
    """
    _learn_users(users)
    earliest, people = _earliest(pairs)
    known_users: set[str] = set()
    changed: list[Binding] = []
    for start in range(0, len(earliest), AT_ONCE):
        wanted = dict(list(earliest.items())[start : start + AT_ONCE])
        known = {each.anonymous: each for each in Binding.objects.filter(anonymous__in=list(wanted))}
        refused = _users_among(list(wanted))
        known_users |= refused
        for anonymous, (moment, person) in wanted.items():
            if anonymous not in refused:
                changed += _bound(known.get(anonymous), anonymous, person, moment, people[anonymous])
    aliases = [{"subject": "person", "alias": each.anonymous, "key": each.person} for each in changed]
    if aliases:
        records = pa.Table.from_pylist(aliases, schema=ALIAS.schema)
        customers.put_records("alias", records, source="events", at=at)
    return [pair for pair in pairs if pair[0] in known_users]


def _learn_users(users: Collection[str]) -> None:
    told = sorted(users)
    for start in range(0, len(told), AT_ONCE):
        chunk = told[start : start + AT_ONCE]
        known = set(UserId.objects.filter(user__in=chunk).values_list("user", flat=True))
        rows = [UserId(user=user, workspace=current_workspace()) for user in chunk if user not in known]
        UserId.objects.bulk_create(rows, ignore_conflicts=True)


def _users_among(ids: list[str]) -> set[str]:
    """Those that are known as ids of users: told as such, bound to, or imported as people."""
    told = UserId.objects.filter(user__in=ids).values_list("user", flat=True)
    bound = Binding.objects.filter(person__in=ids).values_list("person", flat=True)
    return {*told, *bound, *customers.imported_people(ids)}


def _earliest(pairs: Iterable[Pair]) -> tuple[dict[str, tuple[datetime, str]], dict[str, set[str]]]:
    """Anonymous id -> the first time and person, and all people it was seen with."""
    first: dict[str, tuple[datetime, str]] = {}
    people: dict[str, set[str]] = {}
    for anonymous, person, moment in pairs:
        first[anonymous] = min(first.get(anonymous, (moment, person)), (moment, person))
        people.setdefault(anonymous, set()).add(person)
    return first, people


def _bound(known: Binding | None, anonymous: str, person: str, moment: datetime, people: set[str]) -> list[Binding]:
    """The binding, if the person it stands for is new or another one."""
    if known is None:
        made = Binding.objects.create(anonymous=anonymous, person=person, bound_at=moment, shared=len(people) > 1)
        return [made]
    before = (known.person, known.bound_at, known.shared)
    known.shared = known.shared or len(people | {known.person}) > 1
    if (moment, person) < (known.bound_at, known.person):
        known.person, known.bound_at = person, moment
    if before != (known.person, known.bound_at, known.shared):
        known.save(update_fields=["person", "bound_at", "shared"])
    return [known] if known.person != before[0] else []
