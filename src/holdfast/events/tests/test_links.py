from __future__ import annotations

import pytest

from holdfast.core.errors import ForeignWorkspace
from holdfast.core.models import ImportRun
from holdfast.core.scoping import in_workspace
from holdfast.events.models import Part
from tests.records import day

AT = day("2026-02-01")


def import_run() -> ImportRun:
    return ImportRun.objects.create(source="test", started_at=AT)


def part(**more) -> Part:
    return Part(path="a", rows=1, size=1, sha256="0", first_at=AT, last_at=AT, source="test", created_at=AT, **more)


def test_a_link_across_workspaces_is_refused(workspace, stranger) -> None:
    run = import_run()
    with in_workspace(stranger), pytest.raises(ForeignWorkspace, match=r"Part\.import_run"):
        part(import_run_id=run.pk).save()
    part(import_run=run).save()


def test_following_a_foreign_key_needs_the_workspace(workspace, stranger) -> None:
    part(import_run=import_run()).save()
    stored = Part.objects.get()
    with in_workspace(stranger), pytest.raises(ImportRun.DoesNotExist):
        _ = stored.import_run
