"""Takes back what one import told of this room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from holdfast.core import api as core
from holdfast.core.models import ImportRun
from holdfast.desk.models import RECORDS


def take_back(run: ImportRun, *, at: datetime) -> dict[str, core.PutCount]:
    """By kind of record: how many rows of the import ended (`changed`), how many came back (`added`)."""
    return {kind: core.take_back(model, run, at=at) for kind, model in RECORDS.items()}


def built_on(run: ImportRun, later: Mapping[int, datetime]) -> set[int]:
    """Which of the later imports replaced what `run` told."""
    return {number for model in RECORDS.values() for number in core.built_on(model, run, later)}
