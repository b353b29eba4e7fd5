"""What a person reads whose settings, or whose database, do not let Holdfast start."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

REPORT = "from holdfast.cli.main import main; main(['report', 'data', '--quiet'])"


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, "The database cannot be opened: file is not a database."),
        ({"HOLDFAST_DATABASE_URL": "mysql://somewhere"}, "HOLDFAST_DATABASE_URL names a database we do not know"),
        (
            {"HOLDFAST_DATABASE_URL": "postgres://me:secret@127.0.0.1:1/x", "HOLDFAST_DATA_DIR": "data"},
            "The database cannot be opened: ",
        ),
    ],
)
def test_what_keeps_it_from_starting_is_one_message_and_exit_code_2(
    tmp_path: Path, variables: dict[str, str], told: str
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "holdfast.db").write_bytes(b"no database " * 500)
    env = {name: value for name, value in os.environ.items() if not name.startswith(("HOLDFAST_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", REPORT], cwd=tmp_path, env=env | variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert told in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr


def test_of_processes_that_start_together_one_at_a_time_looks_at_the_database(tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("HOLDFAST_", "DJANGO_"))}
    program = "from holdfast.core.start import load, start\nload()\nprint('loaded', flush=True)\nstart()"
    env["HOLDFAST_DATA_DIR"] = str(tmp_path)
    lock = (tmp_path / "migrate.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    with subprocess.Popen([sys.executable, "-c", program], env=env, stdout=subprocess.PIPE) as waiting, closing(lock):
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == b"loaded\n"
        time.sleep(1)
        assert not (tmp_path / "holdfast.db").exists()
        lock.close()
        assert waiting.wait(timeout=120) == 0
    assert (tmp_path / "holdfast.db").exists()
