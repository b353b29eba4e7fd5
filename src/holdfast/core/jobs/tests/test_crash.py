"""Workers that are killed in the middle of their jobs, as processes of their own, on the database of the tests."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from holdfast.core.jobs import queue
from holdfast.core.jobs.api import State, enqueue, find
from holdfast.core.jobs.models import Job
from holdfast.core.jobs.tests import sample

CODE = """
import sys
from holdfast.core.start import load
load()
from holdfast.core.jobs import worker
worker._IDLE = 0.05
seat = worker.Worker()
import signal
signal.signal(signal.SIGTERM, lambda *_: seat.stop())
print("ready", flush=True)
seat.run()
"""


class Crew:
    """A number of workers on one database and one data folder."""

    def __init__(self, url: str, data_dir: Path, log: Path) -> None:
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")},
            "HOLDFAST_DATABASE_URL": url,
            "HOLDFAST_DATA_DIR": str(data_dir),
            "DJANGO_SETTINGS_MODULE": "holdfast.config.settings",
        }
        self.log = log
        self.workers: list[subprocess.Popen[bytes]] = []

    def hire(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            hired = subprocess.Popen(
                [sys.executable, "-c", CODE], env=self.environment, stdout=log, stderr=log, cwd=Path.cwd()
            )
        self.workers.append(hired)
        return hired

    def dismiss(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()


@pytest.fixture
def crew(transactional_db: None, tmp_path: Path) -> Iterator[Crew]:
    """On SQLite the test database is in memory, where no other process sees it; so it is copied into a file."""
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    known = connection.settings_dict
    if connection.vendor == "postgresql":
        at = f"{known['USER']}@{known['HOST']}:{known['PORT']}"
        made = Crew(f"postgres://{at}/{known['NAME']}", settings.DATA_DIR, tmp_path / "log")
        yield made
        made.dismiss()
        return
    path = tmp_path / "jobs.db"
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM INTO '{path}'")
    before, kept = known["NAME"], connection.connection
    connection.connection, known["NAME"] = None, str(path)
    made = Crew(f"sqlite:///{path}", settings.DATA_DIR, tmp_path / "log")
    try:
        yield made
    finally:
        made.dismiss()
        connection.close()
        connection.connection, known["NAME"] = kept, before


def until(true, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, sorted(Job.objects.values_list("state", "attempts", "error"))
        time.sleep(0.02)


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def test_nothing_is_lost_and_nothing_has_its_effect_twice(crew: Crew, tmp_path: Path) -> None:
    """Two workers, 40 jobs, kill -9 again and again: every effect once, and never two at the same job at once."""
    chance = random.Random(7)  # noqa: S311
    jobs = [enqueue(sample.mark, number, str(tmp_path)).id for number in range(40)]
    for _ in range(2):
        crew.hire()
    kills = 0
    while Job.objects.filter(state__in=(State.WAITING, State.RUNNING)).exists():
        done = Job.objects.filter(state=State.DONE).count()
        until(lambda done=done: Job.objects.filter(state=State.DONE).count() > done or _none_open())
        if kills < 6 and done < 30:
            victim = crew.workers[kills]
            until(lambda victim=victim: Job.objects.filter(state=State.RUNNING, owner__startswith=f"{victim.pid}-"))
            time.sleep(chance.random() * 0.05)
            victim.send_signal(signal.SIGKILL)
            crew.hire()
            kills += 1
    # On a machine that is busy elsewhere the workers may be through before the last one is killed.
    assert kills >= 4
    assert {find(job).state for job in jobs} == {State.DONE}
    assert Job.objects.filter(attempts__gt=1).count() >= 1, "no kill has hit a job; make them longer"
    # `mark` makes its effect by compare-and-set, as a job has to that may begin anew.
    assert len(list(tmp_path.glob("effect-*"))) == 40
    assert lines(tmp_path / "overlap") == []


def _none_open() -> bool:
    return not Job.objects.filter(state__in=(State.WAITING, State.RUNNING)).exists()


def test_a_killed_workers_job_goes_on_elsewhere_at_once(crew: Crew, tmp_path: Path) -> None:
    """Far before its lease is over: the lock of its seat is free."""
    state = enqueue(sample.wait_for, str(tmp_path / "go"))
    first = crew.hire()
    until(lambda: find(state.id).state == State.RUNNING)
    first.kill()
    first.wait()
    crew.hire()
    until(lambda: find(state.id).attempts == 2)
    (tmp_path / "go").touch()
    until(lambda: find(state.id).state == State.DONE)
    assert find(state.id).finished_at - find(state.id).created_at < queue.LEASE


def test_asked_to_stop_a_worker_ends_its_job_first(crew: Crew, tmp_path: Path) -> None:
    state = enqueue(sample.wait_for, str(tmp_path / "go"))
    waiting = enqueue(sample.wait_for, str(tmp_path / "go"))
    worker = crew.hire()
    until(lambda: find(state.id).state == State.RUNNING)
    worker.terminate()
    (tmp_path / "go").touch()
    assert worker.wait(timeout=60) == 0
    assert (find(state.id).state, find(state.id).attempts) == (State.DONE, 1)
    assert find(waiting.id).state == State.WAITING


def test_a_worker_that_lost_its_lease_ends_itself(crew: Crew, tmp_path: Path) -> None:
    """Only so is it sure that no two work at the same job."""
    state = enqueue(sample.wait_for, str(tmp_path / "go"))
    worker = crew.hire()
    until(lambda: find(state.id).state == State.RUNNING)
    Job.objects.filter(pk=state.id).update(lease="of-somebody-else", owner="x", lease_until=datetime.now(UTC))
    assert worker.wait(timeout=60) == 75


def test_progress_of_another_process_is_seen(crew: Crew, tmp_path: Path) -> None:
    state = enqueue(sample.wait_for, str(tmp_path / "go"))
    crew.hire()
    until(lambda: find(state.id).doing == "Waiting")
    assert find(state.id).share == 0.5
    until(lambda: Job.objects.get(pk=state.id).doing == "Waiting")  # in the database too, for other machines
    (tmp_path / "go").touch()
    until(lambda: find(state.id).is_done)
