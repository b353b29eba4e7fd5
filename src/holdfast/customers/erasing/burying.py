"""Everything that this room says of a person, removed; and the tombstones that keep it away."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from holdfast.core.api import PutCount, hold_workspace, note_change, show_nothing_older
from holdfast.core.errors import NotFound, UserFacingError
from holdfast.customers.erasing.contracts import Burial
from holdfast.customers.erasing.tombstones import digest_of, erased_among, salt
from holdfast.customers.models import Alias, Erasure, Former, Merge, Note, Person, Tombstone, Trait
from holdfast.customers.queries import group_of

LONGEST = 500


class AlreadyErased(UserFacingError):
    """Who has this id was erased before."""

    code = "already_erased"
    http_status = 409


class NotForgotten(UserFacingError):
    """An id is to be taken again before the last trace of who had it is gone."""

    code = "not_forgotten"
    http_status = 409


class BadId(UserFacingError):
    """Nothing that could be an id of a person."""

    code = "bad_id"
    http_status = 422


def bury(key: str, *, at: datetime, due_at: datetime, actor: str | None = None) -> Burial:
    """Remove a person with all its ids, and refuse the ids from now on. For a transaction that does so in all rooms.

    An id that nobody is known by is refused as well. Raises AlreadyErased, BadId.
    """
    if not key.strip() or len(key) > LONGEST:
        raise BadId(f"An id has 1 to {LONGEST} characters.")
    hold_workspace()
    if erased_among([key]):
        raise AlreadyErased("The person with this id was erased before.")
    keys = group_of("person", key)
    ordinals = dict(Person.objects.filter(key__in=keys).values_list("key", "pk"))
    erasure = _tombstones(key, keys, ordinals, at=at, due_at=due_at, actor=actor)
    counts = {"ids": len(keys), **_remove(keys)}
    if ordinals:
        note_change(PutCount(changed=1))
        show_nothing_older()
    return Burial(erasure.pk, erasure.digest, keys, tuple(sorted(ordinals.values())), counts, at, due_at)


def readmit(key: str) -> str:
    """Take an id again that was refused, as that of somebody new; the hash of it.

    NotFound: it is not refused. NotForgotten: there are traces yet, which could be taken for those of somebody new.
    """
    hold_workspace()
    stone = Tombstone.objects.select_related("erasure").filter(digest=digest_of(key, salt())).first()
    if stone is None:
        raise NotFound("This id is not refused; nobody with it was erased.")
    if stone.erasure.finished_at is None:
        raise NotForgotten("The last traces of this person are not removed yet. Have the files rewritten first.")
    stone.delete()
    return bytes(stone.digest).hex()


def open_erasures() -> list[Burial]:
    """Those of which there are traces yet, oldest first."""
    rows = Erasure.objects.filter(finished_at__isnull=True).order_by("erased_at", "pk")
    return [
        Burial(
            row.pk, row.digest, frozenset(row.keys), tuple(row.ordinals), row.counts, row.erased_at, row.due_at,
            row.rewritten_at,
        )
        for row in rows
    ]  # fmt: skip


def note_counts(erasure_id: int, counts: dict[str, int]) -> None:
    Erasure.objects.filter(pk=erasure_id).update(counts=counts)


def note_rewritten(erasure_id: int, *, at: datetime) -> None:
    """No part that counts holds an event of it any more."""
    Erasure.objects.filter(pk=erasure_id, rewritten_at__isnull=True).update(rewritten_at=at)


def note_forgotten(erasure_id: int) -> None:
    """No file and no row holds a trace of it: forget which ids they were."""
    Erasure.objects.filter(pk=erasure_id).update(keys=[], ordinals=[])


def note_finished(erasure_id: int, *, at: datetime) -> None:
    """Nothing on the disk does either."""
    note_forgotten(erasure_id)
    Erasure.objects.filter(pk=erasure_id).update(finished_at=at)


def _tombstones(
    key: str, keys: frozenset[str], ordinals: dict[str, int], *, at: datetime, due_at: datetime, actor: str | None
) -> Erasure:
    grain = salt()
    erasure = Erasure.objects.create(
        digest=digest_of(key, grain).hex(), keys=sorted(keys), ordinals=sorted(ordinals.values()), erased_at=at,
        erased_by=actor or "", due_at=due_at,
    )  # fmt: skip
    workspace = erasure.workspace_id
    stones = [
        Tombstone(workspace_id=workspace, erasure=erasure, salt=grain, digest=digest_of(each, grain))
        for each in sorted(keys)
    ]
    # One of a group may have been refused before, when nobody was known by it.
    Tombstone.objects.filter(digest__in=[stone.digest for stone in stones]).delete()
    Tombstone.objects.bulk_create(stones)
    return erasure


def _remove(keys: frozenset[str]) -> dict[str, int]:
    """How many rows of each kind went. Corrected and undone ones go too: they would say it again."""
    traits = Trait.objects.filter(subject="person", subject_key__in=keys).delete()[0]
    notes = Note.objects.filter(subject="person", subject_key__in=keys).delete()[0]
    Alias.objects.filter(Q(alias__in=keys) | Q(key__in=keys), subject="person").delete()
    Merge.objects.filter(Q(source__in=keys) | Q(target__in=keys), subject="person").delete()
    # That an import had changed somebody stays known: without it the import could not be undone.
    Former.objects.filter(subject="person", key__in=keys).update(
        key="", name=None, account=None, created_at=None, source_row=None
    )
    records = Person.objects.filter(key__in=keys, row_hash__isnull=False).count()
    Person.objects.filter(key__in=keys).delete()
    return {"records": records, "traits": traits, "notes": notes}
