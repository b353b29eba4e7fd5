"""Every read of accounts and people, in the entered workspace."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Count, F, Max, Q

from holdfast.core.api import known, read, read_known
from holdfast.core.errors import HoldfastError
from holdfast.customers.contracts import MergeFacts, NoteFacts, PersonFacts
from holdfast.customers.identity import ORDINALS, resolve
from holdfast.customers.mentions import SUBJECTS
from holdfast.customers.models import Account, Alias, Merge, Note, Person, Trait
from holdfast.metrics.records import ALIAS, KINDS, TRAIT

_SUBJECTS: dict[str, type[Account] | type[Person]] = {"account": Account, "person": Person}
_KEEP_NULLS = pc.ScalarAggregateOptions(skip_nulls=False)
TRAIT_HISTORY = pa.schema([TRAIT.schema.field(name) for name in ("name", "value", "valid_from", "source_row")])
PEOPLE = pa.schema({"id": pa.int64(), "key": pa.string(), "name": pa.string(), "account": pa.string()})
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
    """Every key that counts for the same account or person as `key`. Follows the links only: they are few."""
    links = _links(subject, None)
    near: dict[str, set[str]] = {}
    for source, target in zip(links["source"].to_pylist(), links["target"].to_pylist(), strict=True):
        near.setdefault(source, set()).add(target)
        near.setdefault(target, set()).add(source)
    group, ahead = {key}, [key]
    while ahead:
        fresh = near.get(ahead.pop(), set()) - group
        group |= fresh
        ahead += fresh
    return frozenset(group)


def own_ids(subject: str, keys: Collection[str]) -> list[int]:
    """The own ids of these keys, merges not considered: what events are stored under."""
    return list(_SUBJECTS[subject].objects.filter(key__in=keys).order_by("pk").values_list("pk", flat=True))


def person_of(key: str) -> PersonFacts | None:
    """What the record of one person says; None when nobody has this key."""
    row = Person.objects.filter(key=key).first()
    if row is None:
        return None
    return PersonFacts(
        person_id=row.pk, key=row.key, name=row.name or "", account=row.account or "", created_at=row.created_at
    )


def own_ordinals(subject: str, known: pa.Table) -> pa.Table:
    """`own` and `id`: each key's own id, and the one it counts for according to `known` (ORDINALS)."""
    every = read(_SUBJECTS[subject].objects.order_by("pk"), pa.schema({"id": pa.int64(), "key": pa.string()}))
    mine = known.filter(pc.equal(known["subject"], subject))
    places = pc.index_in(every["key"], value_set=mine["key"].combine_chunks())
    table = pa.table({"own": every["id"], "id": mine["id"].combine_chunks().take(places)})
    return table.filter(pc.is_valid(table["id"]))


def moved_ordinals(subject: str) -> pa.Table:
    """`own` and `id` for the ids that count for another one now, because of an alias or a merge."""
    links = _links(subject, None)
    if not links.num_rows:
        return pa.table({"own": pa.array([], pa.int64()), "id": pa.array([], pa.int64())})
    keys = _keys(subject, None)
    table = pa.table({"own": keys["id"], "id": resolve(keys, links)["id"]})
    return table.filter(pc.not_equal(table["own"], table["id"]))


def links_version() -> tuple[int, ...]:
    """Another one whenever an alias or a merge was added or taken back; cheap to ask for."""
    counted = {"number": Count("pk"), "newest": Max("pk")}
    found = [known(Alias, None).aggregate(**counted), Merge.objects.filter(undone_at__isnull=True).aggregate(**counted)]
    return tuple(value or 0 for one in found for value in one.values())


def keys_of(subject: str, ids: Iterable[int]) -> list[str]:
    """The own keys of accounts or people with these ids, each once, ordered by id; unknown ids are left out."""
    wanted = pa.array(ids, pa.int64()).unique()
    every = read(_SUBJECTS[subject].objects.order_by("pk"), pa.schema({"id": pa.int64(), "key": pa.string()}))
    found: list[str] = every.filter(pc.is_in(every["id"], wanted))["key"].to_pylist()
    return found


