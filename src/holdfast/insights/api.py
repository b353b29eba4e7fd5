"""What others may ask of this room."""

from holdfast.insights.errors import UnknownFormat, UnknownLanguage
from holdfast.insights.exact import exact
from holdfast.insights.json_report import kpi_document, values_document
from holdfast.insights.writers import chart, document_of, scorecard_text, write

__all__ = [
    "UnknownFormat",
    "UnknownLanguage",
    "chart",
    "document_of",
    "exact",
    "kpi_document",
    "scorecard_text",
    "values_document",
    "write",
]
