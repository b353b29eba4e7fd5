"""Which part of a condition the engine can tell from an event alone, and which from who did it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from holdfast.metrics.reports.query.conditions import All, AnyOf, Condition, Property, Unit, both


@dataclass(frozen=True)
class Split:
    """A condition as three that all have to hold.

    of_event: properties only. of_actor: only of who is counted. mixed: neither; row by row.
    """

    of_event: Condition | None
    of_actor: Condition | None
    mixed: tuple[Condition, ...]


def split(condition: Condition | None, unit: Unit, subject: Callable[[Condition], Unit]) -> Split:
    """Events have persons and accounts; when accounts are counted, what is said of a person is said of the row.

    subject: whom a leaf that is no property speaks of.
    """
    of_event: list[Condition] = []
    of_actor: list[Condition] = []
    mixed: list[Condition] = []
    for one in _joined(condition):
        kinds = {_kind(leaf, unit, subject) for leaf in leaves(one)}
        {frozenset({"event"}): of_event, frozenset({"actor"}): of_actor}.get(frozenset(kinds), mixed).append(one)
    return Split(both(*of_event), both(*of_actor), tuple(mixed))


def leaves(condition: Condition) -> Iterator[Condition]:
    """Everything in it that is no group."""
    if isinstance(condition, All | AnyOf):
        for one in condition.conditions:
            yield from leaves(one)
    else:
        yield condition


def _joined(condition: Condition | None) -> Iterator[Condition]:
    if isinstance(condition, All):
        for one in condition.conditions:
            yield from _joined(one)
    elif condition is not None:
        yield condition


def _kind(leaf: Condition, unit: Unit, subject: Callable[[Condition], Unit]) -> str:
    if isinstance(leaf, Property):
        return "event"
    return "row" if unit is Unit.ACCOUNT and subject(leaf) is Unit.PERSON else "actor"