def main_ids(subject: str, keys: pa.Array) -> pa.Array:
    """The ids that `keys` count for, aliases and merges resolved; each once, in the order of ids."""
    table = _one_subject(subject, None)
    return table.filter(pc.is_in(table["key"], keys))["id"].combine_chunks().unique()


def traits_of(subject: str, keys: Collection[str]) -> pa.Table:
    """The history of every trait of one account or person with these keys: by name, then oldest first."""
    rows = known(Trait, None).filter(subject=subject, subject_key__in=keys)
    return read(rows.order_by("name", F("valid_from").asc(nulls_first=True), "pk"), TRAIT_HISTORY)


def people_of(accounts: Collection[str]) -> pa.Table:
    """The people whose records name one of these accounts; columns of PEOPLE."""
    return read(Person.objects.filter(account__in=accounts).order_by("key"), PEOPLE)


def people_with(*, ids: Collection[int] = (), keys: Collection[str] = ()) -> pa.Table:
    """A few people by their own ids or keys; columns of PEOPLE."""
    return read(Person.objects.filter(Q(pk__in=ids) | Q(key__in=keys)).order_by("key"), PEOPLE)


def imported_people(keys: Collection[str]) -> set[str]:
    """Those of a few keys that an import has told of as people, not only events that mention them."""
    told = Person.objects.filter(key__in=keys, row_hash__isnull=False, import_run__isnull=False)
    return set(told.values_list("key", flat=True))


def people_by_id(ids: pa.Array) -> pa.Table:
    """Any number of people by their ids; columns of PEOPLE, by key."""
    every = read(Person.objects.order_by("key"), PEOPLE)
    return every.filter(pc.is_in(every["id"], ids))


def find_people(q: str, *, most: int) -> pa.Table:
    """People whose key or name contains `q`, at most `most`, by key; columns of PEOPLE."""
    rows = Person.objects.filter(Q(key__icontains=q) | Q(name__icontains=q)).order_by("key")[:most]
    return read(rows, PEOPLE)


def accounts_of_people(q: str, *, most: int) -> list[str]:
    """Keys of the accounts of people whose key or name contains `q`."""
    rows = Person.objects.filter(Q(key__icontains=q) | Q(name__icontains=q), account__isnull=False)
    return [account for account in rows.values_list("account", flat=True)[:most] if account]


def merges_of(subject: str, keys: Collection[str]) -> list[MergeFacts]:
    """What was merged into or out of one of these keys, newest first; those undone too."""
    rows = Merge.objects.filter(Q(source__in=keys) | Q(target__in=keys), subject=subject)
    return [
        MergeFacts(
            merge_id=row.pk, source=row.source, target=row.target, merged_at=row.merged_at, undone_at=row.undone_at
        )
        for row in rows.order_by("-merged_at", "-pk")
    ]


def notes_of(subject: str, keys: Collection[str]) -> list[NoteFacts]:
    """What members wrote about the account or person with these keys, newest first."""
    rows = Note.objects.filter(subject=subject, subject_key__in=keys).select_related("written_by")
    return [
        NoteFacts(
            note_id=row.pk,
            subject=row.subject,
            subject_key=row.subject_key,
            text=row.text,
            author_id=row.written_by_id,
            author=str(row.written_by) if row.written_by else "",
            written_at=row.written_at,
            edited_at=row.edited_at,
        )
        for row in rows.order_by("-written_at", "-pk")
    ]


def note_of(note_id: int) -> NoteFacts | None:
    """One note; None when it is not there any more."""
    row = Note.objects.filter(pk=note_id).values_list("subject", "subject_key").first()
    return None if row is None else next((note for note in notes_of(row[0], [row[1]]) if note.note_id == note_id), None)


def _one_subject(subject: str, known_at: datetime | None) -> pa.Table:
    return resolve(_keys(subject, known_at), _links(subject, known_at))


def _keys(subject: str, known_at: datetime | None) -> pa.Table:
    here = Q(gone_at__isnull=True) if known_at is None else Q(gone_at__isnull=True) | Q(gone_at__gt=known_at)
    rows = _SUBJECTS[subject].objects.filter(here).order_by("pk")
    return read(rows, pa.schema({"key": pa.string(), "id": pa.int64()}))


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
