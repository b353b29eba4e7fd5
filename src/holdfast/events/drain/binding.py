"""Which person an anonymous id turned out to be: whoever it was first seen with, by the time of the events.

The order of arrival does not matter: an earlier event that arrives later moves the binding.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import pyarrow as pa

from holdfast.customers import api as customers
from holdfast.events.drain.batch import Pair
from holdfast.events.models import Binding
from holdfast.metrics.records import ALIAS

AT_ONCE = 10_000


def bind(pairs: Iterable[Pair], *, at: datetime) -> int:
    """Store what the pairs say, as bindings and as other keys of people; returns how many bindings changed.

    An id that is seen with several people stays with the first of them and is marked as a shared device.
    """
    earliest, people = _earliest(pairs)
    changed: list[Binding] = []
    for start in range(0, len(earliest), AT_ONCE):
        wanted = dict(list(earliest.items())[start : start + AT_ONCE])
        known = {each.anonymous: each for each in Binding.objects.filter(anonymous__in=list(wanted))}
        # An id by which a person is known is no anonymous id: it is never bound to another one.
        users = set(Binding.objects.filter(person__in=list(wanted)).values_list("person", flat=True))
        for anonymous, (moment, person) in wanted.items():
            if anonymous not in users:
                changed += _bound(known.get(anonymous), anonymous, person, moment, people[anonymous])
    aliases = [{"subject": "person", "alias": each.anonymous, "key": each.person} for each in changed]
    if aliases:
        records = pa.Table.from_pylist(aliases, schema=ALIAS.schema)
        customers.put_records("alias", records, source="events", at=at)
    return len(changed)


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
