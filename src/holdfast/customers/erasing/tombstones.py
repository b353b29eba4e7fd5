"""Which ids belong to people who were erased. Asked of every batch that is stored, so nothing is made of none."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db.models import F

from holdfast.customers.models import Erasure, Tombstone

AT_ONCE = 10_000
SIZE = 16  # bytes of a salt and of a hash


def salt() -> bytes:
    """That of the workspace: the same id has another hash in another one. A new one where nobody was erased yet."""
    return _salt() or os.urandom(SIZE)


def digest_of(key: str, with_salt: bytes) -> bytes:
    """What is kept of an id."""
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), key=with_salt, digest_size=SIZE).digest()


def erased_among(keys: Iterable[str]) -> set[str]:
    """Those of the keys that belong to people who were erased."""
    found = _salt()
    if found is None:
        return set()
    by_digest = {digest_of(key, found): key for key in keys}
    return {by_digest[digest] for chunk in _chunks(list(by_digest)) for digest in _known(chunk)}


def is_anybody_erased() -> bool:
    """Whether there is anything to look for."""
    return _salt() is not None


def erased_ids() -> tuple[int, ...]:
    """The own ids of erased people that parts of the event store may still hold, rising.

    Read them before the list of parts: one that is taken off this list has left all parts before.
    """
    rows = Erasure.objects.filter(finished_at__isnull=True).values_list("ordinals", flat=True)
    return tuple(sorted(number for numbers in rows for number in numbers))


def note_refused(refused: Mapping[str, int], *, at: datetime) -> None:
    """Count what came of erased people: key -> how often."""
    found = _salt()
    for key, count in sorted(refused.items()):
        mine = Tombstone.objects.filter(digest=digest_of(key, found or b""))
        mine.update(refused=F("refused") + count, refused_at=at)


def _salt() -> bytes | None:
    found = Tombstone.objects.values_list("salt", flat=True).first()
    return None if found is None else bytes(found)


def _known(digests: list[bytes]) -> Iterator[bytes]:
    rows = Tombstone.objects.filter(digest__in=digests).values_list("digest", flat=True)
    yield from (bytes(digest) for digest in rows)


def _chunks(digests: list[bytes]) -> Iterator[list[bytes]]:
    yield from (digests[start : start + AT_ONCE] for start in range(0, len(digests), AT_ONCE))
