"""How long people leave between two days of use: which interval of retention is fair to them."""

from __future__ import annotations

from holdfast.metrics.reports.query.base import Breakdown, Picked, Query, Span


class UsageInterval(Query, frozen=True, tag="usage_interval"):
    """Of each who used it on at least two days of the span, the median number of days from one such day to the next."""

    span: Span
    picked: Picked = Picked()
    breakdown: Breakdown | None = None
