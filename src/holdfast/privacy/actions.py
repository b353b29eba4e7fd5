"""What members do: ask for the data of a person, erase one, take an id again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from holdfast.book.board import refresh_soon
from holdfast.core.api import audit
from holdfast.core.errors import NotFound
from holdfast.core.jobs import api as jobs
from holdfast.core.models import Workspace
from holdfast.core.scoping import current_workspace
from holdfast.customers import api as customers
from holdfast.desk import api as desk
from holdfast.events import api as events
from holdfast.insights.alerts import api as alerts
from holdfast.insights.dashboards import api as dashboards
from holdfast.insights.lists import api as lists
from holdfast.insights.saved import api as reports
from holdfast.insights.segments import api as segments
from holdfast.privacy import exports
from holdfast.privacy.contracts import Erased
from holdfast.privacy.keeping import periods
from holdfast.privacy.models import Export
from holdfast.privacy.tasks import clean_up_soon, rewrite_soon, write_export
from holdfast.surveys import api as surveys

# Each forgets what its tables say of a person; what lies in files comes after (`holdfast.privacy.erasing`).
ROOMS = (surveys, desk, lists, segments, reports, dashboards, alerts, events)


@transaction.atomic
def ask(key: str, *, at: datetime, actor: str) -> Export:
    """Have the data of a person written by the worker. NotFound when nobody has the id."""
    if not customers.own_ids("person", customers.group_of("person", key)):
        raise NotFound("Nobody with this id is known.")
    made = Export.objects.create(key=key, made_at=at, made_by=actor)
    made.job = jobs.enqueue(write_export, made.pk, key=str(made.pk)).id
    made.save(update_fields=["job"])
    audit("privacy.person.exported", at=at, actor=actor, data={"export": made.pk})
    return made


def erase(key: str, *, at: datetime, actor: str | None) -> Erased:
    """Erase who has this id, with all its ids; an id that nobody has is refused from now on.

    AlreadyErased, BadId. The rest is done by the worker, or by `clean_up` and `tend`.
    """
    stored = events.count_of(customers.own_ids("person", customers.group_of("person", key)))
    due_at = at + timedelta(days=periods().erase_days)
    with transaction.atomic():
        gone = customers.bury(key, at=at, due_at=due_at, actor=actor)
        counts = dict(gone.counts)
        for room in ROOMS:
            counts |= room.forget(gone.keys)
        counts = {name: count for name, count in (counts | {"events": stored}).items() if count}
        exports.forget(gone.keys)
        customers.note_counts(gone.erasure_id, counts)
        data = {"erasure": gone.erasure_id, "person": gone.digest}
        audit("privacy.person.erased", at=at, actor=actor, data=data)
        jobs.enqueue(clean_up_soon, key="", again=True)
    refresh_soon(Workspace.objects.get(pk=current_workspace().pk))
    return Erased(gone.erasure_id, gone.digest, counts, due_at)


def readmit(key: str, *, at: datetime, actor: str | None) -> None:
    """Take an id again, as that of somebody new. NotFound, NotForgotten."""
    with transaction.atomic():
        digest = customers.readmit(key)
        audit("privacy.person.readmitted", at=at, actor=actor, data={"person": digest})


def hurry() -> jobs.JobState:
    """Have the files rewritten without waiting for others who ask to be erased."""
    return jobs.enqueue(rewrite_soon, key="")
