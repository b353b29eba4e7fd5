"""The real clients of other makers against the real server: everything arrives, once, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.installation import Installation
from tests.relay import LOST, Relay

EVENTS = 25

Send = Callable[[str, str, list[str]], list[object]]
"""(address, key, people) -> errors that the client told of"""


def segment(address: str, key: str, people: list[str]) -> list[object]:
    from segment.analytics.client import Client

    errors: list[object] = []
    client = Client(key, host=address, on_error=lambda error, _: errors.append(error), upload_interval=0.1)
    for person in people:
        client.track(person, "opened", {"rows": 3}, context={"groupId": "acme"})
    client.identify(people[0], {"plan": "Pro"})
    client.group(people[0], "acme", {"name": "Acme"})
    client.flush()
    client.join()
    return errors


def rudderstack(address: str, key: str, people: list[str]) -> list[object]:
    from rudderstack.analytics.client import Client

    errors: list[object] = []
    client = Client(key, host=address, gzip=True, on_error=lambda error, _: errors.append(error), upload_interval=0.1)
    for person in people:
        client.track(person, "opened", {"rows": 3}, context={"groupId": "acme"})
    client.flush()
    client.join()
    return errors


def posthog(address: str, key: str, people: list[str]) -> list[object]:
    from posthog import Posthog

    errors: list[object] = []
    client = Posthog(key, host=address, on_error=lambda error, _: errors.append(error), flush_interval=0.1)
    for person in people:
        client.capture("opened", distinct_id=person, properties={"rows": 3}, groups={"company": "acme"})
    client.flush()
    client.shutdown()
    return errors


def amplitude(address: str, key: str, people: list[str]) -> list[object]:
    from amplitude import Amplitude, BaseEvent, Config

    errors: list[object] = []

    def told(event: object, code: int, message: str | None = None) -> None:
        if code != 200:
            errors.append(message)

    config = Config(server_url=f"{address}/2/httpapi", flush_interval_millis=100, callback=told)
    client = Amplitude(key, config)
    for person in people:
        client.track(BaseEvent("opened", user_id=person, event_properties={"rows": 3}, groups={"company": "acme"}))
    for flushed in client.flush() or []:
        if flushed is not None:
            flushed.result()
    client.shutdown()
    return errors


CLIENTS = (segment, rudderstack, posthog, amplitude)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    made = Installation(Path(tmp_path_factory.mktemp("clients")))
    made.start("ingest")
    made.wait()
    yield made
    made.end()


@pytest.fixture
def arrived(installation: Installation) -> Callable[[str], list[tuple[str, str, str]]]:
    """Event, person and account of what is stored of people whose ids begin so."""

    def found(prefix: str) -> list[tuple[str, str, str]]:
        return sorted(
            (event, who, account) for _, event, who, account in installation.stored() if who.startswith(prefix)
        )

    return found


def _people(prefix: str) -> list[str]:
    return [f"{prefix}-{number:02}" for number in range(EVENTS)]


@pytest.mark.parametrize("send", CLIENTS, ids=lambda each: each.__name__)
def test_everything_arrives_once(send: Send, installation: Installation, arrived) -> None:
    people = _people(f"good-{send.__name__}")
    assert send(f"http://127.0.0.1:{installation.port}", installation.key, people) == []
    assert arrived(people[0][:-3]) == [("opened", person, "acme") for person in people]


# One failure of each kind now, the others in the long proofs. Amplitude's client waits for half a minute after a 429.
NOW = ((segment, 503), (rudderstack, 429), (posthog, LOST), (amplitude, 500))
FAILURES = [
    pytest.param(send, failure, marks=() if (send, failure) in NOW else pytest.mark.soak)
    for send in CLIENTS
    for failure in (500, 503, 429, LOST)
    if (send, failure) not in {(amplitude, 429), (amplitude, LOST)}
]


@pytest.mark.parametrize(("send", "failure"), FAILURES, ids=lambda each: getattr(each, "__name__", str(each)))
def test_what_failed_on_the_way_is_sent_again_and_counted_once(
    send: Send, failure: int | str, installation: Installation, arrived
) -> None:
    people = _people(f"bad-{send.__name__}-{failure}")
    with Relay(installation.port, [failure]) as relay:
        send(relay.address, installation.key, people)
    assert relay.statuses[-1] == 200
    assert arrived(people[0][:-3]) == [("opened", person, "acme") for person in people]


@pytest.mark.parametrize("send", [segment, rudderstack, posthog], ids=lambda each: each.__name__)
def test_a_wrong_key_is_told_and_nothing_arrives(send: Send, installation: Installation, arrived) -> None:
    people = _people(f"wrong-{send.__name__}")
    with Relay(installation.port, []) as relay:
        send(relay.address, "hfs_wrong", people)
    assert set(relay.statuses) == {401}
    assert arrived("wrong-") == []
