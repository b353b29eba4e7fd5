"""Events that come of people after they were erased: dropped when they are stored, and counted without an example."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pyarrow as pa

from holdfast.core.scoping import current_workspace
from holdfast.customers import api as customers
from holdfast.events.ingest.contracts import Item, Kind, Reason
from holdfast.events.ingest.outcomes import store
from holdfast.events.journal import Entry

Told = tuple[Entry, Item]


def without_erased(told: Sequence[Told], source: str, *, at: datetime) -> list[Told]:
    """What says nothing of erased people. An item of somebody else on a device of theirs stays, without the device."""
    if not customers.is_anybody_erased():
        return list(told)
    ids = {each for _, item in told for each in (item.user_id, item.anonymous_id) if each is not None}
    erased = customers.erased_among(ids)
    if not erased:
        return list(told)
    kept, dropped = [], Counter[str]()
    for entry, item in told:
        if (key := _erased_key(item, erased)) is not None:
            dropped[key] += 1
        elif item.anonymous_id in erased:
            kept.append((entry, replace(item, anonymous_id=None)))
        else:
            kept.append((entry, item))
    _count(dropped, source, at)
    return kept


def records_without_erased(records: pa.Table, source: str, *, at: datetime) -> pa.Table:
    """The same for records of an import."""
    kept = customers.without_erased(records, at=at)
    if dropped := records.num_rows - kept.num_rows:
        _note(source, dropped, at)
    return kept


def _erased_key(item: Item, erased: set[str]) -> str | None:
    """Whom the item is about, if that is an erased person. To say that two ids are one is about both."""
    about = (item.user_id, item.anonymous_id) if item.kind is Kind.ALIAS else (item.user_id or item.anonymous_id,)
    return next((key for key in about if key in erased), None)


def _count(dropped: Counter[str], source: str, at: datetime) -> None:
    if dropped:
        customers.note_refused(dropped, at=at)
        _note(source, dropped.total(), at)


def _note(source: str, count: int, at: datetime) -> None:
    store({(current_workspace().pk, source, "", Reason.ERASED_PERSON.value): count}, at)
