"""Everything that this room keeps of a person, for the person."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q

from holdfast.core.api import told
from holdfast.customers.models import Account, Alias, Former, Merge, Note, Person, Trait

Row = dict[str, Any]


def held(keys: Collection[str]) -> dict[str, Iterator[Row]]:
    """Name of a table -> its rows, corrected and undone ones too."""
    people = Person.objects.filter(key__in=keys)
    named = Q(source__in=keys) | Q(target__in=keys)
    return {
        "person": told(people),
        "former": told(Former.objects.filter(subject="person", key__in=keys)),
        "traits": told(Trait.objects.filter(subject="person", subject_key__in=keys)),
        "aliases": told(Alias.objects.filter(Q(alias__in=keys) | Q(key__in=keys), subject="person")),
        "merges": told(Merge.objects.filter(named, subject="person")),
        "notes": told(Note.objects.filter(subject="person", subject_key__in=keys)),
    }


def accounts_named(keys: Collection[str]) -> list[Row]:
    """Key and name of accounts, of those that are known."""
    return [{**row} for row in Account.objects.filter(key__in=keys).order_by("key").values("key", "name")]
