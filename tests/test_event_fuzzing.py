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
NAMES = (
    "batch", "events", "event", "event_type", "type", "userId", "user_id", "anonymousId", "device_id", "distinct_id",
    "groupId", "groups", "timestamp", "time", "sentAt", "sent_at", "originalTimestamp", "offset", "properties",
    "traits", "context", "messageId", "uuid", "insert_id", "previousId", "api_key", "writeKey", "token", "$set",
    "$set_once", "$groups", "$group_key", "$group_set", "$anon_distinct_id", "$device_id", "alias", "$setOnce",
    "user_properties", "event_properties", "group_properties", "client_upload_time", "name", "$ignore_sent_at",
    "historical_migration", "consent", "categoryPreferences", "consentManagement", "allowedConsentIds", "ip",
    "$cookieless_mode", "track", "identify", "group", "page", "$identify", "$create_alias", "$groupidentify", "1e308",
    "-0.0", "18446744073709551615", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "\\\\u0000", "\\\\ud800",
)  # fmt: skip


@pytest.mark.soak
def test_a_fuzzer_breaks_no_reader(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="no atheris here: it is made for Linux on x86_64, Python 3.11 to 3.13")
    found, words = tmp_path / "found", tmp_path / "words"
    found.mkdir()
    words.write_text("".join(f'"{name}"\n' for name in NAMES))
    options = [f"-max_total_time={SECONDS}", f"-dict={words}", "-max_len=4096", "-timeout=20", "-print_final_stats=1"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz_ingest", str(found), *options, f"-artifact_prefix={tmp_path}/"],
        cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=SECONDS * 5, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-4_000:]
    (runs,) = re.findall(r"number_of_executed_units:\s+(\d+)", done.stderr)
    assert int(runs) > 1_000
