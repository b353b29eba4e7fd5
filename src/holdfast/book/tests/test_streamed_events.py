"""Events that stream in after an import of files count: the calendar goes as far as they do."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from holdfast.book.material import from_installation
from holdfast.connectors import api as connectors
from holdfast.core.api import create_workspace
from holdfast.core.scoping import in_workspace
from holdfast.events import api as events
from tests.records import day, table

IMPORTED, NOW = day("2026-05-01"), day("2026-07-01")


@pytest.fixture
def streaming(db: None, tmp_path: Path) -> Any:
    """A workspace whose files were imported on the first of May."""
    (tmp_path / "subscriptions.csv").write_text("subscription_id,customer,start,end,mrr\ns1,acme,2026-01-10,,100\n")
    made = create_workspace("Streaming", at=IMPORTED)
    plan = connectors.make_plan([tmp_path / "subscriptions.csv"], connectors.ReadOptions(now=IMPORTED, currency="EUR"))
    connectors.run_import(made, plan, at=IMPORTED)
    return made


def happen(workspace: Any, *days: str) -> None:
    rows = [
        {"message_id": at, "event": "opened", "person": "p1", "account": "acme", "occurred_at": day(at)} for at in days
    ]
    with in_workspace(workspace):
        events.put_records("event", table("event", *rows), source="stream", at=day(max(days)))


def as_of(workspace: Any, now: datetime = NOW, known_at: datetime | None = None) -> datetime:
    return from_installation(settings.DATA_DIR, workspace.slug, known_at=known_at, now=now).as_of


def test_the_data_goes_on_as_long_as_events_stream_in(streaming: Any) -> None:
    imported = as_of(streaming)
    assert imported < IMPORTED
    happen(streaming, "2026-06-03", "2026-06-20")
    assert as_of(streaming) == day("2026-06-20")
    assert as_of(streaming, known_at=day("2026-05-02")) == imported
    happen(streaming, "2026-01-20")
    assert as_of(streaming) == day("2026-06-20")


def test_events_of_a_clock_that_is_fast_do_not_lead_into_the_future(streaming: Any) -> None:
    happen(streaming, "2026-06-03", "2026-06-20", "2026-08-01")  # one part, on both sides of now
    assert as_of(streaming) == day("2026-06-20")
    assert as_of(streaming, now=day("2026-06-10")) == day("2026-06-03")
    happen(streaming, "2026-09-01")
    assert as_of(streaming) == day("2026-06-20")
