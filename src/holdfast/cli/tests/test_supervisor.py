"""Parts that die, parts that hang, and the end of the supervisor itself."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.cli.serving import place
from holdfast.cli.serving.place import AlreadyRunning, PortTaken, check_port, only_one
from holdfast.cli.serving.supervisor import Part, Supervisor
from tests.up import Up, is_running, running, until


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_what_a_part_prints_is_told_with_its_name() -> None:
    told: list[str] = []
    with Supervisor([Part("web", python("print('ready')"), told.append)], told.append).running():
        until(lambda: "web    ready" in told)


def test_a_dead_part_is_started_again_and_it_is_said(tmp_path: Path) -> None:
    told: list[str] = []
    count = f"open({str(tmp_path / 'starts')!r}, 'a').write('x'); raise SystemExit(3)"
    part = Part("worker", python(count), told.append)
    with Supervisor([part], told.append).running():

        def second() -> bool:
            part.look_after()
            return len((tmp_path / "starts").read_text() if (tmp_path / "starts").exists() else "") >= 2

        until(second)
    assert "worker has ended (exit code 3); it is started again in 0.5 s." in told


def test_a_part_that_does_not_stop_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.cli.serving.supervisor._STOP", 0.5)
    told: list[str] = []
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf'); time.sleep(60)"
    part = Part("worker", python(stubborn), told.append)
    with Supervisor([part], told.append).running():
        until(lambda: "worker deaf" in told)
    assert not part.is_alive
    assert "worker did not stop by itself; what it worked on goes on at the next start." in told


def test_waiting_ends_when_a_part_does() -> None:
    supervisor = Supervisor([Part("web", python("raise SystemExit(1)"), lambda line: None)], lambda line: None)
    with supervisor.running():
        assert supervisor.wait_until(lambda: False, seconds=30) is False


def test_two_cannot_hold_one_data_folder(tmp_path: Path) -> None:
    with only_one(tmp_path, "http://127.0.0.1:8400/"):
        with pytest.raises(AlreadyRunning) as refused, only_one(tmp_path, "other"):
            pytest.fail("held twice")
        assert f"process {os.getpid()}, http://127.0.0.1:8400/" in refused.value.message
    with only_one(tmp_path, "again"):
        assert json.loads((tmp_path / "up.lock").read_text())["address"] == "again"


def test_a_taken_port_is_said_before_anything_starts() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"127.0.0.1:{port} cannot be used"):
            check_port("127.0.0.1", port)
    check_port("127.0.0.1", port)


def test_where_the_wanted_port_is_taken_the_next_free_pair_is_found() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = min(other.getsockname()[1], 65_000)
        found = place.free_port("127.0.0.1", taken)
    assert found > taken
    assert place.free_port("127.0.0.1", found) == found


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", "http://127.0.0.1:80/"), ("::", "http://127.0.0.1:80/"), ("::1", "http://[::1]:80/")],
)
def test_the_address_can_be_opened(host: str, expected: str) -> None:
    assert place.address(host, 80) == expected


def test_a_server_that_listens_everywhere_gives_no_address_that_nobody_can_reach(monkeypatch) -> None:
    monkeypatch.delenv("HOLDFAST_INGEST_URL", raising=False)
    assert place.taken_at("::", 8402) == {"HOLDFAST_INGEST_PORT": "8402"}
    assert place.taken_at("::1", 8402)["HOLDFAST_INGEST_URL"] == "http://[::1]:8402"
    monkeypatch.setenv("HOLDFAST_INGEST_URL", "https://events.example.com")
    assert place.taken_at("::", 8402) == {}


PROCESSES = 6  # web, ingest, for each the process that answers, worker, drain


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    with running(tmp_path) as started:
        yield started


def test_it_refuses_a_second_start_replaces_the_dead_and_stops_in_order(up: Up) -> None:
    assert place.answers("127.0.0.1", up.port)
    second = subprocess.run(
        up.command("--port", "1024"), capture_output=True, text=True, env=up.environment(), check=False
    )
    assert second.returncode == 2
    assert f"process {up.process.pid}, http://127.0.0.1:{up.port}/" in " ".join(second.stderr.split())

    until(lambda: len(up.family()) == PROCESSES)
    before = up.family()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until(lambda: "web has ended" in up.said() and "worker has ended" in up.said())
    until(lambda: place.answers("127.0.0.1", up.port), 60)

    until(lambda: len(up.family()) == PROCESSES)
    after = up.family()
    assert not before & after
    up.process.send_signal(signal.SIGTERM)
    assert up.process.wait(timeout=20) == 0
    assert not any(map(is_running, after))
    assert up.said().rstrip().endswith("Stopped.")


def test_nothing_outlives_a_killed_supervisor(up: Up) -> None:
    until(lambda: len(up.family()) == PROCESSES)
    children = up.family()
    up.process.kill()
    until(lambda: not any(map(is_running, children)))
