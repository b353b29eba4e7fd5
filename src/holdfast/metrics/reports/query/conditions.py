"""Conditions on events, and on who did them; joined by `all` and `any` to any depth."""

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


NUMERIC = (Is.MORE_THAN, Is.AT_LEAST, Is.LESS_THAN, Is.AT_MOST)
WITHOUT_VALUES = (Is.SET, Is.UNSET)


class _Leaf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="of"):
    pass


class _Compared(_Leaf, frozen=True):
    name: Text
    is_: Is = msgspec.field(default=Is.ONE_OF, name="is")
    values: tuple[Value, ...] = ()

    def __post_init__(self) -> None:
        if (self.is_ in WITHOUT_VALUES) == bool(self.values):
            raise ValueError(f"`values` {'must be empty' if self.values else 'are missing'} for `{self.is_}`")
        if self.is_ in NUMERIC and (len(self.values) != 1 or isinstance(self.values[0], str | bool)):
            raise ValueError(f"`{self.is_}` compares with one number")


class Property(_Compared, frozen=True, tag="event"):
    """A property of the event."""


class PersonTrait(_Compared, frozen=True, tag="person"):
    """A trait of the person, as it is now."""


class AccountTrait(_Compared, frozen=True, tag="account"):
    """A trait of the account, as it is now."""


class Plan(_Leaf, frozen=True, tag="plan"):
    """The account pays, or does not pay, for one of these plans now."""

    values: tuple[str, ...]
    negate: bool = False


class InSegment(_Leaf, frozen=True, tag="segment"):
    """Is in a saved segment, or is not."""

    key: Text
    negate: bool = False


class Listed(_Leaf, frozen=True, tag="list"):
    """Is one of these, by key."""

    subject: Unit
    keys: tuple[str, ...]


class All(_Leaf, frozen=True, tag="all"):
    """Every one holds; so it does if there is none."""

    conditions: tuple[Condition, ...]


class AnyOf(_Leaf, frozen=True, tag="any"):
    """At least one holds."""

    conditions: tuple[Condition, ...]


Condition = Property | PersonTrait | AccountTrait | Plan | InSegment | Listed | All | AnyOf


def both(*conditions: Condition | None) -> Condition | None:
    """What holds when all do; None holds always."""
    given = tuple(condition for condition in conditions if condition is not None)
    return All(given) if len(given) > 1 else (given[0] if given else None)
