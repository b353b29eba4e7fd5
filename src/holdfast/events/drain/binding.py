"""Which person an anonymous id turned out to be: whoever it was first seen with, by the time of the events.

The order of arrival does not matter: an earlier event that arrives later moves the binding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
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
    unsettled = _unsettled(earliest, people)
    for start in range(0, len(unsettled), AT_ONCE):
        wanted = unsettled[start : start + AT_ONCE]
        refused = _users_among(wanted)
        known_users |= refused
        changed += _bound({each: earliest[each] for each in wanted if each not in refused}, people)
    aliases = [{"subject": "person", "alias": each.anonymous, "key": each.person} for each in changed]
    if aliases:
        records = pa.Table.from_pylist(aliases, schema=ALIAS.schema)
        customers.put_records("alias", records, source="events", at=at)
    return [pair for pair in pairs if pair[0] in known_users]


def _unsettled(earliest: Mapping[str, tuple[datetime, str]], people: Mapping[str, set[str]]) -> list[str]:
    """The anonymous ids that are not bound already to the only person they were seen with, as early as that."""
    told = list(earliest)
    settled: set[str] = set()
    for start in range(0, len(told), AT_ONCE):
        known = Binding.objects.filter(anonymous__in=told[start : start + AT_ONCE])
        for anonymous, person, bound_at in known.values_list("anonymous", "person", "bound_at"):
            if people[anonymous] == {person} and bound_at <= earliest[anonymous][0]:
                settled.add(anonymous)
    return [each for each in told if each not in settled]


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


def _bound(wanted: Mapping[str, tuple[datetime, str]], people: Mapping[str, set[str]]) -> list[Binding]:
    """Store what the earliest pairs say; the bindings that stand for a new or another person."""
    known = {each.anonymous: each for each in Binding.objects.filter(anonymous__in=list(wanted))}
    workspace = current_workspace()
    made: list[Binding] = []
    moved: list[Binding] = []
    touched: list[Binding] = []
    for anonymous, (moment, person) in wanted.items():
        seen, shared = known.get(anonymous), len(people[anonymous]) > 1
        if seen is None:
            told = {"anonymous": anonymous, "person": person, "bound_at": moment, "shared": shared}
            made.append(Binding(workspace=workspace, **told))
            continue
        before = (seen.person, seen.bound_at, seen.shared)
        seen.shared = seen.shared or len(people[anonymous] | {seen.person}) > 1
        if (moment, person) < (seen.bound_at, seen.person):
            seen.person, seen.bound_at = person, moment
        if before != (seen.person, seen.bound_at, seen.shared):
            touched.append(seen)
        if seen.person != before[0]:
            moved.append(seen)
    Binding.objects.bulk_create(made, batch_size=1_000)
    Binding.objects.bulk_update(touched, ["person", "bound_at", "shared"], batch_size=500)
    return [*made, *moved]
