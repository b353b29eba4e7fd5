"""The worker keeps the sizes of segments by the day of the workspace."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from holdfast.book.segments.tasks import count_now, count_segments
from holdfast.core.api import change_preferences
from holdfast.core.jobs.schedules import _declared, load_tasks
from holdfast.core.scoping import in_workspace
from holdfast.insights.segments import api as segments
from holdfast.metrics.reports.query.segment import read_segment_data

AT = datetime(2026, 7, 1, 8, tzinfo=UTC)


def make(name: str, condition: dict[str, Any], unit: str = "account") -> str:
    return segments.create_segment(name, read_segment_data({"unit": unit, "where": condition}), at=AT, member=None).key


def test_every_segment_that_works_is_counted(harbour: Any) -> None:
    with in_workspace(harbour):
        assert count_now(AT) == 0
        pro = make("Pro", {"of": "plan", "values": ["Pro"]})
        makers = make("Makers", {"of": "did", "events": ["project_created"]}, "person")
        make("Broken", {"of": "account", "name": "industry", "values": ["ships"]})
        assert count_now(AT) == 2
        assert segments.all_sizes(date(2026, 1, 1)) == {
            pro: [segments.Size(date(2026, 7, 1), 2, 8)], makers: [segments.Size(date(2026, 7, 1), 1, 6)],
        }  # fmt: skip


def test_a_day_is_that_of_the_workspace(harbour: Any) -> None:
    with in_workspace(harbour):
        change_preferences(at=AT, time_zone="Pacific/Auckland")
        harbour.refresh_from_db()
    with in_workspace(harbour):
        pro = make("Pro", {"of": "plan", "values": ["Pro"]})
        count_now(datetime(2026, 7, 1, 13, tzinfo=UTC))  # one o'clock in the night of the 2nd over there
        assert [size.day for size in segments.sizes(pro)] == [date(2026, 7, 2)]


def test_without_data_nothing_is_counted(empty: Any) -> None:
    with in_workspace(empty):
        make("Pro", {"of": "plan", "values": ["Pro"]})
        assert count_now(AT) == 0


@pytest.mark.django_db
def test_it_is_done_several_times_a_day_in_every_workspace() -> None:
    load_tasks()
    recurring = _declared[count_segments.module_path]
    assert recurring.for_each_workspace
    assert recurring.interval.total_seconds() <= 24 * 3600
