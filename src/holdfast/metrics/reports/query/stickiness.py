"""In how many intervals of a span somebody was active."""

from __future__ import annotations

from enum import StrEnum

from holdfast.metrics.reports.query.base import Breakdown, Count, Interval, Picked, Piece, Query, Span


class Compare(StrEnum):
    """How a count is compared."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"


class Occurrences(Piece, frozen=True):
    """How many events make an interval count. Without any an interval never counts."""

    compare: Compare = Compare.AT_LEAST
    times: Count = 1


class Stickiness(Query, frozen=True, tag="stickiness"):
    """How many were active in exactly (cumulative: at least) one, two, three ... intervals of the span.

    group: so many intervals are taken as one, counted back from the end of the span.
    """

    span: Span
    interval: Interval = Interval.DAY
    picked: Picked = Picked()
    cumulative: bool = False
    occurrences: Occurrences = Occurrences()
    group: Count = 1
    breakdown: Breakdown | None = None
