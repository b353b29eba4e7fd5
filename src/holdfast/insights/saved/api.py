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
from holdfast.insights.saved.queries import find_any, find_report, saved_reports

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
    "rename_report",
    "save_report",
    "saved_reports",
]
