"""What changes when somebody first uses a feature."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from holdfast.metrics.reports.query.base import Interval, Picked, Query, Span
from holdfast.metrics.reports.query.keeping import DAYS


class Measured(StrEnum):
    """ACTIVE: the share that did the event at all. TIMES: how often each did it."""

    ACTIVE = "active"
    TIMES = "times"


class FirstUse(Query, frozen=True, tag="first_use"):
    """An event in the intervals before and after the first use of a feature, of who first used it ever in the span.

    around: how many intervals on each side, of 1, 7 or 30 days; interval 0 begins with the day of the first use. event:
    what is measured; none: any event.
    """

    span: Span
    feature: Picked
    event: Picked = Picked()
    measured: Measured = Measured.ACTIVE
    interval: Interval = Interval.WEEK
    around: Annotated[int, msgspec.Meta(ge=1, le=60)] = 4

    def __post_init__(self) -> None:
        if self.interval not in DAYS:
            raise ValueError("`interval` is day, week or month")
        if self.feature == Picked():
            raise ValueError("`feature` names at least one event, or says more of it")
