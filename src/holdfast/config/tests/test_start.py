from __future__ import annotations

import os
import subprocess
import sys

START = """
import sqlite3
from pathlib import Path
from holdfast.core.start import load, start
{call}
from django.db import connection
print(connection.settings_dict["NAME"])
"""
SHAPE = """
from django.db import connection
cursor = connection.cursor()
def ask(name): return cursor.execute("PRAGMA " + name).fetchone()[0]
print(ask("journal_mode"), ask("synchronous"), ask("foreign_keys"), ask("cache_size"), ask("temp_store"))
from holdfast.core.models import Workspace
print(Workspace.objects.count())
"""


def run(code: str, folder) -> list[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_first_start_makes_the_database_and_the_second_finds_it(tmp_path) -> None:
    code = START.format(call="start(Path('data'))") + SHAPE
    # WAL, FULL (2), foreign keys on, 32 MB of cache, temporary tables in memory (2).
    expected = [str(tmp_path / "data" / "holdfast.db"), "wal 2 1 -32000 2", "0"]
    assert run(code, tmp_path) == expected
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert run(code, tmp_path) == expected


def test_loading_writes_nothing(tmp_path) -> None:
    run(START.format(call="load()"), tmp_path)
    assert list(tmp_path.iterdir()) == []
