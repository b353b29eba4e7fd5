"""What is rolled back leaves no files, also while the process lives on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from holdfast.events import api
from holdfast.events.drain import drain as draining
from holdfast.events.store.layout import folder, root
from holdfast.events.tests.site import AT, basic, track
from tests.records import table


def files(workspace: Any) -> set[Path]:
    return {path for path in folder(workspace.pk).glob("*.*") if path.is_file()}


def put(message: str) -> None:
    row = {"message_id": message, "event": "opened", "person": "p1", "occurred_at": AT}
    api.put_records("event", table("event", row), source="csv", at=AT)


def test_a_transaction_that_is_rolled_back_leaves_no_files(workspace) -> None:
    with api.tidying(), transaction.atomic():
        put("m1")
    before = files(workspace)
    assert before
    with api.tidying(), transaction.atomic():
        put("m2")
        assert files(workspace) > before
        transaction.set_rollback(True)
    assert files(workspace) == before
    assert api.verify() == []


def test_a_failed_import_leaves_no_files(workspace) -> None:
    def fail_after_storing() -> None:
        with api.tidying(), transaction.atomic():
            put("m1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_storing()
    assert files(workspace) == set()


def test_a_round_that_fails_leaves_no_files(site, key, workspace, monkeypatch) -> None:
    here = site()
    here.post("/v1/track", track("m1"), authorization=basic(key))
    monkeypatch.setattr(draining, "settle", lambda *_: 1 / 0)
    here.drain()
    assert files(workspace) == set()
    assert not list(root().glob("probe-*"))
