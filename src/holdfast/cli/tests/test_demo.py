from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from holdfast.cli.commands.demo import FolderInUse, _claim
from tests.up import until


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(FolderInUse, match="choose an empty folder"):
        _claim(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_an_earlier_demo_is_replaced(tmp_path: Path) -> None:
    _claim(tmp_path / "demo")
    (tmp_path / "demo" / "data").mkdir()
    (tmp_path / "demo" / "report.html").touch()
    _claim(tmp_path / "demo")
    assert [path.name for path in (tmp_path / "demo").iterdir()] == [".holdfast-demo"]


def demo(folder: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "holdfast.cli", "demo", "--folder", str(folder), "--no-open", *more]


ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}


@pytest.mark.soak
def test_without_a_terminal_it_ends_by_itself_with_a_report(tmp_path: Path) -> None:
    done = subprocess.run(
        demo(tmp_path / "demo"), stdin=subprocess.DEVNULL, capture_output=True, text=True, env=ENVIRONMENT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Tidewater: retention scorecard" in done.stdout
    assert (tmp_path / "demo" / "report.html").stat().st_size > 100_000


@pytest.mark.soak
def test_its_link_opens_the_workspace_once_and_it_stops_in_order(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(demo(tmp_path / "demo", "--serve"), stdout=output, stderr=output, env=ENVIRONMENT)
    try:
        until(lambda: re.search(r"http\S+/start/demo/\S+", log.read_text()) or process.poll() is not None, 300)
        found = re.search(r"http\S+/start/demo/\S+", log.read_text())
        assert found, log.read_text()
        visitor = build_opener(HTTPCookieProcessor(CookieJar()))
        first = visitor.open(found[0])
        assert first.url.endswith("/w/tidewater/")
        until(lambda: "<progress" not in visitor.open(first.url).read().decode(), 600)
        until(lambda: "Tidewater: retention scorecard" in log.read_text(), 600)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.wait()
