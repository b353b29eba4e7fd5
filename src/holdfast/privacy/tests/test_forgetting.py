"""When the promise is kept, no file of the data folder knows who it was; whatever was killed on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from holdfast.privacy.tests.forgetter import STEPS
from holdfast.privacy.tests.traces import TRACES


def begin(data_dir: Path, *args: str) -> subprocess.Popen[str]:
    environment = os.environ | {"HOLDFAST_DATA_DIR": str(data_dir), "HOLDFAST_DATABASE_URL": ""}
    environment["DJANGO_SETTINGS_MODULE"] = "holdfast.config.settings"
    command = [sys.executable, "-m", "holdfast.privacy.tests.forgetter", *args]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def outcome(process: subprocess.Popen[str]) -> dict[str, Any]:
    told, _ = process.communicate(timeout=300)
    assert process.returncode == 0
    return json.loads(told.splitlines()[-1])


def traces_in(data_dir: Path) -> dict[str, set[str]]:
    """The kind of each file in which she stands, decoded and as it lies on the disk, and her names in it."""
    found: dict[str, set[str]] = {}
    for path in (path for path in data_dir.rglob("*") if path.is_file()):
        for told in (path.read_bytes().decode("latin-1"), decoded(path)):
            for trace in TRACES:
                if trace in told:
                    found.setdefault(kind(path), set()).add(trace)
    return found


def kind(path: Path) -> str:
    """A database with its log is one."""
    return path.name.partition(".db")[0] if ".db" in path.name else path.suffix


def decoded(path: Path) -> str:
    if path.suffix == ".parquet":
        return str(pq.read_table(path).to_pylist())
    if path.suffix in (".arrow", ".activity"):
        return str(pa.ipc.open_file(pa.py_buffer(path.read_bytes())).read_all().to_pylist())
    if is_zipfile(path):
        with ZipFile(path) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist())
    return ""


def forgotten(data_dir: Path, *steps: str) -> None:
    for step in steps:
        process = begin(data_dir, step)
        process.communicate(timeout=300)
        assert process.returncode == -signal.SIGKILL, step
    seen = outcome(begin(data_dir))
    assert seen["hidden"] == seen["events"] > 0
    assert (seen["open"], seen["damage"]) == (0, [])
    assert traces_in(data_dir) == {}


def test_nothing_in_the_data_folder_knows_it_any_more(tmp_path: Path) -> None:
    process = begin(tmp_path, "erased")  # killed before anything is cleaned up
    process.communicate(timeout=300)
    assert process.returncode == -signal.SIGKILL
    before = traces_in(tmp_path)
    assert {".parquet", ".arrow", ".zip", ".jsonl", ".csv", "journal", "holdfast", ""} <= set(before)
    forgotten(tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("steps", [tuple(STEPS), *((step,) for step in STEPS)], ids=lambda steps: "-".join(steps))
def test_killed_anywhere_on_the_way_it_is_forgotten_all_the_same(tmp_path: Path, steps: tuple[str, ...]) -> None:
    forgotten(tmp_path, *steps)
