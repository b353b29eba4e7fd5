"""What others may call: reading folders and importing them."""

from __future__ import annotations

from holdfast.connectors.base import BadMapping, CannotRead, FileMapping, Note, Progress, ReadOptions, Rejected
from holdfast.connectors.files.mapping_file import load_mapping
from holdfast.connectors.importing import Plan, Reading, make_plan, read_folder, read_plan
from holdfast.connectors.storing import ImportReport, Watchers, run_import

__all__ = [
    "BadMapping",
    "CannotRead",
    "FileMapping",
    "ImportReport",
    "Note",
    "Plan",
    "Progress",
    "ReadOptions",
    "Reading",
    "Rejected",
    "Watchers",
    "load_mapping",
    "make_plan",
    "read_folder",
    "read_plan",
    "run_import",
]
