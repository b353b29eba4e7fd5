"""What other rooms may call."""

from holdfast.surveys.actions import put_records
from holdfast.surveys.erasing import forget, held
from holdfast.surveys.facts import supply
from holdfast.surveys.queries import answers_of, records
from holdfast.surveys.undoing import built_on, take_back

__all__ = [
    "answers_of",
    "built_on",
    "forget",
    "held",
    "put_records",
    "records",
    "supply",
    "take_back",
]
