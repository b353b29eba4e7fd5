"""What others may ask of this room."""

from holdfast.insights.errors import UnknownFormat, UnknownLanguage
from holdfast.insights.writers import chart, document_of, scorecard_text, write

__all__ = ["UnknownFormat", "UnknownLanguage", "chart", "document_of", "scorecard_text", "write"]
