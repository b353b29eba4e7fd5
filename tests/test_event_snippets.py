"""Every set-up that the pages show, run as it stands."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from holdfast.pages.events.snippets import FOLDER, PAGES, SERVERS, Snippet
from tests.clients.browser import Product
from tests.clients.node import FOLDER as NODE
from tests.clients.node import installed, program
from tests.installation import Installation

SECONDS = 60


def _filled(snippets: Sequence[Snippet], taking: Installation, key: str) -> list[Snippet]:
    """Each about a person of its own, so that it can be seen whose events have arrived."""
    address = f"http://127.0.0.1:{taking.port}"
    filled = [snippet.filled(address, key) for snippet in snippets]
    return [replace(each, code=each.code.replace("user-1", each.file)) for each in filled]


def _run(snippet: Snippet) -> str:
    """What went wrong."""
    command = {
        "Python": lambda: [sys.executable, "-c", snippet.code],
        "Node": lambda: [str(program()), "--input-type=module", "--eval", snippet.code],
        "shell": lambda: ["sh", "-ec", f"{snippet.code} --silent --fail --output /dev/null"],
    }[snippet.runs_in]()
    done = subprocess.run(command, cwd=NODE, capture_output=True, text=True, timeout=SECONDS, check=False)
    return done.stderr if done.returncode else ""


def _opened(taking: Installation) -> dict[str, list[str]]:
    """The account of each time somebody opened a report."""
    found: dict[str, list[str]] = {}
    for _, event, who, account in taking.stored():
        if event == "report_opened":
            found.setdefault(who, []).append(account)
    return found


@pytest.mark.parametrize("runs_in", ["Python", "Node", "shell"])
def test_every_set_up_for_servers_sends_its_event(runs_in: str, taking: Installation) -> None:
    if runs_in == "Node":
        installed()
    if runs_in == "shell" and not shutil.which("curl"):
        pytest.skip("no curl")
    wanted = [each for each in SERVERS if each.runs_in == runs_in]
    with ThreadPoolExecutor(4) as pool:
        wrong = dict(zip(wanted, pool.map(_run, _filled(wanted, taking, taking.key)), strict=True))
    assert {each.title: said for each, said in wrong.items() if said} == {}
    found = _opened(taking)
    assert {each.file: found.get(each.file) for each in wanted} == {each.file: ["acme"] for each in wanted}


@pytest.mark.browser
def test_every_set_up_for_web_pages_sends_its_event(browser: Browser, taking: Installation) -> None:
    site, trouble = Product(browser), []
    with ExitStack() as pages:
        pages.callback(site.end)
        for snippet in _filled(PAGES, taking, taking.browser_key):
            page = pages.enter_context(site.running(snippet.code))
            page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
            page.on("pageerror", lambda error: trouble.append(str(error)))
        end = time.monotonic() + SECONDS
        page.wait_for_timeout(4_000)
        while len(_opened(taking).keys() & {each.file for each in PAGES}) < len(PAGES):
            assert time.monotonic() < end
            page.wait_for_timeout(500)
    assert trouble == []
    found = _opened(taking)
    assert {each.file: found[each.file] for each in PAGES} == {each.file: ["acme"] for each in PAGES}


def test_every_text_is_a_set_up() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {each.file for each in (*SERVERS, *PAGES)}
