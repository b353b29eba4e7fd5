"""The clients for browsers, in a real browser, from pages of another origin, against the real server."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.clients.browser import CLIENTS, Product
from tests.clients.shared import started
from tests.installation import Installation
from tests.relay import LOST, Relay
from tests.small_ingest import ITEMS_AT_ONCE

pytestmark = pytest.mark.browser

TIMES = 5
MANY = 2 * ITEMS_AT_ONCE
PATIENCE = 60.0
FAILURES = (503, 429, LOST)


@pytest.fixture(scope="module")
def site(browser: Browser) -> Iterator[Product]:
    made = Product(browser)
    yield made
    made.end()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Installation]:
    """Where a key may send little."""
    yield from started(tmp_path, "tests.small_ingest:application")


def _stored(taking: Installation, scenario: str) -> Counter[str]:
    """How many times somebody did what the page does, by person."""
    return Counter(who for _, event, who, _ in taking.stored() if event == "opened" and who.startswith(f"{scenario}."))


def _waiting(taking: Installation, scenario: str) -> int:
    """How many of these events are in the journal."""
    with closing(sqlite3.connect(taking.data / "journal.db")) as journal:
        (found,) = journal.execute(
            "SELECT count(*) FROM entry WHERE body LIKE '%\"opened\"%' AND body LIKE ?", (f'%"{scenario}.%',)
        ).fetchone()
    return int(found)


def _visit_all(
    site: Product, taking: Installation, relays: Mapping[str, Relay], scenario: str, times: int = TIMES
) -> None:
    """One page each, all open at the same time, until everything has arrived."""
    trouble: list[str] = []
    with ExitStack() as pages:
        for name, relay in relays.items():
            job = {"address": relay.address, "key": taking.browser_key, "times": times}
            page = pages.enter_context(site.visited(name.split()[0], person=f"{scenario}.{name}", **job))
            page.on("pageerror", lambda error: trouble.append(str(error)))
        end = time.monotonic() + PATIENCE
        while _waiting(taking, scenario) < times * len(relays) and time.monotonic() < end:
            page.wait_for_timeout(200)
    for relay in relays.values():
        relay.end()
    assert trouble == []


def test_everything_a_page_sends_arrives_once_whatever_fails(site: Product, taking: Installation) -> None:
    names = {f"{client} {failure}": failure for client, failure in product(CLIENTS, (None, *FAILURES))}
    # At a 429 this client drops what it has sent; our server never answers it so (see `slow_down`).
    del names["posthog 429"]
    # Segment's sends each event alone, the first of who somebody is: an event has to fail, too.
    scripts = {name: [failure] * (3 if "segment" in name else 1) for name, failure in names.items() if failure}
    relays = {name: Relay(taking.port, scripts.get(name, [])) for name in names}
    _visit_all(site, taking, relays, "page")
    for name, failure in names.items():
        assert failure is None or failure in relays[name].statuses, name
    assert _stored(taking, "page") == {f"page.{name}": TIMES for name in names}


@pytest.mark.soak
def test_pages_that_send_too_much_wait_as_long_as_the_server_says(site: Product, small: Installation) -> None:
    # Amplitude's client waits for half a minute, and is tried in Node.
    relays = {name: Relay(small.port, []) for name in ("segment", "posthog")}
    _visit_all(site, small, relays, "slow", MANY)
    assert {name: {429, 503} & set(relay.statuses) for name, relay in relays.items()} == {
        "segment": {429}, "posthog": {503},
    }  # fmt: skip
    assert _stored(small, "slow") == {f"slow.{name}": MANY for name in relays}


def test_what_is_not_kept_is_not_sent_for_ever(site: Product, taking: Installation) -> None:
    # PostHog's client identifies nobody as "null" in the first place; Amplitude's tries five times with a wrong key.
    names = {"segment null": 400, "amplitude null": 400} | {f"{client} wrong": 401 for client in CLIENTS}
    # A browser that asks not to be tracked: its clients are told that all is well.
    names |= {f"{client} untracked": 200 for client in CLIENTS}
    relays = {name: Relay(taking.port, []) for name in names}
    with ExitStack() as pages:
        for name, relay in relays.items():
            client, kind = name.split()
            key = "hfb_wrong" if kind == "wrong" else taking.browser_key
            headers = {"Sec-GPC": "1"} if kind == "untracked" else None
            person = "null" if kind == "null" else f"{kind}.{client}"
            job = {"address": relay.address, "key": key, "person": person, "times": 1}
            page = pages.enter_context(site.visited(client, headers, **job))
        page.wait_for_timeout(7_000)
    for name, relay in relays.items():
        relay.end()
        assert set(relay.statuses) == {names[name]}, name
        assert len(relay.statuses) <= 5, (name, relay.statuses)
    assert _stored(taking, "untracked") == {}
