"""Conditions on what somebody did, or did not do."""

from __future__ import annotations

from enum import StrEnum
from math import isfinite
from typing import Annotated

import msgspec

from holdfast.metrics.reports.query.leaves import Amount, Leaf, Property, Text, Unit
from holdfast.metrics.reports.query.periods import Next, Period


class Doing(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The events of these names (none: every event) whose properties meet all of the conditions."""

    events: tuple[Text, ...] = ()
    where: tuple[Property, ...] = ()


class Measure(StrEnum):
    """TIMES: events. DAYS: local days with any. SUM: of a property that is a number. VALUES: different ones of it.

    Who did nothing has 0 of each.
    """

    TIMES = "times"
    DAYS = "days"
    SUM = "sum"
    VALUES = "values"


class _Behaviour(Leaf, frozen=True, kw_only=True):
    """by: whose events: of a person, of an account (all that its people do for it); None: of whoever is counted.

    When accounts are counted, one of their people is enough; a person has done what its account has.
    """

    when: Period | None = None
    by: Unit | None = None
    negate: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.when, Next):
            raise ValueError("`when` cannot be `next`: events have happened; use last, ago, between or after")


class Did(_Behaviour, frozen=True, kw_only=True, tag="did"):
    """Did it so often. property: of SUM and VALUES."""

    events: tuple[Text, ...] = ()
    where: tuple[Property, ...] = ()
    measure: Measure = Measure.TIMES
    property: Text = ""
    is_: Amount = msgspec.field(default=Amount.AT_LEAST, name="is")
    number: int | float = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.measure in (Measure.SUM, Measure.VALUES)) != bool(self.property):
            raise ValueError("`property` names the property of the measures sum and values, and only of them")
        if not isfinite(self.number):
            raise ValueError("`number` is a number that can be reached")
        if self.measure is Measure.SUM:
            return
        if self.number < 0 or self.number != int(self.number):
            raise ValueError(f"`number` of {self.measure} is a whole number from 0 on")
        if self.is_ is Amount.AT_LEAST and self.number == 0:
            raise ValueError("`number`: everybody did it at least 0 times; give 1 or more")


class Which(StrEnum):
    FIRST = "first"
    LAST = "last"


class Occasion(_Behaviour, frozen=True, kw_only=True, tag="occasion"):
    """The first, or the last, time ever that somebody did it lies in the period. Who never did it has no such time."""

    which: Which
    when: Period
    events: tuple[Text, ...] = ()
    where: tuple[Property, ...] = ()


class DelayUnit(StrEnum):
    """An hour is 60 minutes, a day 24 hours."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


class Delay(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How long after something; the end is included."""

    n: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    unit: DelayUnit = DelayUnit.DAY


class Followed(_Behaviour, frozen=True, kw_only=True, tag="then"):
    """Did one thing and then another, at the same instant or later. within: None: at any time later.

    when: of the first of the two. An event that is both is not its own follower.
    """

    first: Doing
    then: Doing
    within: Delay | None = None


Behaviour = Did | Occasion | Followed
