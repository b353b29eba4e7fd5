"""What pages may call."""

from holdfast.insights.saved.actions import (
    change_query,
    delete_report,
    duplicate_report,
    rename_report,
    save_report,
)
from holdfast.insights.saved.contracts import BadSavedReport, SavedFacts
from holdfast.insights.saved.erasing import forget, held
from holdfast.insights.saved.queries import find_any, find_report, names, saved_reports
from holdfast.insights.saved.uses import reports_with_segment

__all__ = [
    "BadSavedReport",
    "SavedFacts",
    "change_query",
    "delete_report",
    "duplicate_report",
    "find_any",
    "find_report",
    "forget",
    "held",
    "names",
    "rename_report",
    "reports_with_segment",
    "save_report",
    "saved_reports",
]
