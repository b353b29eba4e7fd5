"""Saved views of the table of accounts: kept, listed, deleted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from holdfast.core.api import audit
from holdfast.core.errors import NotFound
from holdfast.core.members.models import Member
from holdfast.insights.lists.contracts import BadList, ViewFacts
from holdfast.insights.lists.models import SavedView

LONGEST_NAME = 120


def saved_views(member: Member) -> list[ViewFacts]:
    """The views this member sees: those shared with everybody and its own, by name."""
    rows = SavedView.objects.filter(Q(owner__isnull=True) | Q(owner=member)).order_by("name", "pk")
    return [
        ViewFacts(
            view_id=row.pk,
            name=row.name,
            query=row.query,
            shared=row.owner_id is None,
            mine=row.made_by_id == member.pk,
        )
        for row in rows
    ]


def shared_views() -> list[ViewFacts]:
    """The views that everybody sees, by name."""
    rows = SavedView.objects.filter(owner__isnull=True).order_by("name", "pk")
    return [ViewFacts(view_id=row.pk, name=row.name, query=row.query, shared=True, mine=False) for row in rows]


@transaction.atomic
def save_view(name: str, query: str, *, shared: bool, at: datetime, member: Member) -> int:
    """Keep a view under a name; the same name again replaces what the member kept under it."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise BadList(gettext("Give the view a name of at most %(most)s characters.") % {"most": LONGEST_NAME})
    owner = None if shared else member
    taken = SavedView.objects.filter(name=name, owner=owner).first()
    if taken is not None and taken.made_by_id != member.pk:
        raise BadList(gettext("Somebody else shares a view “%(name)s”. Choose another name.") % {"name": name})
    made = taken or SavedView(name=name, owner=owner, made_by=member)
    made.query, made.made_at = query, at
    made.save()
    audit("insights.view.saved", at=at, actor=str(member.pk), data={"view": made.pk, "shared": shared})
    return made.pk


@transaction.atomic
def delete_view(view_id: int, *, at: datetime, member: Member, any_shared: bool = False) -> None:
    """Delete a view of one's own. any_shared: also one that somebody else shares (who configures the workspace may)."""
    allowed = Q(made_by=member) | Q(owner=member)
    if any_shared:
        allowed |= Q(owner__isnull=True)
    found = SavedView.objects.filter(allowed, pk=view_id).first()
    if found is None:
        raise NotFound(gettext("This view is not there any more, or somebody else made it."))
    audit("insights.view.deleted", at=at, actor=str(member.pk), data={"view": found.pk})
    found.delete()
