"""Declares two accounts or two people to be one, and takes it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.core.api import PutCount, audit, hold_workspace, note_change
from holdfast.core.errors import NotFound, UserFacingError
from holdfast.customers.actions.ensure import MODELS
from holdfast.customers.contracts import MergedKeys
from holdfast.customers.models import Merge
from holdfast.customers.queries import group_of


class AlreadyMerged(UserFacingError):
    code = "already_merged"
    http_status = 409


def merge_accounts(source: str, target: str, *, at: datetime, actor: str | None = None) -> MergedKeys:
    """From now on, what `source` did counts for `target`. Records keep their keys, so it can be undone."""
    return _merge("account", source, target, at=at, actor=actor)


def merge_people(source: str, target: str, *, at: datetime, actor: str | None = None) -> MergedKeys:
    return _merge("person", source, target, at=at, actor=actor)


@transaction.atomic
def undo_merge(merge_id: int, *, at: datetime, actor: str | None = None) -> MergedKeys:
    """Both count separately again, also for all the time in between."""
    if Merge.objects.filter(pk=merge_id, undone_at__isnull=True).update(undone_at=at) != 1:
        raise NotFound(f"Merge {merge_id} does not exist or is undone already.")
    merge = Merge.objects.get(pk=merge_id)
    note_change(PutCount(changed=1))
    audit(f"customers.{merge.subject}.unmerged", at=at, actor=actor, data={"merge": merge.pk})
    return _contract(merge)


@transaction.atomic
def _merge(subject: str, source: str, target: str, *, at: datetime, actor: str | None) -> MergedKeys:
    hold_workspace()
    for key in (source, target):
        if not MODELS[subject].objects.filter(key=key).exists():
            raise NotFound(f"There is no {subject} with the key {key!r}.")
    if target in group_of(subject, source):
        raise AlreadyMerged(f"{source!r} and {target!r} count as one {subject} already.")
    if Merge.objects.filter(subject=subject, source=source, undone_at__isnull=True).exists():
        raise AlreadyMerged(f"{source!r} is merged into another {subject}; undo that, or merge that one's key.")
    merge = Merge.objects.create(subject=subject, source=source, target=target, merged_at=at)
    note_change(PutCount(changed=1))
    audit(f"customers.{subject}.merged", at=at, actor=actor, data={"merge": merge.pk})
    return _contract(merge)


def _contract(merge: Merge) -> MergedKeys:
    return MergedKeys(merge_id=merge.pk, subject=merge.subject, source=merge.source, target=merge.target)
