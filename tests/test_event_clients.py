"""The real clients of other makers against the real server: everything arrives, once, whatever happens on the way.

All clients of a test send at the same time, because most of what takes time is that they wait before another try.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import orjson
import pytest

from tests.clients.node import CLIENTS, Node
from tests.clients.python import SENDERS, Send
from tests.clients.shared import started
from tests.installation import Installation
from tests.relay import LOST, Relay
from tests.small_ingest import ITEMS_AT_ONCE, WAITING
from tests.up import until

EVENTS = 25
SMALL = "tests.small_ingest:application"
NAMES = [f"{name}-{language}" for language in ("python", "node") for name in CLIENTS]

# Half a page of text in each of five properties: as large as an event may be.
LARGE = {f"text{number}": "x" * 6_000 for number in range(5)}


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    started = Node()
    yield started
    started.end()


@pytest.fixture(scope="module")
def senders(request: pytest.FixtureRequest) -> dict[str, Send]:
    """By name. Those for Node are left out where they cannot be had; one test says so."""
    found = {f"{name}-python": send for name, send in SENDERS.items()}
    try:
        node = request.getfixturevalue("node")
    except pytest.skip.Exception:
        return found
    return found | {f"{name}-node": partial(node.send, name) for name in CLIENTS}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Where one key may send little and the journal holds little; two keys for each client."""
    yield from started(Path(tmp_path_factory.mktemp("small")), SMALL, more_keys=2 * len(NAMES))


def _people(scenario: str, name: str, events: int = EVENTS) -> list[str]:
    return [f"{scenario}.{name}.{number:03}" for number in range(events)]


def _all_at_once(jobs: Mapping[str, Callable[[], list[object]]]) -> dict[str, list[object]]:
    """What each client told of failures, by name."""
    with ThreadPoolExecutor(len(jobs)) as pool:
        running = {name: pool.submit(job) for name, job in jobs.items()}
        return {name: job.result() for name, job in running.items()}


def _arrived(taking: Installation, scenario: str) -> dict[str, list[tuple[str, str, str]]]:
    """Event, person and account of all that is stored, by the name in the id of the person."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for _, event, who, account in sorted(taking.stored(), key=lambda row: row[2]):
        if who.startswith(f"{scenario}."):
            found.setdefault(who.split(".")[1], []).append((event, who, account))
    return found


def _once(scenario: str, names: Mapping[str, object], events: int = EVENTS) -> dict[str, list[tuple[str, str, str]]]:
    return {name: [("opened", person, "acme") for person in _people(scenario, name, events)] for name in names}


def test_the_clients_for_node_can_be_had(node: Node) -> None:
    """Skipped with the reason where they cannot; then no test of this module runs them."""


def test_everything_arrives_once(senders: dict[str, Send], taking: Installation) -> None:
    address = f"http://127.0.0.1:{taking.port}"
    told = _all_at_once(
        {name: partial(send, address, taking.key, _people("good", name)) for name, send in senders.items()}
    )
    assert told == {name: [] for name in senders}
    assert _arrived(taking, "good") == _once("good", senders)


def test_what_failed_on_the_way_is_sent_again_and_counted_once(senders: dict[str, Send], taking: Installation) -> None:
    failures: dict[str, int | str] = {f"{name} {each}": each for name in senders for each in (500, 429, LOST)}
    # When the connection breaks off, this client's thread dies: it neither tries again nor tells anybody.
    del failures[f"amplitude-python {LOST}"]
    told, statuses = _through_relays(taking, "bad", {name: [each] for name, each in failures.items()}, senders)
    for name, failure in failures.items():
        assert failure in statuses[name]
        assert statuses[name].count(200) >= 1 or name == "amplitude-node lost", name
    # This one gives up as well, and says so. What was taken before the answer was lost is there.
    given_up = told.pop(f"amplitude-node {LOST}", [])
    assert set(given_up) <= {"0: Unexpected error occurred"}
    assert told == {name: [] for name in told}
    assert _arrived(taking, "bad") == _once("bad", failures)


def _through_relays(
    taking: Installation, scenario: str, scripts: Mapping[str, list[int | str]], senders: Mapping[str, Send],
    key: str | None = None,
) -> tuple[dict[str, list[object]], dict[str, list[int | str]]]:  # fmt: skip
    """What each client told, and what it was answered. scripts: by the name of a client, and more after a space."""
    relays = {name: Relay(taking.port, script) for name, script in scripts.items()}
    jobs = {
        name: partial(
            senders[name.split()[0]], relay.address, key or taking.key, _people(scenario, name)
        )
        for name, relay in relays.items()
    }  # fmt: skip
    told = _all_at_once(jobs)
    for relay in relays.values():
        relay.end()
    return told, {name: relay.statuses for name, relay in relays.items()}


@pytest.mark.soak
def test_too_many_items_wait_as_long_as_the_server_says(senders: dict[str, Send], small: Installation) -> None:
    """Twice as much as a key may send at once, each client with a key of its own; Amplitude's wait half a minute."""
    keys = dict(zip(senders, small.more_keys, strict=False))
    relays = {name: Relay(small.port, []) for name in senders}
    told = _all_at_once(
        {
            name: partial(send, relays[name].address, keys[name], _people("slow", name, ITEMS_AT_ONCE * 2), batch=10)
            for name, send in senders.items()
        }
    )
    for name, relay in relays.items():
        relay.end()
        assert 429 in relay.statuses, name
    assert told == {name: [] for name in senders}
    assert _arrived(small, "slow") == _once("slow", senders, ITEMS_AT_ONCE * 2)


