"""What others may ask of this room."""

from holdfast.insights.errors import UnknownFormat, UnknownLanguage
from holdfast.insights.writers import chart, scorecard_text, write

__all__ = ["UnknownFormat", "UnknownLanguage", "chart", "scorecard_text", "write"]
