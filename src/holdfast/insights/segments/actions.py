"""Every change of a segment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import count

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext

from holdfast.core.api import audit
from holdfast.core.members.models import Member
from holdfast.insights.lists import api as lists
from holdfast.insights.segments.contracts import BadSegment, SegmentFacts, SegmentInUse, Size
from holdfast.insights.segments.models import SegmentRevision, SegmentSize, StoredSegment
from holdfast.insights.segments.queries import definitions, facts, find
from holdfast.insights.segments.uses import uses
from holdfast.metrics.reports.query.conditions import InList
from holdfast.metrics.reports.query.leaves import Unit
from holdfast.metrics.reports.query.segment import Segment, lists_in, segments_in, write_segment

LONGEST_NAME, LONGEST_KEY = 120, 50


@transaction.atomic
def create_segment(
    name: str, segment: Segment, *, why: str = "", at: datetime, member: Member | None
) -> SegmentFacts:  # fmt: skip
    """Keep a segment under a name. BadSegment when the name is empty, too long or taken, or when it refers to segments
    or lists that are not there.
    """
    _check(segment)
    made = StoredSegment.objects.create(
        key=_free_key(name), name=_free_name(name), why=why.strip(), unit=segment.unit.value,
        definition=write_segment(segment), made_by=member, made_at=at, changed_at=at,
    )  # fmt: skip
    _note(made, at, member)
    _audit("made", made, at, member)
    return facts(made)


@transaction.atomic
def change_segment(
    key: str, *, segment: Segment | None = None, name: str | None = None, why: str | None = None,
    at: datetime, member: Member | None,
) -> SegmentFacts:  # fmt: skip
    """Another definition, name or reason; what it was stays in its history. BadSegment as `create_segment`, also when
    segments would refer to each other in a ring. Its unit cannot change: what rests on it would mean something else.
    """
    found = find(key)
    before = (found.name, found.why, found.definition)
    if segment is not None:
        if segment.unit != found.unit:
            raise BadSegment(gettext("A segment stays one of accounts, or of people. Make a new one instead."))
        _check(segment, key)
        found.definition = write_segment(segment)
    if name is not None:
        found.name = _free_name(name, but=found.pk)
    if why is not None:
        found.why = why.strip()
    if (found.name, found.why, found.definition) != before:
        found.changed_at = at
        found.save(update_fields=["name", "why", "definition", "changed_at"])
        _note(found, at, member)
        _audit("changed" if found.definition != before[2] else "renamed", found, at, member)
    return facts(found)


@transaction.atomic
def duplicate_segment(key: str, name: str, *, at: datetime, member: Member | None) -> SegmentFacts:
    """The same definition under another name."""
    found = facts(find(key))
    if found.segment is None:
        raise BadSegment(gettext("This segment cannot be read, so it cannot be copied."))
    return create_segment(name, found.segment, why=found.why, at=at, member=member)


@transaction.atomic
def delete_segment(key: str, *, at: datetime, member: Member | None, knowing: bool = False) -> None:
    """SegmentInUse when something rests on it. knowing: it may go although it is used, if nothing would break."""
    found, resting = find(key), uses(key)
    breaking = [use for use in resting if use.breaks]
    if breaking or (resting and not knowing):
        named = ", ".join(f"“{use.name}”" for use in breaking or resting)
        if breaking:
            raise SegmentInUse(gettext("This segment is a condition of %(names)s. Change that first.")
                               % {"names": named})  # fmt: skip
        raise SegmentInUse(gettext("This segment is used by %(names)s.") % {"names": named})
    _audit("deleted", found, at, member)
    found.delete()


@transaction.atomic
def segment_of(
    name: str, subject: str, ids: Iterable[int], *, why: str = "", at: datetime, member: Member | None
) -> SegmentFacts:  # fmt: skip
    """Keep accounts or people, by their ids, as a list and as a segment that consists of the list; both of one name.

    Conditions can be added to it later. BadList, BadSegment.
    """
    kept = lists.create_list(name, subject, ids, at=at, member=member, why=why)
    whole = Segment(unit=Unit(subject), where=InList(list=kept.list_id))
    return create_segment(name, whole, why=why, at=at, member=member)


@transaction.atomic
def note_sizes(found: Mapping[str, Size]) -> int:
    """Keep how many are in the segments with these keys; the last count of a day is the one that stays."""
    ids = dict(StoredSegment.objects.filter(key__in=list(found)).values_list("key", "pk"))
    for key, pk in ids.items():
        size = found[key]
        counted = {"size": size.size, "everybody": size.everybody}
        SegmentSize.objects.update_or_create(segment_id=pk, day=size.day, defaults=counted)
    return len(ids)


@transaction.atomic
def forget_sizes(before: date) -> int:
    """Remove sizes of days before one; how many there were."""
    ids = list(SegmentSize.objects.filter(day__lt=before).values_list("pk", flat=True))
    return SegmentSize.objects.filter(pk__in=ids).delete()[0]


def _check(segment: Segment, key: str = "") -> None:
    """What it refers to is there and does not lead back to it."""
    known = dict(definitions())
    if missing := segments_in(segment.where) - known.keys():
        raise BadSegment(gettext("There is no segment “%(key)s” any more.") % {"key": min(missing)})
    there = {one.list_id for one in lists.lists()} if lists_in(segment.where) else set()
    if lists_in(segment.where) - there:
        raise BadSegment(gettext("There is no such list any more. Choose another one."))
    if ring := _ring(segment, key, known):
        raise BadSegment(gettext("Segments cannot refer to each other in a ring: %(keys)s.") % {"keys": ring})


def _ring(segment: Segment, key: str, known: Mapping[str, Segment]) -> str:
    """The way that leads back to `key`; empty when none does."""
    ahead: list[tuple[str, tuple[str, ...]]] = [(one, (key, one)) for one in sorted(segments_in(segment.where))]
    seen: set[str] = set()
    while ahead:
        one, way = ahead.pop()
        if one == key:
            return " → ".join(way)
        if one not in seen and one in known:
            seen.add(one)
            ahead += [(other, (*way, other)) for other in sorted(segments_in(known[one].where))]
    return ""


def _free_key(name: str) -> str:
    wanted = slugify(name)[:LONGEST_KEY].strip("-_") or "segment"
    taken = set(StoredSegment.objects.filter(key__startswith=wanted).values_list("key", flat=True))
    numbered = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(key for key in numbered if key not in taken)


def _free_name(name: str, *, but: int | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise BadSegment(gettext("Give the segment a name."))
    if len(name) > LONGEST_NAME:
        raise BadSegment(gettext("The name is longer than %(most)s characters.") % {"most": LONGEST_NAME})
    if (same := StoredSegment.objects.filter(name=name).first()) is not None and same.pk != but:
        raise BadSegment(gettext("There is a segment “%(name)s” already. Choose another name.") % {"name": name})
    return name


def _note(stored: StoredSegment, at: datetime, member: Member | None) -> None:
    SegmentRevision.objects.create(
        segment=stored, name=stored.name, why=stored.why, definition=stored.definition, made_by=member, made_at=at
    )  # fmt: skip


def _audit(what: str, stored: StoredSegment, at: datetime, member: Member | None) -> None:
    actor = str(member.pk) if member else None
    audit(f"insights.segment.{what}", at=at, actor=actor, data={"segment": stored.key})
