"""What those did who stayed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from holdfast.metrics.reports.query.adoption import Feature, told_apart
from holdfast.metrics.reports.query.base import Count, Interval, Picked, Query, Span
from holdfast.metrics.reports.query.frequency import Often

DAYS = {Interval.DAY: 1, Interval.WEEK: 7, Interval.MONTH: 30}


class Criterion(StrEnum):
    """What findings are sorted by, the most telling first.

    PHI: the correlation, by its size. PPV: the share of those who did it that stayed. SENSITIVITY: the share of those
    who stayed that had done it. LIFT: how many times the base rate the PPV is. Q: how little of it chance explains.
    """

    PHI = "phi"
    PPV = "ppv"
    SENSITIVITY = "sensitivity"
    LIFT = "lift"
    Q = "q"


class Keeping(Query, frozen=True, tag="keeping"):
    """For each feature and number of times: how well having used it that often foretells who stays.

    span: who started in it, by the first start event ever. within: the first so many days of each, of 24 hours, in
    which use counts. most: from once up to so many times (or days). To stay: to do the return event in the interval
    `at` after the start, of 7 days for a week and 30 for a month. minimum: of who did it, and of who did not, there are
    at least so many, or nothing is said.
    """

    span: Span
    features: Annotated[tuple[Feature, ...], msgspec.Meta(min_length=1, max_length=100)]
    start: Picked = Picked()
    back: Picked = msgspec.field(default=Picked(), name="return")
    within: Annotated[int, msgspec.Meta(ge=1, le=90)] = 7
    often: Often = Often.TIMES
    most: Annotated[int, msgspec.Meta(ge=1, le=100)] = 5
    interval: Interval = Interval.WEEK
    at: Count = 8
    minimum: Count = 30
    order: Criterion = Criterion.PHI

    def __post_init__(self) -> None:
        told_apart(self.features, "features")
        if self.interval not in DAYS:
            raise ValueError("`interval` is day, week or month")
        if self.within > DAYS[self.interval] * self.at:
            raise ValueError(f"`within` of {self.within} days reaches into {self.interval} {self.at}; what foretells "
                             "who stays has to be over before: shorten `within` or raise `at`")  # fmt: skip
        if self.often is Often.DAYS and self.most > self.within:
            raise ValueError(f"`most` is at most the {self.within} days of `within`")
