"""What the pages of imports may call."""

from __future__ import annotations

from holdfast.connectors.files.layouts import LAYOUTS, Field, Layout
from holdfast.connectors.intake.actions import Busy, choose, choose_for, discard, leave_out, pick, start, upload
from holdfast.connectors.intake.folders import Listing, is_offered, listing
from holdfast.connectors.intake.progress import Told
from holdfast.connectors.intake.queries import (
    At,
    find,
    history,
    intake_of,
    rejected,
    rejected_page,
    standing,
    unfinished,
)
from holdfast.connectors.intake.receiving import NoFiles, TooLarge, limit_bytes, refuse_weight
from holdfast.connectors.models import Intake
from holdfast.connectors.rejects import columns_of, csv_lines

__all__ = [
    "LAYOUTS",
    "At",
    "Busy",
    "Field",
    "Intake",
    "Layout",
    "Listing",
    "NoFiles",
    "Told",
    "TooLarge",
    "choose",
    "choose_for",
    "columns_of",
    "csv_lines",
    "discard",
    "find",
    "history",
    "intake_of",
    "is_offered",
    "leave_out",
    "limit_bytes",
    "listing",
    "pick",
    "refuse_weight",
    "rejected",
    "rejected_page",
    "standing",
    "start",
    "unfinished",
    "upload",
]
