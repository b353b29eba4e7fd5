"""What other rooms may call."""

from holdfast.surveys.actions import put_records
from holdfast.surveys.facts import supply
from holdfast.surveys.queries import answers_of, records
from holdfast.surveys.undoing import built_on, take_back

__all__ = [
    "answers_of",
    "built_on",
    "put_records",
    "records",
    "supply",
    "take_back",
]
