"""What others may call: reading folders and importing them."""

from __future__ import annotations

from holdfast.connectors.base import BadMapping, CannotRead, FileMapping, Note, Progress, ReadOptions, Rejected
from holdfast.connectors.files.mapping_file import load_mapping
from holdfast.connectors.importing import Plan, Reading, make_plan, read_folder, read_plan
from holdfast.connectors.leftovers import (
    forget,
    forget_older,
    forget_pending,
    held,
    older_than,
    pending_before,
    rejected_folder,
)
from holdfast.connectors.storing import ImportReport, Watchers, run_import
from holdfast.connectors.undoing import BuiltOn, Undone, find_import, obstacles, undo_import
from holdfast.connectors.undoing import refuse as refuse_undo

__all__ = [
    "BadMapping",
    "BuiltOn",
    "CannotRead",
    "FileMapping",
    "ImportReport",
    "Note",
    "Plan",
    "Progress",
    "ReadOptions",
    "Reading",
    "Rejected",
    "Undone",
    "Watchers",
    "find_import",
    "forget",
    "forget_older",
    "forget_pending",
    "held",
    "load_mapping",
    "make_plan",
    "obstacles",
    "older_than",
    "pending_before",
    "read_folder",
    "read_plan",
    "refuse_undo",
    "rejected_folder",
    "run_import",
    "undo_import",
]
