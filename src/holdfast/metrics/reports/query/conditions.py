"""Conditions on events, and on who did them; joined by `all` and `any` to any depth."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.metrics.reports.query.behaviour import Behaviour, Did, Followed, Occasion
from holdfast.metrics.reports.query.leaves import (
    NUMERIC,
    WITHOUT_VALUES,
    Compared,
    Is,
    Leaf,
    Property,
    Text,
    Unit,
    Value,
)
from holdfast.metrics.reports.query.told import Answered, Fact, InList, Ticketed, Told

__all__ = [
    "NUMERIC",
    "WITHOUT_VALUES",
    "AccountTrait",
    "All",
    "Answered",
    "AnyOf",
    "Behaviour",
    "Condition",
    "Did",
    "Fact",
    "Followed",
    "InList",
    "InSegment",
    "Is",
    "Listed",
    "Occasion",
    "PersonTrait",
    "Plan",
    "Property",
    "Text",
    "Ticketed",
    "Told",
    "Unit",
    "Value",
    "both",
    "leaves",
]


class PersonTrait(Compared, frozen=True, tag="person"):
    """A trait of the person, as it is now."""


class AccountTrait(Compared, frozen=True, tag="account"):
    """A trait of the account, as it is now."""


class Plan(Leaf, frozen=True, tag="plan"):
    """The account pays, or does not pay, for one of these plans now."""

    values: tuple[str, ...]
    negate: bool = False


class InSegment(Leaf, frozen=True, tag="segment"):
    """Is in a saved segment, or is not."""

    key: Text
    negate: bool = False


class Listed(Leaf, frozen=True, tag="list"):
    """Is one of these, by key."""

    subject: Unit
    keys: tuple[str, ...]


class All(Leaf, frozen=True, tag="all"):
    """Every one holds; so it does if there is none."""

    conditions: tuple[Condition, ...]


class AnyOf(Leaf, frozen=True, tag="any"):
    """At least one holds."""

    conditions: tuple[Condition, ...]


Condition = (
    Property
    | PersonTrait
    | AccountTrait
    | Plan
    | InSegment
    | Listed
    | Did
    | Occasion
    | Followed
    | Fact
    | Answered
    | Ticketed
    | InList
    | All
    | AnyOf
)


def both(*conditions: Condition | None) -> Condition | None:
    """What holds when all do; None holds always."""
    given = tuple(condition for condition in conditions if condition is not None)
    return All(given) if len(given) > 1 else (given[0] if given else None)


def leaves(condition: Condition) -> Iterator[Condition]:
    """Everything in it that is no group."""
    if isinstance(condition, All | AnyOf):
        for one in condition.conditions:
            yield from leaves(one)
    else:
        yield condition
