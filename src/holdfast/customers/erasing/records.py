"""Records of the company that name a person, such as answers and tickets: they stay, and say not whose they were."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pyarrow as pa

from holdfast.core.api import fingerprints, read
from holdfast.core.models import RecordModel
from holdfast.customers.erasing.naming import Names
from holdfast.metrics.records import RecordKind


def forget_person(
    model: type[RecordModel], kind: RecordKind, keys: Collection[str], *, own_id: str, texts: Sequence[str] = ()
) -> int:
    """Empty `person` and `texts` of every row about one of these keys, corrected ones too; how many records there were.

    A record whose own id tells who it was goes as a whole.
    """
    about: dict[str, Any] = {"person__in": keys}
    mine = model.objects.filter(**about)
    count = mine.values("key_hash").distinct().count()
    names = Names(keys)
    told = mine.values_list(own_id, flat=True).distinct()
    telling = [found for found in told if names.make_up(str(found or ""))]
    mine.filter(**{f"{own_id}__in": telling}).delete()
    emptied: dict[str, Any] = dict.fromkeys(("person", *texts))
    rows = list(mine.values_list("pk", flat=True))
    for start in range(0, len(rows), 500):
        model.objects.filter(pk__in=rows[start : start + 500]).update(**emptied)
    _hash_again(model, kind, rows)
    return count


def _hash_again(model: type[RecordModel], kind: RecordKind, changed: Sequence[int]) -> None:
    """So that the same record, arriving again and emptied as well, is known to say nothing new."""
    values = [name for name in kind.schema.names if name != "source_row"]
    schema = pa.schema([*kind.schema, ("id", pa.int64())])
    for start in range(0, len(changed), 500):
        current = model.objects.filter(pk__in=changed[start : start + 500], superseded_at__isnull=True)
        records = read(current.order_by("pk"), schema)
        prints = fingerprints(records, kind.key, values)
        for number, row_hash in zip(prints["n"].to_pylist(), prints["row_hash"].to_pylist(), strict=True):
            model.objects.filter(pk=records["id"][number].as_py()).update(row_hash=row_hash)
