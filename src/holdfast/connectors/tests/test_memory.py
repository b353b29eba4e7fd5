from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

LIMIT_BYTES = 1_500_000_000


@pytest.mark.soak
def test_a_file_of_5_gb_is_imported_in_less_than_1_5_gb(tmp_path: Path) -> None:
    rows = _write_events(tmp_path / "events.csv", 5_000_000_000)
    start = "from holdfast.cli.main import main; main()"
    command = [sys.executable, "-c", start, "import", "events.csv", "--data", "data", "--json"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.read())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert (process.returncode, told["counts"]["event"]["added"]) == (0, rows)
    assert usage.ru_maxrss * 1024 < LIMIT_BYTES


def _write_events(path: Path, size: int) -> int:
    """Events of 20,000 accounts and half a million people, until the file has so many bytes; how many there are."""
    rows = 0
    with path.open("w") as stream:
        stream.write("event_id,event,user_id,account_id,timestamp,plan,duration\n")
        while stream.tell() < size:
            stream.writelines(
                f"e{n:012d},feature_{n % 37},u{n * 7919 % 500_000},a{n % 20_000},"
                f"2024-{n % 12 + 1:02d}-{n % 28 + 1:02d}T{n % 24:02d}:{n % 60:02d}:00,pro,{n % 1000}\n"
                for n in range(rows, rows + 100_000)
            )
            rows += 100_000
    return rows
