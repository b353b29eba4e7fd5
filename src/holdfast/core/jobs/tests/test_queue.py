from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from holdfast.core.api import create_workspace
from holdfast.core.jobs import queue, seat
from holdfast.core.jobs.api import State, enqueue, find, latest, replay, run_all
from holdfast.core.jobs.models import Job
from holdfast.core.jobs.seat import Seat
from holdfast.core.jobs.tests import sample
from holdfast.core.scoping import in_workspace

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    sample.done.clear()


def later(**passed: float) -> datetime:
    return datetime.now(UTC) + timedelta(**passed)


def test_a_job_waits_runs_and_keeps_its_result() -> None:
    state = enqueue(sample.note, "ha", 2)
    assert (state.state, state.is_open) == (State.WAITING, True)
    assert run_all() == 1
    ended = find(state.id)
    assert (ended.state, ended.result, ended.share, ended.attempts) == (State.DONE, "haha", 1.0, 1)
    assert run_all() == 0


def test_what_a_job_enqueues_is_worked_off_too() -> None:
    enqueue(sample.add_another, 3)
    assert run_all() == 4


def test_it_runs_in_the_workspace_it_was_enqueued_in(workspace) -> None:
    state = enqueue(sample.name_workspace)
    run_all()
    assert find(state.id).result == workspace.slug


def test_a_job_of_no_workspace_enters_none() -> None:
    enqueue(sample.note, "x")
    run_all()
    assert sample.done == [("x", None)]


def test_a_job_is_stored_with_the_transaction_that_asked_for_it() -> None:
    with transaction.atomic():
        enqueue(sample.note, "x")
        transaction.set_rollback(True)
    assert run_all() == 0


def test_inside_a_workspace_the_jobs_of_others_are_not_there(workspace, stranger) -> None:
    with in_workspace(stranger):
        theirs = enqueue(sample.name_workspace)
    ours = enqueue(sample.name_workspace)
    assert find(theirs.id) is None
    assert replay(theirs.id) is False
    assert latest(sample.name_workspace).id == ours.id


def test_higher_priority_goes_first_and_then_the_older_one() -> None:
    for word in ("first", "second"):
        enqueue(sample.note, word)
    enqueue(sample.urgent, "urgent")
    run_all()
    assert [word for word, _ in sample.done] == ["urgent", "first", "second"]


def test_a_job_for_later_is_not_due_before() -> None:
    enqueue(sample.note, "x", run_after=later(hours=1))
    assert run_all() == 0
    assert run_all(now=later(hours=2)) == 1


def test_jobs_with_one_key_are_one_while_it_waits_or_runs() -> None:
    first = enqueue(sample.note, "x", key="k")
    assert enqueue(sample.note, "x", key="k").id == first.id
    job = queue.claim("me", later())
    assert enqueue(sample.note, "x", key="k").id == first.id
    queue.finish(job, later(), None)
    assert enqueue(sample.note, "x", key="k").id != first.id
    assert run_all() == 1


def test_the_same_key_in_another_workspace_or_task_is_another(workspace) -> None:
    other = create_workspace("Other", at=NOW)
    ids = {enqueue(sample.note, "x", key="k").id, enqueue(sample.fail, key="k").id}
    with in_workspace(other):
        ids.add(enqueue(sample.note, "x", key="k").id)
    assert len(ids) == 3


def test_asked_for_again_while_it_runs_it_runs_once_more_after() -> None:
    first = enqueue(sample.note, "x", key="k", again=True)
    job = queue.claim("me", later())
    for _ in range(3):
        assert enqueue(sample.note, "x", key="k", again=True).id == first.id
    queue.finish(job, later(), None)
    following = latest(sample.note)
    assert (following.id != first.id, following.state) == (True, State.WAITING)
    assert run_all() == 1  # not three times


def test_a_waiting_one_needs_no_repetition() -> None:
    for _ in range(2):
        enqueue(sample.note, "x", key="k", again=True)
    assert run_all() == 1


def test_a_failure_is_tried_again_with_longer_pauses_and_then_dead() -> None:
    state = enqueue(sample.fail)
    run_all()
    waiting = Job.objects.get(pk=state.id)
    assert (waiting.state, waiting.attempts, waiting.error) == (State.WAITING, 1, "ValueError: broken")
    assert "in fail" in waiting.trace
    assert timedelta(seconds=5) <= queue.pause(waiting) <= timedelta(seconds=6)
    assert run_all() == 0  # not due yet
    assert run_all(now=later(days=1)) == 2
    dead = find(state.id)
    assert (dead.state, dead.attempts) == (State.DEAD, 3)
    assert run_all(now=later(days=9)) == 0


