"""What conditions are made of: whom they speak of, and how a value is compared."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

Text = Annotated[str, msgspec.Meta(min_length=0, max_length=400)]
Value = str | int | float | bool


class Unit(StrEnum):
    """Who is counted."""

    PERSON = "person"
    ACCOUNT = "account"


class Is(StrEnum):
    """How a value is compared. Text is compared as it is written; more and less compare numbers.

    NONE_OF, LACKS and UNSET hold where there is no value at all; the others do not.
    """

    ONE_OF = "one_of"
    NONE_OF = "none_of"
    CONTAINS = "contains"
    LACKS = "lacks"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"
    SET = "set"
    UNSET = "unset"


class Amount(StrEnum):
    """How a number of times, days or tickets is compared."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"


NUMERIC = (Is.MORE_THAN, Is.AT_LEAST, Is.LESS_THAN, Is.AT_MOST)
WITHOUT_VALUES = (Is.SET, Is.UNSET)


class Leaf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="of"):
    """A condition that joins no others."""


class Compared(Leaf, frozen=True):
    """Something with a name, compared with values."""

    name: Text
    is_: Is = msgspec.field(default=Is.ONE_OF, name="is")
    values: tuple[Value, ...] = ()

    def __post_init__(self) -> None:
        if (self.is_ in WITHOUT_VALUES) == bool(self.values):
            raise ValueError(f"`values` {'must be empty' if self.values else 'are missing'} for `{self.is_}`")
        if self.is_ in NUMERIC and (len(self.values) != 1 or isinstance(self.values[0], str | bool)):
            raise ValueError(f"`{self.is_}` compares with one number")


class Property(Compared, frozen=True, tag="event"):
    """A property of the event."""
