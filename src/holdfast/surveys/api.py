"""What other rooms may call."""

from holdfast.surveys.actions import put_records
from holdfast.surveys.facts import supply
from holdfast.surveys.queries import records

__all__ = ["put_records", "records", "supply"]
