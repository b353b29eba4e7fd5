"""What usage tells of accounts and people: it adds to what is known and empties nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import product
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.db.models import F, QuerySet

from holdfast.core.api import PutCount
from holdfast.customers.actions.put import put_records
from holdfast.customers.models import Account, Person, Trait
from holdfast.metrics.records import KINDS

Row = dict[str, Any]
TraitKey = tuple[str, str, str]
AT_ONCE = 10_000


@transaction.atomic
def learn(
    *, accounts: Iterable[Row], people: Iterable[Row], traits: Iterable[Row], source: str, at: datetime
) -> PutCount:
    """Rows of the records account, person and trait. A null says nothing; a trait that has its value already neither.

    traits: of each subject and name in the order in which they were said. With `once` a trait is only learned when
    nothing is known of it.
    """
    counts = PutCount()
    for kind, rows in (
        ("account", _news(Account, "account", ("name",), accounts)),
        ("person", _news(Person, "person", ("name", "account"), people)),
        ("trait", _turns(list(traits))),
    ):
        if rows:
            records = pa.Table.from_pylist(rows, schema=KINDS[kind].schema)
            counts += put_records(kind, records, source=source, at=at)
    return counts


def _news(model: type[Account] | type[Person], subject: str, fields: Sequence[str], told: Iterable[Row]) -> list[Row]:
    """The rows that say something new, completed by what is known already."""
    latest: dict[str, Row] = {}
    for row in told:
        said = {name: value for name, value in row.items() if value is not None}
        latest[row[subject]] = latest.get(row[subject], {}) | said
    known: dict[str, Row] = {}
    for keys in _chunks(list(latest)):
        rows = model.objects.filter(key__in=keys).values("key", "created_at", "row_hash", *fields)
        known |= {row["key"]: row for row in rows}
    found = []
    for key, row in latest.items():
        before = known.get(key, {})
        # Billing and the customer data come first: a name of theirs is not overwritten by what a client sends.
        whole = {name: before.get(name) or row.get(name) for name in fields}
        if before.get("row_hash") is None or any(whole[name] != before.get(name) for name in fields):
            found.append(
                {subject: key, **whole, "created_at": before.get("created_at"), "source_row": row["source_row"]}
            )
    return found


def _turns(told: list[Row]) -> list[Row]:
    """The traits that differ from what was last known of them."""
    last = _last_values({(row["subject"], row["subject_key"], row["name"]) for row in told})
    found = []
    for row in told:
        key = (row["subject"], row["subject_key"], row["name"])
        if last.get(key) is not None and row.get("once"):
            continue
        if last.get(key) != row["value"]:
            last[key] = row["value"]
            found.append(row)
    return found


def verified_traits(told: Iterable[Row], *, unverified: Collection[str]) -> set[TraitKey]:
    """Which of these traits (subject, key, name) another source than the unverified ones has told already."""
    keys = {(row["subject"], row["subject_key"], row["name"]) for row in told}
    found = set()
    for rows in _rows_of(keys):
        by_others = rows.exclude(source__in=unverified).values_list("subject", "subject_key", "name")
        found |= keys & set(by_others)
    return found


def _last_values(keys: set[TraitKey]) -> dict[TraitKey, str | None]:
    last: dict[TraitKey, str | None] = {}
    for rows in _rows_of(keys):
        ordered = rows.order_by(F("valid_from").asc(nulls_first=True))
        last |= {
            (subject, key, name): value
            for subject, key, name, value in ordered.values_list("subject", "subject_key", "name", "value")
        }
    return last


def _rows_of(keys: set[TraitKey]) -> Iterator[QuerySet[Trait, Trait]]:
    """The known values of these traits, and of some beside them."""
    for subject in sorted({key[0] for key in keys}):
        subjects = sorted({key[1] for key in keys if key[0] == subject})
        names = sorted({key[2] for key in keys if key[0] == subject})
        # Both in chunks: a database takes only so many values in one statement, and clients make up names freely.
        for chunk, named in product(_chunks(subjects), _chunks(names)):
            yield Trait.objects.filter(
                superseded_at__isnull=True, subject=subject, subject_key__in=chunk, name__in=named
            )


def _chunks(keys: list[str]) -> Iterator[list[str]]:
    yield from (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
