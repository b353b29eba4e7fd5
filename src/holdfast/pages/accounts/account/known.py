"""Everything the rooms know of one account or person, read once for its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import pyarrow as pa
from django.utils.translation import gettext

from holdfast.billing import api as billing
from holdfast.core.errors import NotFound
from holdfast.customers import api as customers
from holdfast.desk import api as desk
from holdfast.events import api as events
from holdfast.pages.access import WorkspaceRequest
from holdfast.surveys import api as surveys

AHEAD = timedelta(days=1)
MOST_PEOPLE = 5_000  # of one account, whose events without an account are counted
MOST_SEEN = 500  # of one account, of those without a record that names it


@dataclass(frozen=True, slots=True)
class Known:
    """keys: every key it goes by. people: of an account (`id`, `key`, `name`). Tables as their rooms give them."""

    subject: str
    keys: frozenset[str]
    people: pa.Table
    usage: events.Usage
    answers: pa.Table
    tickets: pa.Table
    traits: pa.Table
    notes: list[customers.NoteFacts]
    merges: list[customers.MergeFacts]
    statements: pa.Table | None = None
    cancellations: pa.Table | None = None


def of_account(request: WorkspaceRequest, key: str) -> Known:
    """By any of its keys. It may be unknown to the numbers, when it came after they were made."""
    keys = customers.group_of("account", key)
    ids = customers.own_ids("account", keys)
    if not ids:
        raise NotFound(gettext("There is no account with this key."))
    own = customers.people_of(keys)
    usage = _usage(request, tuple(ids), tuple(own["id"].to_pylist()[:MOST_PEOPLE]))
    answers, tickets = surveys.answers_of(accounts=keys), desk.tickets_of(accounts=keys)
    return Known(
        subject="account",
        keys=keys,
        people=_people(own, usage, answers, tickets),
        usage=usage,
        answers=answers,
        tickets=tickets,
        traits=customers.traits_of("account", keys),
        notes=customers.notes_of("account", keys),
        merges=customers.merges_of("account", keys),
        statements=billing.statements_of(keys),
        cancellations=billing.cancellations_of(keys),
    )


def of_person(request: WorkspaceRequest, key: str) -> Known:
    keys = customers.group_of("person", key)
    ids = customers.own_ids("person", keys)
    if not ids:
        raise NotFound(gettext("There is no person with this key."))
    return Known(
        subject="person",
        keys=keys,
        people=customers.people_of([]),
        usage=_usage(request, (), tuple(ids)),
        answers=surveys.answers_of(people=keys),
        tickets=desk.tickets_of(people=keys),
        traits=customers.traits_of("person", keys),
        notes=customers.notes_of("person", keys),
        merges=customers.merges_of("person", keys),
    )


def account_of(found: Known, record: customers.PersonFacts | None) -> str:
    """The key of the account of a person: of its record, else of its last event, answer or ticket; empty for none."""
    if record is not None and record.account:
        return record.account
    named = customers.keys_of("account", found.usage.accounts[:1])
    told = [key for table in (found.answers, found.tickets) for key in table["account"].to_pylist() if key]
    return next(iter([*named, *reversed(told)]), "")


def _people(own: pa.Table, usage: events.Usage, *records: pa.Table) -> pa.Table:
    """Whose record names the account, and whoever did, answered or asked something for it; each once."""
    seen = usage.seen["person"].to_pylist()[:MOST_SEEN]
    told = {key for table in records for key in table["person"].to_pylist() if key}
    fresh = set(seen) - set(own["id"].to_pylist())
    named = told - set(own["key"].to_pylist())
    if not fresh and not named:
        return own
    return pa.concat_tables([own, customers.people_with(ids=fresh, keys=sorted(named)[:MOST_SEEN])])


def _usage(request: WorkspaceRequest, accounts: tuple[int, ...], people: tuple[int, ...]) -> events.Usage:
    version = (request.workspace.pk, request.workspace.data_version)
    return _read(version, accounts, people, request.zone.key, request.now.replace(minute=0, second=0, microsecond=0))


@lru_cache(maxsize=64)
def _read(
    version: tuple[int, int], accounts: tuple[int, ...], people: tuple[int, ...], zone: str, hour: datetime
) -> events.Usage:
    """Pages and filters of one timeline look its events up once.

    `version` lets new data be seen at once. A clock of a source may be a little ahead of ours.
    """
    return events.usage_of(accounts=accounts, people=people, zone=zone, until=hour + AHEAD)
