from __future__ import annotations

from holdfast.core.api import PutCount, finish_import, start_import
from holdfast.core.models import AuditEntry, ImportRun
from tests.records import day


def test_an_import_says_what_came_in_and_what_it_did(workspace) -> None:
    run = start_import("files", at=day("2026-02-01"), actor="ann", file_name="accounts.csv", mapping={"Name": "name"})
    assert ImportRun.objects.get().status == "running"
    finish_import(run, {"account": PutCount(added=2, unchanged=1)}, at=day("2026-02-02"), actor="ann")
    stored = ImportRun.objects.get()
    assert (stored.status, stored.finished_at) == ("done", day("2026-02-02"))
    assert stored.counts == {"account": {"added": 2, "changed": 0, "unchanged": 1}}
    actions = AuditEntry.objects.filter(action__startswith="core.import").values_list("action", flat=True)
    assert sorted(actions) == ["core.import.done", "core.import.started"]


def test_a_failed_import_is_kept_as_failed(workspace) -> None:
    run = start_import("files", at=day("2026-02-01"))
    assert finish_import(run, {}, at=day("2026-02-01"), failed=True).status == "failed"
