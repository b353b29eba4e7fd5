"""An installation counts usage from its index: the same numbers as from its events, before and after compaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from holdfast.book.book import Book
from holdfast.core.api import create_workspace
from holdfast.core.preferences import Preferences
from holdfast.core.scoping import in_workspace
from holdfast.customers import api as customers
from holdfast.events import api as events
from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.settings import MetricSettings
from holdfast.metrics.registry import all_kpis
from tests.records import day, table

AT = day("2026-06-01")
USAGE = [kpi for kpi in all_kpis() if kpi.counted is not None]
TOLD = MetricSettings(activation_event="e1", onboarding_event="e2")


@pytest.fixture
def streaming(db: None, tmp_path: Path) -> Any:
    """A workspace in Berlin with a dozen parts, two people who are one, and events that name no account."""
    made = create_workspace("Streaming", at=AT, preferences=Preferences(time_zone="Europe/Berlin"))
    with in_workspace(made):
        customers.put_records(
            "person", table("person", {"person": "p3", "account": "A3"}), source="crm", at=AT - timedelta(days=1)
        )
        for part in range(12):
            rows = [
                {"message_id": f"{part} {n}", "event": f"e{n % 3}", "person": f"p{(part * 5 + n * n) % 9}",
                 "account": f"A{n % 2}" if n % 4 else None,
                 "occurred_at": day("2026-03-01") + timedelta(hours=(part * 37 + n * 131) % 2_000)}
                for n in range(15)
            ]  # fmt: skip
            events.put_records("event", table("event", *rows), source="stream", at=AT + timedelta(minutes=part))
        customers.merge_people("p8", "p2", at=AT)
    return made


def opened(workspace: Any, **more: Any) -> Book:
    return Book.open(settings.DATA_DIR, workspace=workspace.slug, settings=TOLD, **more)


def numbers(book: Book, engine: Engine) -> dict[tuple[str, ...], float]:
    return {
        (kpi.key, grain, cell.label, side): float(getattr(cell, side) or 0)
        for place, kpi in enumerate(USAGE)
        for grain in (("week", "month")[place % 2],)  # every grain and KPI is tried where they are counted
        for cell in engine.compute(kpi, book.calendar(grain))
        for side in ("numerator", "denominator", "value")
    }


def from_events(book: Book) -> dict[tuple[str, ...], float]:
    return numbers(book, Engine(book.con, book.facts, book.settings, book.as_of))


def test_it_gives_what_its_events_give(streaming: Any) -> None:
    book = opened(streaming, as_of=day("2026-05-11") + timedelta(hours=13))
    found = numbers(book, book.engine)
    assert found == pytest.approx(from_events(book))
    assert any(found.values())
    with in_workspace(streaming):
        assert events.compact(at=AT) == 12
    again = opened(streaming, as_of=book.as_of)
    assert numbers(again, again.engine) == pytest.approx(found)


def test_it_knows_what_was_known(streaming: Any) -> None:
    def known(at: datetime) -> dict[tuple[str, ...], float]:
        book = opened(streaming, known_at=at, as_of=day("2026-05-20"))
        return numbers(book, book.engine)

    moment = AT + timedelta(minutes=5)
    before = known(moment)
    assert before != known(AT + timedelta(hours=1))
    with in_workspace(streaming):
        events.compact(at=AT + timedelta(hours=2))
    assert known(moment) == pytest.approx(before)


def test_the_list_behind_a_counted_number_adds_up_to_it(streaming: Any) -> None:
    book = opened(streaming)
    periods = book.calendar("month")
    for kpi in USAGE[::3]:
        for cell, period in zip(book.engine.compute(kpi, periods), periods, strict=True):
            rows = book.engine.behind(kpi, periods, period)
            assert float(sum(rows["numerator"].to_pylist())) == pytest.approx(float(cell.numerator or 0)), kpi.key
