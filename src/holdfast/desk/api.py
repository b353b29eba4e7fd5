"""What other rooms may call."""

from holdfast.desk.actions import put_records
from holdfast.desk.erasing import forget, held
from holdfast.desk.facts import supply
from holdfast.desk.queries import records, tickets_of
from holdfast.desk.undoing import built_on, take_back

__all__ = [
    "built_on",
    "forget",
    "held",
    "put_records",
    "records",
    "supply",
    "take_back",
    "tickets_of",
]