def test_pauses_grow_up_to_a_quarter_of_an_hour() -> None:
    # 5, 10, 20, 40 ...; the twentieth would be 30 days
    seconds = [queue.pause(Job(pk="x", attempts=n)).total_seconds() for n in (1, 2, 3, 20)]
    assert [round(second / seconds[0], 6) for second in seconds] == [1, 2, 4, 180]


def test_a_dead_job_can_be_replayed() -> None:
    state = enqueue(sample.fail)
    run_all(now=later(days=1))
    Job.objects.filter(pk=state.id).update(state=State.DEAD)
    assert replay(state.id) is True
    assert (find(state.id).state, find(state.id).attempts) == (State.WAITING, 0)
    assert replay(state.id) is False


def test_an_error_for_a_person_is_told_and_not_repeated() -> None:
    state = enqueue(sample.refuse)
    run_all()
    ended = find(state.id)
    assert (ended.state, ended.code, ended.error) == (State.FAILED, "spoilt", "The milk is off; buy new milk.")
    assert run_all(now=later(days=1)) == 0


def test_only_a_task_can_be_called_by_its_path() -> None:
    for path in ("os.abort", "nowhere.at_all"):
        Job.objects.create(
            task=path, arguments={"args": [], "kwargs": {}}, run_after=NOW, max_attempts=1, created_at=NOW
        )
    assert run_all() == 2
    assert set(Job.objects.values_list("state", flat=True)) == {State.DEAD}
    assert sorted(Job.objects.values_list("error", flat=True)) == [
        "NoTask: There is no task nowhere.at_all.",
        "NoTask: os.abort is no task.",
    ]


def test_progress_is_seen_while_the_job_runs() -> None:
    state = enqueue(sample.slow)
    place = Seat()
    job = queue.claim(place.owner, later())
    place.tell(job.pk, 0.25, "Half of the half")
    seen = find(state.id)
    assert (seen.state, seen.share, seen.doing) == (State.RUNNING, 0.25, "Half of the half")
    place.leave()
    assert find(state.id).share == 0.0


def test_telling_outside_a_job_is_nothing() -> None:
    sample.slow.call()
    assert sample.done == ["told"]


def test_a_living_workers_job_is_left_alone_even_after_its_lease() -> None:
    enqueue(sample.note, "x")
    place = Seat()
    assert queue.claim(place.owner, later()) is not None
    assert seat.is_dead(place.owner) is False
    assert queue.claim("other", later(days=1)) is None
    place.leave()


def test_a_dead_workers_job_is_taken_at_once() -> None:
    enqueue(sample.note, "x")
    place = Seat()
    lost = queue.claim(place.owner, later())
    place._lock.close()  # as the system does when a process ends in any way
    assert seat.is_dead(place.owner) is True
    taken = queue.claim("other", later())
    assert (taken.pk, taken.attempts) == (lost.pk, 2)
    assert queue.renew(lost, later(), share=0.5, doing="") is False
    with pytest.raises(queue.LostLease):
        queue.finish(lost, later(), "too late")
    queue.finish(taken, later(), "right")
    assert find(lost.pk).result == "right"


def test_what_a_dead_worker_left_is_kept_until_its_job_is_taken_over() -> None:
    enqueue(sample.note, "x")
    place = Seat()
    queue.claim(place.owner, later())
    place._lock.close()
    queue.sweep()
    taken = queue.claim("other", later())
    assert taken is not None
    queue.sweep()
    assert seat.is_dead(place.owner) is None


def test_where_the_seat_cannot_be_seen_the_lease_decides() -> None:
    enqueue(sample.note, "x")
    queue.claim("on-another-machine", later())
    assert queue.claim("other", later(seconds=50)) is None
    assert queue.claim("other", later(seconds=70)) is not None


def test_a_job_that_kills_every_worker_is_buried() -> None:
    state = enqueue(sample.fail)  # 3 attempts
    for n in range(3):
        assert queue.claim(f"gone-{n}", later(hours=n)) is not None
    assert queue.claim("other", later(hours=9)) is None
    assert (find(state.id).state, find(state.id).error) == (State.DEAD, "Its worker died 3 times while it ran.")


def test_a_job_stopped_by_hand_is_given_back(monkeypatch) -> None:
    state = enqueue(sample.note, "x")

    def stop(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("holdfast.core.jobs.running.find_task", stop)
        with pytest.raises(KeyboardInterrupt):
            run_all()
    assert (find(state.id).state, find(state.id).attempts) == (State.WAITING, 0)
    assert run_all() == 1


def test_djangos_own_api_works_too() -> None:
    result = sample.note.enqueue("ha", times=3)
    assert result.is_finished is False
    run_all()
    result.refresh()
    assert result.return_value == "hahaha"