def test_what_finds_the_journal_full_arrives_when_it_is_drained(senders: dict[str, Send], small: Installation) -> None:
    _fill(small)
    probe = {"type": "track", "event": "filled", "userId": "filler", "messageId": "probe"}
    until(lambda: _status(small, {"writeKey": small.browser_key, "batch": [probe]}) == 503, 20)
    relays = {name: Relay(small.port, []) for name in senders}
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(
            _all_at_once,
            {
                name: partial(send, relays[name].address, key, _people("full", name))
                for (name, send), key in zip(senders.items(), reversed(small.more_keys), strict=False)
            },
        )
        until(lambda: all(503 in relay.statuses for relay in relays.values()), 20)
        small.stored()  # drains
        told = sending.result()
    for relay in relays.values():
        relay.end()
    assert told == {name: [] for name in senders}
    assert _arrived(small, "full") == _once("full", senders)


def _fill(small: Installation) -> None:
    batch = [
        {"type": "track", "event": "filled", "userId": "filler", "messageId": f"f{number}"}
        for number in range(WAITING + 50)
    ]
    assert _status(small, {"writeKey": small.key, "batch": batch}) == 200


def _status(small: Installation, told: object) -> int:
    connection = HTTPConnection("127.0.0.1", small.port, timeout=10)
    try:
        connection.request("POST", "/v1/batch", orjson.dumps(told))
        return connection.getresponse().status
    finally:
        connection.close()


def test_what_nobody_could_take_is_told_once_and_dropped(senders: dict[str, Send], taking: Installation) -> None:
    relays = {name: Relay(taking.port, []) for name in senders}
    # An id that stands for nobody: the only event of its batch, so the server answers with 400.
    told = _all_at_once(
        {name: partial(send, relays[name].address, taking.key, ["null"]) for name, send in senders.items()}
    )
    for name, relay in relays.items():
        relay.end()
        assert (relay.statuses, len(told[name])) == ([400], 1), name


def test_a_bad_event_does_not_take_the_good_ones_of_its_batch_with_it(
    senders: dict[str, Send], taking: Installation
) -> None:
    address = f"http://127.0.0.1:{taking.port}"
    told = _all_at_once(
        {
            name: partial(send, address, taking.key, [*(good := _people("mixed", name))[:9], "null", *good[9:]])
            for name, send in senders.items()
        }
    )
    assert told == {name: [] for name in senders}
    assert _arrived(taking, "mixed") == _once("mixed", senders)


@pytest.mark.parametrize(
    "stubborn", [(), pytest.param(("amplitude-python",), marks=pytest.mark.soak)], ids=["most", "all"]
)
def test_a_wrong_key_is_told_and_nothing_arrives(
    stubborn: tuple[str, ...], senders: dict[str, Send], taking: Installation
) -> None:
    senders = {name: send for name, send in senders.items() if name != "amplitude-python" or name in stubborn}
    scripts: dict[str, list[int | str]] = {name: [] for name in senders}
    told, statuses = _through_relays(taking, "wrong", scripts, senders, key="hfs_wrong")
    for name in senders:
        assert set(statuses[name]) == {401}, name
        assert told[name], name
    # Amplitude's clients know no 401 and try again as often as they may; the others drop each of two or three batches.
    assert {name for name in senders if len(statuses[name]) > 3} == {name for name in senders if "amplitude" in name}
    assert _arrived(taking, "wrong") == {}


def test_large_events_arrive_in_as_many_requests_as_they_need(senders: dict[str, Send], taking: Installation) -> None:
    statuses = _large("large", taking.key, senders, taking)
    assert _arrived(taking, "large") == _once("large", senders, 60)
    # Packed, with the key inside: too large until it is split.
    assert {name for name, each in statuses.items() if 413 in each} <= {"posthog-node"}


def test_what_is_too_large_with_a_browser_key_is_split_or_dropped(
    senders: dict[str, Send], taking: Installation
) -> None:
    statuses = _large("largest", taking.browser_key, senders, taking)
    assert {name for name, each in statuses.items() if 413 in each} >= {
        "posthog-python", "posthog-node", "segment-node",
    } & set(senders)  # fmt: skip
    arrived = _arrived(taking, "largest")
    assert {name: rows for name, rows in arrived.items() if len(set(rows)) < len(rows)} == {}
    # After a 413 only these send smaller batches; the others drop what was in the large one, and say so.
    split = {"posthog-node", "amplitude-node", "amplitude-python", "segment-python"} & set(senders)
    everything = _once("largest", senders, 60)
    assert {name for name in senders if arrived.get(name, []) == everything[name]} == split


def _large(scenario: str, key: str, senders: Mapping[str, Send], taking: Installation) -> dict[str, list[int | str]]:
    """What each client was answered to 1.8 MB of events that it may send at once."""
    relays = {name: Relay(taking.port, []) for name in senders}
    _all_at_once(
        {
            name: partial(send, relays[name].address, key, _people(scenario, name, 60), LARGE, 60)
            for name, send in senders.items()
        }
    )
    for relay in relays.values():
        relay.end()
    return {name: relay.statuses for name, relay in relays.items()}
