"""Every read of accounts and people, in the entered workspace."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import F, Q

from holdfast.core.api import known, read, read_known
from holdfast.core.errors import HoldfastError
from holdfast.customers.identity import ORDINALS, resolve
from holdfast.customers.mentions import SUBJECTS
from holdfast.customers.models import Account, Alias, Merge, Person, Trait
from holdfast.metrics.records import ALIAS, KINDS, TRAIT

_SUBJECTS: dict[str, type[Account] | type[Person]] = {"account": Account, "person": Person}
_KEEP_NULLS = pc.ScalarAggregateOptions(skip_nulls=False)
_LINKS = pa.schema({"source": pa.string(), "target": pa.string()})


def records(kind: str, *, known_at: datetime | None = None) -> pa.Table:
    """The records of one kind as they were known at an instant. Names of accounts and people keep no history."""
    if kind == "trait":
        return read_known(Trait, TRAIT.schema, known_at)
    if kind == "alias":
        return read_known(Alias, ALIAS.schema, known_at)
    if kind not in _SUBJECTS:
        raise HoldfastError(f"customers stores no {kind!r} records.")
    rows = _SUBJECTS[kind].objects.filter(row_hash__isnull=False).order_by("pk")
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    schema = KINDS[kind].schema
    stored = pa.schema([field.with_name("key") if field.name == kind else field for field in schema])
    return read(rows, stored).rename_columns(schema.names)


def ordinals(*, known_at: datetime | None = None) -> pa.Table:
    """Every key with the id it counts for, as `customers.identity.ORDINALS`; aliases and merges are resolved."""
    resolved = []
    for subject in SUBJECTS:
        table = _one_subject(subject, known_at)
        resolved.append(table.add_column(0, "subject", pa.repeat(pa.scalar(subject), table.num_rows)))
    return pa.concat_tables(resolved).cast(ORDINALS)


def accounts() -> pa.Table:
    """One row for each account that counts for itself: `id`, `key`, `name`, `created_at`."""
    main = _one_subject("account", None)
    wanted = main.filter(main["main"]).select(["id"])
    schema = pa.schema(
        {"id": pa.int64(), "key": pa.string(), "name": pa.string(), "created_at": pa.timestamp("us", tz="UTC")}
    )
    every = read(Account.objects.order_by("pk"), schema)
    return every.filter(pc.is_in(every["id"], wanted["id"].combine_chunks()))


def trait_at(subject: str, name: str, *, at: datetime, known_at: datetime | None = None) -> pa.Table:
    """What the trait `name` was at an instant: `key` and `value`, for every key that had one then."""
    rows = known(Trait, known_at).filter(Q(valid_from__isnull=True) | Q(valid_from__lte=at))
    newest_last = rows.filter(subject=subject, name=name).order_by(F("valid_from").asc(nulls_first=True))
    found = read(newest_last, pa.schema({"subject_key": pa.string(), "value": pa.string()}))
    last = found.group_by("subject_key", use_threads=False).aggregate([("value", "last", _KEEP_NULLS)])
    return last.rename_columns(["key", "value"]).sort_by("key")


def group_of(subject: str, key: str) -> frozenset[str]:
    """Every key that counts for the same account or person as `key`."""
    table = _one_subject(subject, None)
    mine = table.filter(pc.equal(table["key"], key))["id"]
    return frozenset(table.filter(pc.is_in(table["id"], mine.combine_chunks()))["key"].to_pylist())


def _one_subject(subject: str, known_at: datetime | None) -> pa.Table:
    keys = read(_SUBJECTS[subject].objects.order_by("pk"), pa.schema({"key": pa.string(), "id": pa.int64()}))
    return resolve(keys, _links(subject, known_at))


def _links(subject: str, known_at: datetime | None) -> pa.Table:
    aliases = read_known(Alias, ALIAS.schema, known_at)
    aliases = aliases.filter(pc.equal(aliases["subject"], subject)).select(["alias", "key"])
    return pa.concat_tables([aliases.rename_columns(["source", "target"]), _merges(subject, known_at)])


def _merges(subject: str, known_at: datetime | None) -> pa.Table:
    merges = Merge.objects.filter(subject=subject).order_by("pk")
    if known_at is None:
        return read(merges.filter(undone_at__isnull=True), _LINKS)
    alive = Q(undone_at__isnull=True) | Q(undone_at__gt=known_at)
    return read(merges.filter(alive, merged_at__lte=known_at), _LINKS)
