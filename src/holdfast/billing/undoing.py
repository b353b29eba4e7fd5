"""Takes back what one import told of billing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from holdfast.billing.models import RECORDS, Subscription
from holdfast.core import api as core
from holdfast.core.models import ImportRun, RecordModel

# A statement about a subscription item speaks of all its states.
_SERIES: dict[type[RecordModel], tuple[str, ...]] = {Subscription: ("subscription", "item")}


def take_back(run: ImportRun, *, at: datetime) -> dict[str, core.PutCount]:
    """By kind of record: how many rows of the import ended (`changed`), how many came back (`added`)."""
    return {kind: core.take_back(model, run, at=at) for kind, model in RECORDS.items()}


def built_on(run: ImportRun, later: Mapping[int, datetime]) -> set[int]:
    """Which of the later imports replaced what `run` told, or told more of it."""
    found: set[int] = set()
    for model in RECORDS.values():
        found |= core.built_on(model, run, later, _SERIES.get(model, ("key_hash",)))
    return found
