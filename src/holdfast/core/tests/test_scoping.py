from __future__ import annotations

import pytest

from holdfast.core.errors import ForeignWorkspace, NoWorkspace
from holdfast.core.models import AuditEntry, ImportRun
from holdfast.core.scoping import current_workspace, in_workspace
from tests.records import day

AT = day("2026-02-01")


def import_run() -> ImportRun:
    return ImportRun.objects.create(source="test", started_at=AT)


def test_nothing_is_read_or_written_outside_a_workspace(db) -> None:
    with pytest.raises(NoWorkspace, match="ImportRun"):
        ImportRun.objects.count()
    with pytest.raises(NoWorkspace):
        ImportRun(source="test", started_at=AT).save()
    with pytest.raises(NoWorkspace):
        current_workspace()


def test_a_stranger_neither_sees_nor_counts_nor_deletes_rows(workspace, stranger) -> None:
    import_run()
    with in_workspace(stranger):
        assert not ImportRun.objects.exists()
        assert ImportRun.objects.all().delete()[0] == 0
    assert ImportRun.objects.count() == 1


def test_a_row_never_moves_to_another_workspace(workspace, stranger) -> None:
    run = import_run()
    with in_workspace(stranger), pytest.raises(ForeignWorkspace):
        run.save()
    with pytest.raises(ForeignWorkspace):
        ImportRun(source="test", started_at=AT, workspace=stranger).save()


def test_workspaces_nest(workspace, stranger) -> None:
    with in_workspace(stranger):
        assert current_workspace() == stranger
    assert current_workspace() == workspace


def test_what_was_done_is_never_changed(workspace) -> None:
    entry = AuditEntry.objects.get(action="core.workspace.created")
    with pytest.raises(TypeError, match="never changed"):
        entry.save()
    with pytest.raises(TypeError, match="never deleted"):
        entry.delete()
