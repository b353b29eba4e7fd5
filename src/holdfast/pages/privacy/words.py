"""What is held of a person, and how far its erasure is, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, gettext_lazy
from django_stubs_ext import StrOrPromise

from holdfast.customers.api import ErasureFacts
from holdfast.privacy import api as privacy
from holdfast.web.format import Formatter

KINDS: dict[str, StrOrPromise] = {
    "events": gettext_lazy("Events"),
    # Translators: what records of files and clients say of a person, such as its name.
    "records": gettext_lazy("Records"),
    "person": gettext_lazy("Records"),
    "former": gettext_lazy("Records as they were before an import"),
    "ids": gettext_lazy("Ids"),
    "traits": gettext_lazy("Values of traits"),
    "aliases": gettext_lazy("Other ids that were told"),
    "merges": gettext_lazy("Merges with others"),
    "answers": gettext_lazy("Answers to surveys"),
    "tickets": gettext_lazy("Tickets"),
    "notes": gettext_lazy("Notes of members"),
    "lists": gettext_lazy("Lists"),
    "segments": gettext_lazy("Segments"),
    "reports": gettext_lazy("Saved reports"),
    "dashboards": gettext_lazy("Dashboards"),
    "alerts": gettext_lazy("Alerts"),
    "devices": gettext_lazy("Devices"),
    "user-ids": gettext_lazy("Ids of users"),
    "waiting": gettext_lazy("Events that are not stored yet"),
    "set-aside": gettext_lazy("Items that could not be stored"),
    "set_aside": gettext_lazy("Items that could not be stored"),
    "examples": gettext_lazy("Examples of refused items"),
    "accounts": gettext_lazy("Accounts it is named with"),
    "rejected-rows": gettext_lazy("Rejected rows of files"),
}


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """late: the promise is broken. open: there are traces yet."""

    when: str
    who: str
    person: str
    counts: str
    state: str
    refused: str
    open: bool
    late: bool


def counted(counts: Mapping[str, int], write: Formatter) -> list[tuple[str, str]]:
    """(kind, how many) in the order of KINDS."""
    return [(str(title), write.number(counts[kind])) for kind, title in KINDS.items() if counts.get(kind)]


def erasure_row(
    found: ErasureFacts, names: Mapping[str, str], write: Formatter, zone: ZoneInfo, now: datetime
) -> ErasureRow:
    counts = ", ".join(f"{title}: {count}" for title, count in counted(found.counts, write))
    late = found.finished_at is None and found.due_at < now
    return ErasureRow(
        when=write.moment(found.erased_at, zone),
        who=names.get(found.erased_by, found.erased_by) or gettext("the command line"),
        person=found.digest[:8],
        counts=counts,
        state=_state(found, write, zone, now, late=late),
        refused=write.number(found.refused) if found.refused else "",
        open=found.finished_at is None,
        late=late,
    )


def _state(found: ErasureFacts, write: Formatter, zone: ZoneInfo, now: datetime, *, late: bool) -> str:
    day = {"day": write.day(found.due_at.astimezone(zone).date())}
    if found.finished_at is not None:
        done = {"day": write.day(found.finished_at.astimezone(zone).date())}
        return gettext("The last trace was gone on %(day)s.") % done
    if late:
        return gettext("Late: it should have been gone from all files by %(day)s. Is a worker running?") % day
    if found.rewritten_at is not None:
        return gettext("Gone from all events; old files are being removed, by %(day)s at the latest.") % day
    begins = privacy.begins_at(found.erased_at, found.due_at)
    if begins <= now:
        return gettext("Hidden everywhere; files are being rewritten, by %(day)s at the latest.") % day
    both = {"begins": write.day(begins.astimezone(zone).date()), **day}
    return gettext("Hidden everywhere; files are rewritten on %(begins)s, by %(day)s at the latest.") % both


@dataclass(frozen=True, slots=True)
class RemovalRow:
    when: str
    events_before: str
    events: str
    set_aside: str
    rejected_files: str


def removal_row(found: privacy.Removal, write: Formatter, zone: ZoneInfo) -> RemovalRow:
    before = found.events_before
    return RemovalRow(
        when=write.moment(found.removed_at, zone),
        events_before=write.day(before.astimezone(zone).date()) if before else "–",
        events=write.number(found.events),
        set_aside=write.number(found.set_aside),
        rejected_files=write.number(found.rejected_files),
    )
