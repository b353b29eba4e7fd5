"""What a fuzzer makes up breaks no reader of requests."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.installation import environment

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 120


@pytest.mark.soak
def test_a_fuzzer_breaks_no_reader(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="no atheris here: it is made for Linux on x86_64, Python 3.11 to 3.13")
    found = tmp_path / "found"
    found.mkdir()
    options = [f"-max_total_time={SECONDS}", "-max_len=4096", "-timeout=20", "-print_final_stats=1"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz_ingest", str(found), *options, f"-artifact_prefix={tmp_path}/"],
        cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=SECONDS * 5, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-4_000:]
    (runs,) = re.findall(r"number_of_executed_units:\s+(\d+)", done.stderr)
    assert int(runs) > 1_000
