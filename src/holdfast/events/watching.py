"""What comes in, what was refused of it, and which events there are; in the entered workspace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Sum
from django.db.models.functions import Coalesce

from holdfast.customers.api import erased_among
from holdfast.events.drain.drain import drained
from holdfast.events.ingest.contracts import Kind
from holdfast.events.ingest.entries import item_of
from holdfast.events.ingest.outcomes import ACCEPTED, WITHHELD
from holdfast.events.journal import open_journal
from holdfast.events.keys import KEY_SOURCE
from holdfast.events.models import Outcome, WriteKey
from holdfast.events.stopping import stopped
from holdfast.events.store.layout import root
from holdfast.events.store.manifest import alive_parts, paths
from holdfast.events.store.reading import read_rows
from holdfast.events.store.shown import erased

REPEATED = "repeated"
NO_FAULT = (ACCEPTED, REPEATED, *WITHHELD)
RECENT_PARTS = 5

# Parts from before arrived_at was written have no such column.
_RECENT = """
SELECT event, person, account, occurred_at, coalesce(arrived_at, received_at) AS received_at, properties FROM (
    SELECT * FROM read_parquet($paths, union_by_name = true)
    UNION ALL BY NAME SELECT NULL::TIMESTAMPTZ AS arrived_at WHERE false)
WHERE {shown}
ORDER BY coalesce(arrived_at, received_at) DESC, occurred_at DESC LIMIT $limit
"""
_CATALOGUE = """
SELECT event, count(*) AS times, count(DISTINCT person_ordinal) AS people, min(occurred_at) AS first_at,
    max(occurred_at) AS last_at,
    count(*) FILTER (WHERE occurred_at >= $month) AS month
FROM read_parquet($paths) WHERE occurred_at <= $now AND {shown} GROUP BY event ORDER BY times DESC, event
"""
# The place of a property as a JSON pointer: unlike a path it can name every property, whatever is in the name.
_PROPERTIES = """
WITH newest AS (SELECT properties FROM read_parquet($paths) WHERE event = $event AND properties IS NOT NULL AND {shown}
              ORDER BY occurred_at DESC LIMIT 5000),
    named AS (SELECT unnest(json_keys(properties)) AS name, properties FROM newest)
SELECT name, count(*) AS times,
    min(json_extract_string(properties, '/' || replace(replace(name, '~', '~0'), '/', '~1'))) AS example
FROM named GROUP BY name ORDER BY times DESC, name LIMIT 100
"""
_VALUES = """
SELECT json_extract_string(properties, '/' || replace(replace($name, '~', '~0'), '/', '~1')) AS value
FROM (SELECT properties FROM read_parquet($paths) WHERE ($event = '' OR event = $event) AND properties IS NOT NULL
      AND {shown} ORDER BY occurred_at DESC LIMIT 20000)
