"""When events become new data: a stream of them must not make every number anew each second.

The version of a workspace's data rises at once for the first events after a pause, then at most every few minutes. What
has come in between is in the store all the same: only what is computed from it waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from holdfast.core.models import Workspace

EVERY = timedelta(minutes=5)

Announced = dict[str, dict[str, Any]]
"""Workspace -> `at` (ISO) and `waits`, whether more has come since."""


def versions(workspaces: Iterable[int]) -> dict[int, int]:
    """The versions before a round, of workspaces that nobody else changes until its end.

    Were they read without the lock, an import that is committed in between would lose its new version.
    """
    held = Workspace.objects.select_for_update().filter(pk__in=list(workspaces)).order_by("pk")
    return dict(held.values_list("pk", "data_version"))


def settle(before: Mapping[int, int], announced: Announced, at: datetime) -> Announced:
    """Inside the transaction of a round: keep the new version of a workspace, or take it back to the one before."""
    told = dict(announced)
    now = versions(before)
    for workspace, version in before.items():
        if now.get(workspace, version) == version:
            continue
        if _is_due(told, workspace, at):
            told[str(workspace)] = {"at": at.isoformat(), "waits": False}
        else:
            Workspace.objects.filter(pk=workspace).update(data_version=version)
            told[str(workspace)]["waits"] = True
    return told


def announce_waiting(announced: Announced, at: datetime) -> Announced:
    """Raise the versions of workspaces whose events have waited long enough."""
    told = dict(announced)
    for name, state in announced.items():
        if state["waits"] and _is_due(announced, int(name), at):
            Workspace.objects.filter(pk=int(name)).update(data_version=F("data_version") + 1)
            told[name] = {"at": at.isoformat(), "waits": False}
    return told


def _is_due(announced: Announced, workspace: int, at: datetime) -> bool:
    state = announced.get(str(workspace))
    return state is None or at - datetime.fromisoformat(state["at"]) >= EVERY
