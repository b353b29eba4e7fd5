"""What is left when an import is killed: nothing that counts, and nothing that hinders the next one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from holdfast.events.tests import compactor, importer
from holdfast.events.tests.importer import PARTS, ROWS

ALL = PARTS * ROWS


def begin_import(data_dir: Path) -> subprocess.Popen[str]:
    return begin(data_dir, "importer")


def begin(data_dir: Path, program: str, *args: str) -> subprocess.Popen[str]:
    environment = os.environ | {"HOLDFAST_DATA_DIR": str(data_dir), "HOLDFAST_DATABASE_URL": ""}
    environment["DJANGO_SETTINGS_MODULE"] = "holdfast.config.settings"
    command = [sys.executable, "-m", f"holdfast.events.tests.{program}", *args]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def outcome(process: subprocess.Popen[str]) -> dict[str, int]:
    told, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return json.loads(told.splitlines()[-1])


def kill_when_there_are(data_dir: Path, pattern: str, files: int) -> None:
    """Start an import and kill it, without any chance to clean up, as soon as so many files are there."""
    process = begin_import(data_dir)
    try:
        deadline = time.monotonic() + 120
        while len(list(data_dir.glob(f"events/workspace-*/{pattern}"))) < files:
            assert process.poll() is None, "the import ended before it could be killed"
            assert time.monotonic() < deadline
            time.sleep(0.001)
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()


def test_a_killed_import_leaves_nothing_and_is_repeated_whole(tmp_path) -> None:
    kill_when_there_are(tmp_path, "*.tmp", 1)
    left = len(list(tmp_path.glob("events/workspace-*/*.*")))
    kill_when_there_are(tmp_path, "*.parquet", left + 2)
    seen = outcome(begin_import(tmp_path))
    assert seen["before"] == 0
    assert (seen["added"], seen["after"], seen["distinct"], seen["damaged"]) == (ALL, ALL, ALL, 0)
    # The files of both killed processes are gone, those that count are not.
    assert seen["swept"] >= 3
    left = [path.suffix for path in tmp_path.glob("events/workspace-*/*.*")]
    assert [left.count(suffix) for suffix in (".parquet", ".activity", ".tmp")] == [PARTS, PARTS, 0]


def test_two_imports_at_once_store_each_event_once(tmp_path) -> None:
    both = [begin_import(tmp_path), begin_import(tmp_path)]
    seen = [outcome(process) for process in both]
    assert sorted(each["added"] for each in seen) == [0, ALL]
    assert max(each["after"] for each in seen) == ALL
    assert {each["damaged"] for each in seen} == {0}


def import_killed_at(data_dir: Path, steps: list[tuple[str, int]]) -> None:
    """Killed before the commit nothing counts, killed after it everything; what is told again is recognised."""
    for step, times in steps:
        process = begin(data_dir, "importer", step, str(times))
        process.communicate(timeout=120)
        assert process.returncode == -signal.SIGKILL, step
    seen = outcome(begin_import(data_dir))
    committed = steps[-1][0] == "committed"
    assert (seen["before"], seen["added"]) == ((ALL, 0) if committed else (0, ALL))
    assert (seen["after"], seen["distinct"], seen["known"], seen["damage"]) == (ALL, ALL, ALL, [])


def test_an_import_killed_while_it_notes_ids_stores_nothing_and_then_each_event_once(tmp_path) -> None:
    import_killed_at(tmp_path, [("ids", 2), ("ids listed", 3)])


@pytest.mark.soak
def test_an_import_killed_at_any_step_stores_each_event_once(tmp_path) -> None:
    import_killed_at(tmp_path, [(step, times) for step, all_times in importer.STEPS.items() for times in all_times])


def killed_at(data_dir: Path, *steps: str) -> None:
    for step in steps:
        process = begin(data_dir, "compactor", step)
        process.communicate(timeout=120)
        assert process.returncode == -signal.SIGKILL, step
    seen = outcome(begin(data_dir, "compactor"))
    # The last one was killed after the transaction: there is nothing left to merge.
    assert (seen["replaced"], seen["events"], seen["distinct"]) == (0, *[compactor.PARTS * compactor.ROWS] * 2)
    assert (seen["damage"], seen["files"]) == ([], 2)


def test_a_compaction_killed_around_its_transaction_leaves_the_old_parts_or_the_new_one(tmp_path) -> None:
    killed_at(tmp_path, *compactor.STEPS[-2:])


@pytest.mark.soak
def test_a_compaction_killed_at_any_step_leaves_the_old_parts_or_the_new_one(tmp_path) -> None:
    killed_at(tmp_path, *compactor.STEPS)
