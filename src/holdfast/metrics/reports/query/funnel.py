"""Who went all the way, and where the others stopped."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from holdfast.metrics.reports.query.base import Breakdown, Count, Interval, Picked, Piece, Query, Span


class Order(StrEnum):
    """ORDERED: others may lie between the steps. STRICT: nothing else may. ANY: steps in any order."""

    ORDERED = "ordered"
    STRICT = "strict"
    ANY = "any"


class WindowUnit(StrEnum):
    """A week is 7 days, a month 30."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Window(Piece, frozen=True):
    """How long after the first step the others may happen; the end is included."""

    n: Count = 14
    unit: WindowUnit = WindowUnit.DAY


class Exclusion(Piece, frozen=True):
    """Who does this between two steps (numbered from 1) is left out of the whole funnel."""

    picked: Picked
    after: Annotated[int, msgspec.Meta(ge=1)]
    before: Annotated[int, msgspec.Meta(ge=2)]


class Attribution(StrEnum):
    """Whose value counts in a breakdown by a property of the event: of the first step, the last one reached, or one."""

    FIRST = "first"
    LAST = "last"
    STEP = "step"


class Funnel(Query, frozen=True, tag="funnel"):
    """How many reached each step, and how long it took. The span limits the first step only.

    trend: conversion of those who entered in each interval, instead of the steps. attribution: see Attribution; `step`
    numbers the step from 1.
    """

    span: Span
    steps: Annotated[tuple[Picked, ...], msgspec.Meta(min_length=2, max_length=20)]
    order: Order = Order.ORDERED
    window: Window = Window()
    exclusions: tuple[Exclusion, ...] = ()
    trend: Interval | None = None
    breakdown: Breakdown | None = None
    attribution: Attribution = Attribution.FIRST
    step: Annotated[int, msgspec.Meta(ge=1)] | None = None

    def __post_init__(self) -> None:
        for exclusion in self.exclusions:
            if not exclusion.after < exclusion.before <= len(self.steps):
                raise ValueError(f"`exclusions` lie between two of the {len(self.steps)} steps, `after` < `before`")
        if self.order is Order.ANY and self.exclusions:
            raise ValueError("`exclusions` need an order of steps; `any` has none")
        if (self.attribution is Attribution.STEP) != (self.step is not None):
            raise ValueError("`step` names the step of the attribution `step`, and only of it")
        if self.step is not None and self.step > len(self.steps):
            raise ValueError(f"`step` is at most {len(self.steps)}")