WHERE value IS NOT NULL GROUP BY value ORDER BY count(*) DESC, value LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class Recent:
    """An event as it came. waits: it is acknowledged and on the disk, and will be in a part in a moment."""

    event: str
    person: str | None
    account: str | None
    occurred_at: datetime
    received_at: datetime
    properties: str | None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Items that were refused for one reason, since a moment."""

    reason: str
    count: int
    client: str
    example: str
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """An event there is. stopped: it used to happen steadily and does no more."""

    event: str
    times: int
    people: int
    first_at: datetime
    last_at: datetime
    month: int
    stopped: bool


@dataclass(frozen=True, slots=True)
class Property:
    """A property seen on the newest 5,000 events of a name; share of them that have it, 0 to 1."""

    name: str
    share: float
    example: str | None


def recent(limit: int = 50, *, sent: bool = False) -> list[Recent]:
    """The newest events by arrival: what waits in the journal first, then the newest parts. sent: by a client."""
    from holdfast.core.scoping import current_workspace

    journal = open_journal()
    try:
        waiting = journal.newest(drained(), 1_000, current_workspace().pk)
    finally:
        journal.close()
    told = [(entry, item) for entry in waiting if (item := item_of(entry)).kind is Kind.EVENT]
    # The drain leaves them out in a moment.
    gone = erased_among(person for _, item in told if (person := item.user_id or item.anonymous_id))
    found = [
        Recent(item.event, item.user_id or item.anonymous_id, item.account, _moment(item.occurred_at),
               _moment(entry.received_at), None, waits=True)
        for entry, item in told
        if (item.user_id or item.anonymous_id) not in gone
    ]  # fmt: skip
    hidden = erased()
    parts = alive_parts().filter(source__startswith=KEY_SOURCE) if sent else alive_parts()
    newest = parts.order_by(Coalesce("merged_until", "created_at").desc(), "-pk")[:RECENT_PARTS]
    files = [str(root() / part.path) for part in newest]
    if len(found) < limit and files:
        rows = read_rows(_RECENT, hidden, paths=files, limit=limit - len(found))
        found += [Recent(**row) for row in rows]
    return found[:limit]


def catalogue(now: datetime) -> list[Listed]:
    """Every event of the store, the most frequent first."""
    hidden, files = erased(), paths()
    if not files:
        return []
    rows = read_rows(_CATALOGUE, hidden, paths=files, now=now, month=now - timedelta(days=28))
    gone = {one.event for one in stopped(now)}
    return [Listed(**row, stopped=row["event"] in gone) for row in rows]


def properties(event: str) -> list[Property]:
    """Which properties an event comes with."""
    hidden, files = erased(), paths()
    if not files:
        return []
    rows = read_rows(_PROPERTIES, hidden, paths=files, event=event)
    most = max((row["times"] for row in rows), default=1)
    return [Property(row["name"], row["times"] / most, row["example"]) for row in rows]


def values(event: str, name: str) -> list[str]:
    """The most frequent values of a property among the newest of its events, or of all events when it is empty."""
    hidden, files = erased(), paths()
    if not files or not name:
        return []
    rows = read_rows(_VALUES, hidden, paths=files[-RECENT_PARTS:], event=event, name=name)
    return [row["value"] for row in rows]


def refusals(since: datetime) -> list[Refusal]:
    """What was refused since then, the most frequent reason first, with the latest example of each."""
    found: dict[str, Refusal] = {}
    rows = Outcome.objects.filter(hour__gte=since).exclude(reason__in=NO_FAULT).order_by("last_at")
    for row in rows:
        before = found.get(row.reason)
        found[row.reason] = Refusal(
            row.reason, row.count + (before.count if before else 0), row.client or (before.client if before else ""),
            row.example or (before.example if before else ""), row.last_at,
        )  # fmt: skip
    return sorted(found.values(), key=lambda each: (-each.count, each.reason))


def by_hour(since: datetime) -> list[tuple[datetime, int, int]]:
    """(hour, accepted, refused), oldest first; hours without anything are left out."""
    sums: dict[datetime, list[int]] = {}
    rows = Outcome.objects.filter(hour__gte=since).values("hour", "reason").annotate(total=Sum("count"))
    for row in rows.order_by("hour"):
        if row["reason"] == ACCEPTED or row["reason"] not in NO_FAULT:
            sums.setdefault(row["hour"], [0, 0])[row["reason"] != ACCEPTED] += row["total"]
    return [(hour, accepted, refused) for hour, (accepted, refused) in sums.items()]


def withheld(since: datetime) -> int:
    """How many items were not stored because people do not want to be counted."""
    rows = Outcome.objects.filter(hour__gte=since, reason__in=WITHHELD)
    return int(rows.aggregate(total=Sum("count"))["total"] or 0)


def clients(since: datetime) -> list[tuple[str, int, datetime]]:
    """(client, accepted items, last seen), the busiest first."""
    rows = Outcome.objects.filter(hour__gte=since, reason=ACCEPTED).values_list("client", "count", "last_at")
    found: dict[str, tuple[int, datetime]] = {}
    for client, count, last_at in rows:
        total, latest = found.get(client, (0, last_at))
        found[client] = (total + count, max(latest, last_at))
    return sorted(((name, *each) for name, each in found.items()), key=lambda each: (-each[1], each[0]))


def write_keys() -> Iterable[WriteKey]:
    return WriteKey.objects.order_by("revoked_at", "-created_at", "-pk")


def _moment(micros: int) -> datetime:
    return datetime.fromtimestamp(micros / 1_000_000, UTC)
