"""What pages may call."""

from holdfast.insights.annotations.actions import annotate, change_note, delete_note
from holdfast.insights.annotations.contracts import BadAnnotation, Note
from holdfast.insights.annotations.queries import find_note, notes

__all__ = ["BadAnnotation", "Note", "annotate", "change_note", "delete_note", "find_note", "notes"]
