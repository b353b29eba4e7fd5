"""What other rooms may call."""

from holdfast.desk.actions import put_records
from holdfast.desk.facts import supply
from holdfast.desk.queries import records

__all__ = ["put_records", "records", "supply"]
