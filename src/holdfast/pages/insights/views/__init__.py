"""Insights."""

from holdfast.pages.insights.views.behind import behind, export_behind, save_behind
from holdfast.pages.insights.views.export import export
from holdfast.pages.insights.views.home import insights
from holdfast.pages.insights.views.notes import change_note, delete_note, new_note
from holdfast.pages.insights.views.report import ask, report
from holdfast.pages.insights.views.saved import change, delete, duplicate, open_saved, save, save_again
from holdfast.pages.insights.views.suggest import names, values

__all__ = [
    "ask",
    "behind",
    "change",
    "change_note",
    "delete",
    "delete_note",
    "duplicate",
    "export",
    "export_behind",
    "insights",
    "names",
    "new_note",
    "open_saved",
    "report",
    "save",
    "save_again",
    "save_behind",
    "values",
]
