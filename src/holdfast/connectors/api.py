"""What others may call: reading folders and importing them."""

from __future__ import annotations

from holdfast.connectors.base import BadMapping, CannotRead, FileMapping, Note, Progress, ReadOptions, Rejected
from holdfast.connectors.files.mapping_file import load_mapping
from holdfast.connectors.importing import Plan, Reading, make_plan, read_folder, read_plan

__all__ = [
    "BadMapping",
    "CannotRead",
    "FileMapping",
    "Note",
    "Plan",
    "Progress",
    "ReadOptions",
    "Reading",
    "Rejected",
    "load_mapping",
    "make_plan",
    "read_folder",
    "read_plan",
]
