"""What rests on a segment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import parse_qsl

from holdfast.insights.goals import api as goals
from holdfast.insights.lists import api as lists
from holdfast.insights.segments.contracts import DIMENSION, Use
from holdfast.insights.segments.models import StoredSegment
from holdfast.insights.segments.queries import read_or_none
from holdfast.metrics.reports.query.segment import lists_in, segments_in

Finder = Callable[[str], Iterable[Use]]
_finders: list[Finder] = []


def tell_uses(finder: Finder) -> Finder:
    """Register what finds the things of a room that rest on the segment with a key, in the entered workspace."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


def uses(key: str) -> list[Use]:
    """Everything that rests on a segment, in the entered workspace."""
    return [use for finder in _finders for use in finder(key)]


def segments_with_list(list_id: int) -> list[Use]:
    """The segments that a stored list is a condition of."""
    return [
        Use("segment", row.key, row.name, breaks=True)
        for row in StoredSegment.objects.order_by("name")
        if (segment := read_or_none(row.definition)) is not None and list_id in lists_in(segment.where)
    ]


@tell_uses
def _other_segments(key: str) -> Iterator[Use]:
    for row in StoredSegment.objects.exclude(key=key).order_by("name"):
        segment = read_or_none(row.definition)
        if segment is not None and key in segments_in(segment.where):
            yield Use("segment", row.key, row.name, breaks=True)


@tell_uses
def _goals(key: str) -> Iterator[Use]:
    for goal in goals.goals():
        if goal.by == f"{DIMENSION}{key}":
            yield Use("goal", str(goal.goal_id), goal.kpi)


@tell_uses
def _views(key: str) -> Iterator[Use]:
    """Views that everybody sees; those that members keep for themselves are nobody else's business."""
    for view in lists.shared_views():
        if any(name.startswith("segments.") and value == key for name, value in parse_qsl(view.query)):
            yield Use("view", str(view.view_id), view.name)
