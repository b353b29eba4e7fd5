"""Links by which those who are no members see a dashboard: read only, for a while, until somebody withdraws them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from holdfast.core.api import audit
from holdfast.core.errors import NotFound
from holdfast.core.members.models import Member, Membership
from holdfast.core.members.roles import Permission
from holdfast.core.models import Workspace
from holdfast.core.scoping import current_workspace, in_workspace
from holdfast.insights.dashboards.contracts import LASTS, BadDashboard, LinkFacts
from holdfast.insights.dashboards.models import Link
from holdfast.insights.dashboards.queries import find
from holdfast.web.numbers import whole_number

SEEN_EVERY = timedelta(hours=1)
BYTES = 32


class LinkGone(NotFound):
    """There is no such link, or not any more."""

    code = "link_gone"


@transaction.atomic
def make_link(dashboard_id: int, *, days: int, people: bool, at: datetime, member: Member) -> tuple[LinkFacts, str]:
    """A link that lasts so many days, and its token, which nobody can read again afterwards."""
    dashboard = find(dashboard_id, member)
    if days not in LASTS:
        raise BadDashboard(gettext("Choose one of the times of the list."))
    # The workspace stands in it, because a row can only be looked for inside one; the rest cannot be guessed.
    token = f"{current_workspace().pk}-{secrets.token_urlsafe(BYTES)}"
    made = Link.objects.create(
        dashboard=dashboard, token_hash=_hash(token), people=people, made_by=member, made_at=at,
        expires_at=at + timedelta(days=days),
    )  # fmt: skip
    _audit("shared", made, at, member)
    return _facts(made), token


@transaction.atomic
def revoke_link(dashboard_id: int, link_id: int, *, at: datetime, member: Member) -> None:
    """It stops working at once."""
    dashboard = find(dashboard_id, member)
    found = Link.objects.filter(pk=link_id, dashboard=dashboard, revoked_at=None).first()
    if found is None:
        raise NotFound(gettext("This link was withdrawn already."))
    found.revoked_at = at
    found.save(update_fields=["revoked_at"])
    _audit("unshared", found, at, member)


def links(dashboard_id: int, member: Member, *, at: datetime) -> list[LinkFacts]:
    """Those that work, newest first."""
    dashboard = find(dashboard_id, member)
    rows = Link.objects.filter(dashboard=dashboard, revoked_at=None, expires_at__gt=at).select_related("made_by")
    return [_facts(row) for row in rows.order_by("-made_at", "-pk")]


@contextmanager
def opened(token: str, *, at: datetime) -> Iterator[tuple[Workspace, int, LinkFacts]]:
    """Enter the workspace of a link that works: the workspace, the dashboard's id, the link. Raises LinkGone.

    Whoever made it must still be a member who may: a link of somebody who has left is worth nothing.
    """
    workspace = _workspace(token)
    with in_workspace(workspace):
        found = Link.objects.select_related("made_by").filter(token_hash=_hash(token)).first()
        if found is None or not _facts(found).works(at) or not _vouched(workspace, found):
            raise _gone()
        if found.seen_at is None or at - found.seen_at >= SEEN_EVERY:
            Link.objects.filter(pk=found.pk).update(seen_at=at)
        yield workspace, found.dashboard_id, _facts(found)


def _workspace(token: str) -> Workspace:
    number = whole_number(token.partition("-")[0])
    found = Workspace.objects.filter(pk=number).first() if number is not None else None
    if found is None:
        raise _gone()
    return found


def _vouched(workspace: Workspace, link: Link) -> bool:
    by = Membership.objects.filter(workspace=workspace, member=link.made_by_id, member__is_active=True).first()
    dashboard = link.dashboard
    return by is not None and by.may(Permission.ANALYSE) and dashboard.owner_id in (None, link.made_by_id)


def _facts(row: Link) -> LinkFacts:
    return LinkFacts(
        link_id=row.pk, people=row.people, made_by=str(row.made_by), made_at=row.made_at, expires_at=row.expires_at,
        revoked_at=row.revoked_at, seen_at=row.seen_at,
    )  # fmt: skip


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _gone() -> LinkGone:
    return LinkGone(gettext("This link does not work any more. Ask whoever gave it to you for a new one."))


def _audit(what: str, link: Link, at: datetime, member: Member) -> None:
    data = {"dashboard": link.dashboard_id, "link": link.pk, "people": link.people}
    audit(f"insights.dashboard.{what}", at=at, actor=str(member.pk), data=data)
