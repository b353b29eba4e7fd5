"""What others may ask of this room."""

from holdfast.insights.errors import UnknownFormat, UnknownLanguage
from holdfast.insights.writers import scorecard_text, write

__all__ = ["UnknownFormat", "UnknownLanguage", "scorecard_text", "write"]
