"""Making workspaces and changing their settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from holdfast.core.audit import audit
from holdfast.core.errors import NotFound
from holdfast.core.models import Workspace
from holdfast.core.preferences import BadPreference, Preferences
from holdfast.core.scoping import current_workspace, in_workspace


@transaction.atomic
def create_workspace(
    name: str, *, at: datetime, slug: str = "", preferences: Preferences | None = None, actor: str | None = None
) -> Workspace:
    stored = (preferences or Preferences()).checked().stored()
    workspace = Workspace.objects.create(
        name=name, slug=slug or slugify(name) or "workspace", settings=stored, created_at=at
    )
    with in_workspace(workspace):
        audit("core.workspace.created", at=at, actor=actor, data={"slug": workspace.slug})
    return workspace


def free_slug(name: str) -> str:
    """The word for a new workspace's addresses: its name, with a number when that is taken."""
    wanted = slugify(name)[:50] or "workspace"
    taken = set(Workspace.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


@transaction.atomic
def rename_workspace(name: str, *, at: datetime, actor: str | None = None) -> Workspace:
    """Give the entered workspace another name. Its addresses stay, so no link breaks."""
    workspace = Workspace.objects.select_for_update().get(pk=current_workspace().pk)
    before, workspace.name = workspace.name, name.strip()
    if workspace.name and workspace.name != before:
        workspace.save(update_fields=["name"])
        audit("core.workspace.renamed", at=at, actor=actor, data={"before": before, "name": workspace.name})
    return workspace


def find_workspace(slug: str) -> Workspace:
    try:
        return Workspace.objects.get(slug=slug)
    except Workspace.DoesNotExist:
        there = ", ".join(Workspace.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise NotFound(f"There is no workspace {slug!r}. Workspaces here: {there}.") from None


def only_workspace() -> Workspace:
    """The workspace of an installation that has one; an error that names them when there are several, or none."""
    found = list(Workspace.objects.order_by("slug")[:2])
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound("This installation is empty; import something first: holdfast import PATH.")
    there = ", ".join(Workspace.objects.order_by("slug").values_list("slug", flat=True))
    raise NotFound(f"This installation has several workspaces; name one with --workspace: {there}.")


@transaction.atomic
def change_preferences(*, at: datetime, actor: str | None = None, **changes: Any) -> Preferences:
    """Change some settings of the entered workspace; every number that depends on them is computed anew."""
    workspace = Workspace.objects.select_for_update().get(pk=current_workspace().pk)
    try:
        changed = replace(workspace.preferences, **changes).checked()
    except TypeError as error:
        raise BadPreference(f"A workspace has no such setting: {', '.join(changes)}.") from error
    workspace.settings = {**workspace.settings, **changed.stored()}  # other rooms keep theirs beside it
    workspace.data_version += 1
    workspace.save(update_fields=["settings", "data_version"])
    audit("core.preferences.changed", at=at, actor=actor, data=dict(changes))
    return changed
