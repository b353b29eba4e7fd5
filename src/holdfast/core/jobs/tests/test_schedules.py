from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.core.api import create_workspace
from holdfast.core.jobs import schedules
from holdfast.core.jobs.api import every, run_all
from holdfast.core.jobs.models import Job, Schedule
from holdfast.core.jobs.schedules import BadSchedule, Recurring, enqueue_due
from holdfast.core.jobs.tests import sample

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def hourly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "_declared", {})
    every(hours=1)(sample.slow)


def jobs() -> int:
    return Job.objects.count()


@pytest.mark.django_db
def test_what_has_never_run_is_due_at_once_and_then_at_its_slots(hourly: None) -> None:
    assert enqueue_due(NOON + timedelta(minutes=20)) == 1
    assert enqueue_due(NOON + timedelta(minutes=59)) == 0
    run_all()
    assert enqueue_due(NOON + HOUR) == 1
    assert jobs() == 2


@pytest.mark.django_db
def test_slots_missed_are_made_up_for_once(hourly: None) -> None:
    enqueue_due(NOON)
    run_all()
    assert enqueue_due(NOON + 10 * HOUR) == 1
    assert enqueue_due(NOON + 10 * HOUR) == 0
    assert Schedule.objects.get().next_at == NOON + 11 * HOUR


@pytest.mark.django_db
def test_of_many_workers_one_takes_a_slot(hourly: None) -> None:
    enqueue_due(NOON)
    run_all()
    seen = Schedule.objects.get().next_at
    recurring = schedules._declared[sample.slow.module_path]
    took = [schedules._take_slot(sample.slow.module_path, recurring, seen, seen) for _ in range(5)]
    assert took == [True, False, False, False, False]
    assert jobs() == 2


@pytest.mark.django_db
def test_a_run_that_lasts_beyond_its_slot_is_not_doubled(hourly: None) -> None:
    enqueue_due(NOON)
    enqueue_due(NOON + HOUR)
    assert jobs() == 1


@pytest.mark.django_db
def test_it_can_be_due_in_each_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "_declared", {})
    every(days=1, for_each_workspace=True)(sample.name_workspace)
    for name in ("Harbour", "Quay"):
        create_workspace(name, at=NOON)
    enqueue_due(NOON)
    run_all()
    assert sorted(Job.objects.values_list("result", flat=True)) == ["harbour", "quay"]


def test_a_schedule_needs_an_interval_and_stands_once(hourly: None) -> None:
    with pytest.raises(BadSchedule, match="no interval"):
        every()(sample.note)
    with pytest.raises(BadSchedule, match="two schedules"):
        every(days=1)(sample.slow)


def test_an_offset_moves_the_slots() -> None:
    at_three = Recurring(sample.slow, timedelta(days=1), timedelta(hours=3), for_each_workspace=False)
    assert at_three.after(NOON) == datetime(2026, 3, 2, 3, tzinfo=UTC)
    assert at_three.after(datetime(2026, 3, 2, 2, 59, tzinfo=UTC)) == datetime(2026, 3, 2, 3, tzinfo=UTC)


@given(
    st.integers(1_600_000_000, 2_200_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.integers(1, 20_000),
    st.integers(0, 2000),
)
def test_the_next_slot_is_always_ahead_and_never_further_than_one_interval(at, minutes: int, offset: int) -> None:
    recurring = Recurring(sample.slow, timedelta(minutes=minutes), timedelta(minutes=offset), for_each_workspace=False)
    following = recurring.after(at)
    assert timedelta() < following - at <= recurring.interval
    assert recurring.after(following) == following + recurring.interval


def test_every_task_file_can_be_loaded() -> None:
    schedules.load_tasks()
    assert "holdfast.core.jobs.tasks.forget_old_jobs" in schedules._declared


@pytest.mark.django_db
def test_old_jobs_are_forgotten_and_failed_ones_kept() -> None:
    from holdfast.core.jobs.api import enqueue
    from holdfast.core.jobs.tasks import forget_old_jobs

    for task in (sample.slow, sample.refuse):
        enqueue(task)
    run_all()
    assert forget_old_jobs.call() == 0
    Job.objects.update(finished_at=datetime.now(UTC) - timedelta(days=31))
    assert forget_old_jobs.call() == 1
    assert Job.objects.get().state == "failed"
