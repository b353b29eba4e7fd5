"""How many are in each segment, kept by day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from holdfast.book.board import Board, NotComputed, NothingYet, Pending, usage_of
from holdfast.core.jobs import api as jobs
from holdfast.core.scoping import current_workspace
from holdfast.insights.segments import api as segments
from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.conditions import InSegment

KEPT = timedelta(days=3 * 366)


@jobs.every(hours=6, for_each_workspace=True)
@jobs.task(priority=-5)
def count_segments() -> int:
    """The last count of a day stays. While there are no numbers nothing is counted; it is tried again hours later."""
    return count_now(datetime.now(UTC))


def count_now(now: datetime) -> int:
    """Count every segment of the entered workspace; how many could be. One that is broken does not hold up others."""
    known = segments.definitions()
    if not known:
        return 0
    try:
        asking = usage_of(Board.of(current_workspace()), now).asking
    except (NothingYet, Pending, NotComputed):
        return 0
    today, found = now.astimezone(asking.clock.zone).date(), {}
    for key, segment in known.items():
        try:
            inside = asking.holding.of(InSegment(key), segment.unit)
        except BadQuery:
            continue
        found[key] = segments.Size(today, len(inside), len(asking.who.everyone(segment.unit)))
    segments.forget_sizes(today - KEPT)
    return segments.note_sizes(found)
