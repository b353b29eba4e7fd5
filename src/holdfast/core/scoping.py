"""Tenancy that fails closed: a table of a workspace can only be read and written inside `in_workspace()`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models

from holdfast.core.errors import ForeignWorkspace, NoWorkspace

if TYPE_CHECKING:
    from holdfast.core.models import Workspace

M = TypeVar("M", bound=models.Model)

_current: ContextVar[Workspace | None] = ContextVar("holdfast_workspace", default=None)


@contextmanager
def in_workspace(workspace: Workspace) -> Iterator[Workspace]:
    """Enter a workspace; tasks and threads started inside see it only if they copy the context."""
    token = _current.set(workspace)
    try:
        yield workspace
    finally:
        _current.reset(token)


def current_workspace() -> Workspace:
    if (workspace := _current.get()) is None:
        raise NoWorkspace("No workspace is entered; wrap the call in in_workspace().")
    return workspace


def entered_workspace() -> Workspace | None:
    """The workspace that is entered, or None: for what may belong to a workspace and may belong to none."""
    return _current.get()


class WorkspaceManager(models.Manager[M]):
    def get_queryset(self) -> models.QuerySet[M]:
        if (workspace := _current.get()) is None:
            raise NoWorkspace(f"{self.model.__name__} used outside in_workspace().")
        return super().get_queryset().filter(workspace=workspace)


class WorkspaceModel(models.Model):
    """A row of the workspace that is entered when it is saved. Never moves to another one."""

    # Without an index of its own: every table has composite ones that begin with the workspace.
    workspace = models.ForeignKey(
        "core.Workspace", on_delete=models.CASCADE, related_name="+", editable=False, db_index=False
    )

    objects = WorkspaceManager()

    class Meta:
        abstract = True
        # save(), delete() and following a foreign key go through the base manager; it is scoped as well.
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        workspace = current_workspace()
        if self._state.adding and getattr(self, "workspace_id", None) is None:
            self.workspace = workspace
        if self.workspace_id != workspace.pk:
            raise ForeignWorkspace(f"{type(self).__name__} belongs to a workspace that is not entered.")
        self._check_links()
        super().save(*args, **kwargs)

    def _check_links(self) -> None:
        """Every foreign key between two tables of workspaces stays inside this one."""
        for field in self._meta.concrete_fields:
            related = field.related_model
            value = getattr(self, field.attname)
            if value is None or not isinstance(related, type) or not issubclass(related, WorkspaceModel):
                continue
            if not related.objects.filter(pk=value).exists():
                raise ForeignWorkspace(f"{type(self).__name__}.{field.name} points outside its workspace.")
