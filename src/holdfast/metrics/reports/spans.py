"""A span as one slot, and the span before it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np

from holdfast.metrics.kernel.days import EPOCH, MICROSECOND
from holdfast.metrics.kernel.period import Grain, floor, following
from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.base import Interval, Span, ends_of
from holdfast.metrics.reports.slots import Clock, Slots

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def as_one(clock: Clock, span: Span, interval: Interval) -> Slots:
    """From the start of the first day of a span, or hour if it names hours, to the end of the last. Raises BadQuery."""
    finest = Interval.HOUR if _of_hours(span, interval) else Interval.DAY
    slots = clock.slots(span, interval if span.last else finest)
    ends = slots.edges[[0, -1]]
    first, last = (_local(clock, at) for at in (int(ends[0]), int(ends[1]) - 1))
    texts = [at.strftime("%Y-%m-%dT%H" if finest is Interval.HOUR else "%Y-%m-%d") for at in (first, last)]
    over = EPOCH + int(ends[1]) * MICROSECOND <= clock.as_of
    return Slots(finest, ("/".join(dict.fromkeys(texts)),), ends.astype(np.int64), (over,), clock.zone)


def before(clock: Clock, span: Span, interval: Interval, *, whole: bool = False) -> Span:
    """The span before of as many intervals, by the calendar; where this one cuts its last one, that one does too.

    whole: of as many days, unless it begins with an interval. Raises BadQuery.
    """
    try:
        if _of_hours(span, interval) and (whole or interval is Interval.HOUR):
            return _before_of_hours(clock, span, interval)
        return _before_of_days(clock, span, Interval.DAY if interval is Interval.HOUR else interval, whole)
    except ValueError as error:
        raise BadQuery("previous", str(error)) from None


def _before_of_hours(clock: Clock, span: Span, interval: Interval) -> Span:
    edges = clock.slots(span, Interval.HOUR).edges
    begin = _local(clock, int(edges[0]))
    # The hour after the last one: the end itself is later where the clocks are put forward at it.
    end = _local(clock, int(edges[-1]) - 1).replace(minute=0, second=0, microsecond=0) + HOUR
    first, last = begin - (end - begin), begin - HOUR
    return Span(first.strftime("%Y-%m-%dT%H"), last.strftime("%Y-%m-%dT%H"))


def _before_of_days(clock: Clock, span: Span, interval: Interval, whole: bool) -> Span:
    slots = clock.slots(span, interval)
    starts = [_local(clock, int(edge)).date() for edge in slots.edges[:-1]]
    end = _local(clock, int(slots.edges[-1]) - 1).date() + DAY
    begin = ends_of(span.first)[0].date() if span.first else starts[0]
    if whole and begin != starts[0]:
        return _of_days(begin - (end - begin), begin)
    grain = Grain(interval)
    earlier = [starts[0]]
    for _ in starts:
        earlier.append(floor(earlier[-1] - DAY, grain, week_start=clock.week_start))
    if end == following(starts[-1], grain):
        return _of_days(earlier[-1], starts[0])
    return _of_days(earlier[-1], min(starts[0], earlier[1] + (end - starts[-1])))


def _of_days(begin: date, end: date) -> Span:
    return Span(begin.isoformat(), (end - DAY).isoformat())


def _of_hours(span: Span, interval: Interval) -> bool:
    if span.last is not None:
        return interval is Interval.HOUR
    return any(text is not None and "T" in text for text in (span.first, span.to)) or (
        interval is Interval.HOUR and span.to is None
    )


def _local(clock: Clock, micros: int) -> datetime:
    return (EPOCH + micros * MICROSECOND).astimezone(clock.zone).replace(tzinfo=None)
