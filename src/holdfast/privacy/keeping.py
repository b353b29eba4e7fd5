"""How long a workspace keeps what it knows, and what goes when that is over. Money is never removed by its age."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_noop

from holdfast.connectors import api as connectors
from holdfast.core.api import audit
from holdfast.core.jobs import api as jobs
from holdfast.core.scoping import current_workspace
from holdfast.events import api as events
from holdfast.privacy.contracts import Periods, Removable
from holdfast.privacy.models import Policy, Removal


def periods() -> Periods:
    """Those of the entered workspace."""
    row = Policy.objects.first()
    if row is None:
        return Periods()
    return Periods(events_months=row.events_months, leftovers_days=row.leftovers_days, erase_days=row.erase_days)


def as_mapping(wanted: Periods) -> dict[str, int | None]:
    """Name -> value, as forms and files have them."""
    return asdict(wanted)


@transaction.atomic
def change_periods(wanted: Periods, *, at: datetime, actor: str | None) -> bool:
    """Keep what is known for so long from now on; whether that is different. Nothing goes before the next night."""
    before = periods()
    if wanted.checked() == before:
        return False
    row = Policy.objects.first() or Policy()
    for name, value in as_mapping(wanted).items():
        setattr(row, name, value)
    row.changed_at, row.changed_by = at, actor or ""
    row.save()
    audit("privacy.periods.changed", at=at, actor=actor, data=as_mapping(wanted))
    return True


def oldest_kept(months: int, now: datetime, zone: ZoneInfo) -> datetime:
    """From when on events are kept: the beginning of a month in the zone, so that none is ever older than `months`.

    A part is written again when its rows are cut; so that happens once a month and not every night.
    """
    today = now.astimezone(zone).date()
    number = today.year * 12 + today.month - 1 - (months - 1)
    first = date(number // 12, number % 12 + 1, 1)
    return datetime.combine(first, time(), zone).astimezone(UTC)


def removable(wanted: Periods, *, now: datetime) -> Removable:
    """What the next night would remove."""
    events_before, leftovers_before = _borders(wanted, now)
    found = Removable(events_before=events_before, leftovers_before=leftovers_before)
    counts: dict[str, object] = {}
    if events_before is not None:
        old = events.older_than(events_before)
        counts |= {"events": old.events, "all_events": old.of, "oldest": old.oldest}
    if leftovers_before is not None:
        counts |= {
            "set_aside": events.aside_older_than(leftovers_before),
            "rejected_files": connectors.older_than(leftovers_before),
        }
    return Removable(**{**asdict(found), **counts})


def remove_old(*, now: datetime) -> Removal | None:
    """Remove what the periods of the entered workspace do not keep; None if there was nothing."""
    events_before, leftovers_before = _borders(periods(), now)
    removed = Removal(removed_at=now, events_before=events_before, leftovers_before=leftovers_before)
    if events_before is not None:
        jobs.tell(0.0, gettext_noop("Removing old events"))
        removed.events = events.remove_older(events_before, at=now, tell=jobs.tell)
    if leftovers_before is not None:
        removed.set_aside = events.remove_aside(leftovers_before)
        removed.rejected_files = connectors.forget_older(leftovers_before)
    if not (removed.events or removed.set_aside or removed.rejected_files):
        return None
    removed.save()
    counts = {"events": removed.events, "set_aside": removed.set_aside, "rejected_files": removed.rejected_files}
    audit("privacy.periods.applied", at=now, actor=None, data=counts)
    return removed


def removals(most: int) -> list[Removal]:
    """What was removed by its age, the newest first."""
    return list(Removal.objects.order_by("-removed_at", "-pk")[:most])


def _borders(wanted: Periods, now: datetime) -> tuple[datetime | None, datetime | None]:
    zone = ZoneInfo(current_workspace().preferences.time_zone)
    events_before = None if wanted.events_months is None else oldest_kept(wanted.events_months, now, zone)
    leftovers_before = None if wanted.leftovers_days is None else now - timedelta(days=wanted.leftovers_days)
    return events_before, leftovers_before
