"""The clients for Python, each in the thread that calls it. They return what they told of failures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Semaphore
from typing import Any

Send = Callable[..., list[object]]
"""(address, key, people, properties of each event, how many events make a batch) -> failures the client told of"""

ROWS = {"rows": 3}
PATIENCE = 90.0  # seconds that a client is given to send everything


def segment(
    address: str, key: str, people: Sequence[str], properties: dict[str, Any] = ROWS, batch: int = 20
) -> list[object]:
    from segment.analytics.client import Client

    told: list[object] = []
    client = Client(
        key, host=address, on_error=lambda error, _: told.append(error), upload_interval=0.1, upload_size=batch
    )
    for person in people:
        client.track(person, "opened", properties, context={"groupId": "acme"})
    client.flush()
    client.join()
    return told


def rudderstack(
    address: str, key: str, people: Sequence[str], properties: dict[str, Any] = ROWS, batch: int = 20
) -> list[object]:
    from rudderstack.analytics.client import Client

    told: list[object] = []
    client = Client(
        key, host=address, gzip=True, on_error=lambda error, _: told.append(error), upload_interval=0.1,
        upload_size=batch,
    )  # fmt: skip
    for person in people:
        client.track(person, "opened", properties, context={"groupId": "acme"})
    client.flush()
    client.join()
    return told


def posthog(
    address: str, key: str, people: Sequence[str], properties: dict[str, Any] = ROWS, batch: int = 20
) -> list[object]:
    from posthog import Posthog

    told: list[object] = []
    client = Posthog(
        key, host=address, on_error=lambda error, _: told.append(error), flush_interval=0.1, flush_at=batch
    )
    for person in people:
        client.capture("opened", distinct_id=person, properties=properties, groups={"company": "acme"})
    client.flush()
    client.shutdown()
    return told


def amplitude(
    address: str, key: str, people: Sequence[str], properties: dict[str, Any] = ROWS, batch: int = 20
) -> list[object]:
    from amplitude import Amplitude, BaseEvent, Config

    told: list[object] = []
    ended = Semaphore(0)

    def end(event: object, code: int, message: str | None = None) -> None:
        if code != 200:
            told.append(message)
        ended.release()

    config = Config(server_url=f"{address}/2/httpapi", flush_interval_millis=100, flush_queue_size=batch, callback=end)
    client = Amplitude(key, config)
    for person in people:
        client.track(BaseEvent("opened", user_id=person, event_properties=properties, groups={"company": "acme"}))
    # Its `flush` gives up what has to wait for another try; a program that runs on gives it the time.
    for _ in people:
        if not ended.acquire(timeout=PATIENCE):
            told.append("not sent in time")
            break
    client.shutdown()
    return told


SENDERS: dict[str, Send] = {each.__name__: each for each in (segment, rudderstack, posthog, amplitude)}
