"""Every read of segments, in the entered workspace."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date

from django.utils.translation import gettext

from holdfast.core.errors import NotFound
from holdfast.insights.lists import api as lists
from holdfast.insights.segments.contracts import Revision, SegmentFacts, Size
from holdfast.insights.segments.models import SegmentRevision, SegmentSize, StoredSegment
from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.segment import Segment, read_segment


def segments(unit: str | None = None, *, named: str = "", most: int | None = None) -> list[SegmentFacts]:
    """By name; of one unit, or whose name contains some text."""
    rows = StoredSegment.objects.select_related("made_by")
    if unit is not None:
        rows = rows.filter(unit=unit)
    if named:
        rows = rows.filter(name__icontains=named)
    return [facts(row) for row in rows.order_by("name", "pk")[:most]]


def find_segment(key: str) -> SegmentFacts:
    return facts(find(key))


def names() -> dict[str, str]:
    """key -> name of every segment, by name."""
    return dict(StoredSegment.objects.order_by("name", "pk").values_list("key", "name"))


def definitions() -> Mapping[str, Segment]:
    """Every segment by key, in the order of their names; one that cannot be read any more is left out."""
    rows = StoredSegment.objects.order_by("name", "pk").values_list("key", "definition")
    return {key: segment for key, text in rows if (segment := read_or_none(text)) is not None}


def version() -> Hashable:
    """Another one whenever a segment would hold others because somebody changed it, or a list."""
    return (*StoredSegment.objects.order_by("key").values_list("key", "definition"), lists.version())


def revisions(key: str) -> list[Revision]:
    """What the segment was, newest first."""
    rows = SegmentRevision.objects.filter(segment__key=key).select_related("made_by").order_by("-made_at", "-pk")
    return [
        Revision(
            name=row.name,
            why=row.why,
            segment=read_or_none(row.definition),
            made_by=str(row.made_by) if row.made_by else "",
            made_at=row.made_at,
        )
        for row in rows
    ]


def sizes(key: str, *, since: date | None = None) -> list[Size]:
    """The sizes of a segment by day, oldest first; days on which nothing was counted are left out."""
    rows = SegmentSize.objects.filter(segment__key=key)
    if since is not None:
        rows = rows.filter(day__gte=since)
    return [Size(row.day, row.size, row.everybody) for row in rows.order_by("day")]


def all_sizes(since: date) -> dict[str, list[Size]]:
    """The same of every segment, by key."""
    found: dict[str, list[Size]] = {}
    rows = SegmentSize.objects.filter(day__gte=since).order_by("day")
    for key, day, size, everybody in rows.values_list("segment__key", "day", "size", "everybody"):
        found.setdefault(key, []).append(Size(day, size, everybody))
    return found


def find(key: str) -> StoredSegment:
    found = StoredSegment.objects.select_related("made_by").filter(key=key).first()
    if found is None:
        raise NotFound(gettext("This segment is not there any more."))
    return found


def facts(row: StoredSegment) -> SegmentFacts:
    return SegmentFacts(
        key=row.key,
        name=row.name,
        why=row.why,
        unit=row.unit,
        segment=read_or_none(row.definition),
        made_by=str(row.made_by) if row.made_by else "",
        made_at=row.made_at,
        changed_at=row.changed_at,
    )


def read_or_none(text: str) -> Segment | None:
    """None for what an older or newer version stored and this one cannot read."""
    try:
        return read_segment(text)
    except BadQuery:
        return None
