"""What cohorts bring in, and whether those who use it are those who keep paying."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from holdfast.metrics.reports.query.base import Count, Interval, Picked, Query, Span
from holdfast.metrics.reports.query.conditions import Unit


class Takings(StrEnum):
    """MRR: what the MRR of the account earned, 12 / 365 of it a day. CASH: money outside MRR, refunds taken off."""

    MRR = "mrr"
    CASH = "cash"


class Revenue(Query, frozen=True, tag="revenue"):
    """What the cohorts of those who started brought in up to the end of each interval, of all and of each member.

    A cohort: whose first start event ever lies in an interval. When persons are counted, the money of their account
    counts once in a cohort, however many of its members belong to it. columns: see Retention.
    """

    span: Span
    interval: Interval = Interval.MONTH
    start: Picked = Picked()
    takings: Takings = Takings.MRR
    columns: Count | None = None

    def __post_init__(self) -> None:
        if self.interval is Interval.HOUR:
            raise ValueError("`interval` is day, week, month or quarter; money is not counted by the hour")


class Began(StrEnum):
    """What puts an account into a cohort. PAID: its first MRR ever. USED: its first start event ever."""

    PAID = "paid"
    USED = "used"


class Beside(Query, frozen=True, tag="beside_revenue", kw_only=True):
    """For the same cohorts of accounts: who uses it, who still pays, and what is left of their MRR, net and gross.

    What is left is a share of the first MRR of each account, or of that at the end of the interval in which it began to
    use it. columns: see Retention.
    """

    span: Span
    unit: Unit = Unit.ACCOUNT
    interval: Interval = Interval.MONTH
    began: Began = Began.PAID
    start: Picked = Picked()
    back: Picked = msgspec.field(default=Picked(), name="return")
    columns: Count | None = None

    def __post_init__(self) -> None:
        if self.interval is Interval.HOUR:
            raise ValueError("`interval` is day, week, month or quarter; money is not counted by the hour")
        if self.unit is not Unit.ACCOUNT:
            raise ValueError("`unit` is account: persons have no MRR")
        if self.began is Began.PAID and self.start != Picked():
            raise ValueError("`start` says who began when `began` is used; of those who paid, money does")
