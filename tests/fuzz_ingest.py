"""Feeds the readers of requests with bytes that a fuzzer makes up, guided by which lines they reach.

python -m tests.fuzz_ingest FOLDER -max_total_time=60    further options are those of libFuzzer
FOLDER keeps what was found interesting; what breaks a reader is written beside it. Needs atheris.
"""

from __future__ import annotations

import gzip
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import atheris
import orjson

os.environ["DJANGO_SETTINGS_MODULE"] = "holdfast.config.settings"
os.environ.setdefault("HOLDFAST_DATABASE_URL", "sqlite://:memory:")

import django

django.setup()

with atheris.instrument_imports(include=["holdfast.events.consent", "holdfast.events.ingest", "holdfast.events.drain"]):
    from holdfast.events.consent.rules import ConsentRules
    from holdfast.events.drain.batch import batch_of
    from holdfast.events.ingest.body import decode
    from holdfast.events.ingest.contracts import BadRequest, Parsed
    from holdfast.events.ingest.door import key_at_an_end, key_of_header
    from holdfast.events.ingest.entries import entry_of, item_of
    from holdfast.events.ingest.limits import BROWSER, SERVER
    from holdfast.events.ingest.routes import key_of, parser_of
    from holdfast.events.keys import Admission

NOW = 1_780_000_000_000_000
PATHS = ("/v1/batch", "/v1/track", "/v1/identify", "/v1/group", "/v1/alias", "/e/", "/batch/", "/2/httpapi")
KEYS = (
    (SERVER, Admission(1, 1, browser=False, origins=frozenset(), consent=ConsentRules())),
    (BROWSER, Admission(2, 1, browser=True, origins=frozenset(), consent=ConsentRules(category="Analytics"))),
)
NAMES = (
    "batch", "events", "event", "event_type", "type", "userId", "user_id", "anonymousId", "device_id", "distinct_id",
    "groupId", "groups", "timestamp", "time", "sentAt", "sent_at", "originalTimestamp", "offset", "properties",
    "traits", "context", "messageId", "uuid", "insert_id", "previousId", "api_key", "writeKey", "token", "$set",
    "$set_once", "$groups", "$group_key", "$group_set", "$anon_distinct_id", "$device_id", "alias", "$setOnce",
    "user_properties", "event_properties", "group_properties", "client_upload_time", "name", "$ignore_sent_at",
    "historical_migration", "consent", "categoryPreferences", "consentManagement", "allowedConsentIds", "ip",
    "$cookieless_mode",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, -1e308, 2**64 - 1, -(2**63), "", " ", "0", "null", "u1", "\0", "x" * 300,
    "2026-05-28T20:25:40Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "203.0.113.7", [], {}, [[]], [{}],
    {"a": False}, "track", "identify", "group", "alias", "page", "$identify", "$create_alias", "$groupidentify",
)  # fmt: skip
SEEDS = (
    b'{"batch":[{"type":"track","event":"x","userId":"u1","messageId":"m1","timestamp":"2026-05-28T20:25:40Z",'
    b'"properties":{"ip":"203.0.113.7"},"context":{"groupId":"acme","consent":{"categoryPreferences":{"a":true}}}}]}',
    b'{"api_key":"k","batch":[{"event":"$identify","distinct_id":"u1","uuid":"e1","offset":1,"properties":{'
    b'"$anon_distinct_id":"d1","$set":{"plan":"Pro"},"$groups":{"company":"acme"}}}],"sent_at":"2026-05-28T20:26:40Z"}',
    b'{"api_key":"k","events":[{"event_type":"$groupidentify","user_id":"u1","device_id":"d1","time":1780000000000,'
    b'"insert_id":"i1","groups":{"company":["acme"]},"group_properties":{"$set":{"a":1}},"user_properties":{"b":2}}]}',
    b'{"type":"alias","previousId":"a1","userId":"u1"}',
    b"data=eyJldmVudCI6IngifQ%3D%3D",
    gzip.compress(b'{"event":"x","userId":"u1"}', mtime=0),
)


def read(data: bytes) -> None:
    """One request: the first byte chooses the address and the kind of key, the others are its body."""
    chosen, body = data[0] if data else 0, data[1:]
    path, (limits, admission) = PATHS[chosen % len(PATHS)], KEYS[chosen // len(PATHS) % len(KEYS)]
    key_at_an_end(body)
    key_of_header(body[:200].decode("latin-1"), body[:200].decode("latin-1"))
    try:
        told = decode(body, 100_000)
        key_of(path, told)
        _, parse = parser_of(path, told)
        parsed = parse(told, NOW, limits)
    except BadRequest:
        return
    _check(parsed, admission)


def _check(parsed: Parsed, admission: Admission) -> None:
    """What was taken can be written, read and stored; what was refused can be shown."""
    entries = [entry_of(item, admission, NOW, "fuzz") for item in parsed.items]
    assert all(entry.message_id and len(entry.body) < 200_000 for entry in entries)
    assert [item_of(entry).message_id for entry in entries] == [item.message_id for item in parsed.items]
    batch_of((item_of(entry), "1") for entry in entries)
    for each in parsed.refused:
        each.example.encode()


def change(data: bytes, most: int, seed: int) -> bytes:
    """Another request made of one: half of the time JSON with something put in or taken out, else other bytes."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    if chance.random() < 0.5:
        try:
            told = orjson.loads(data[1:])
        except orjson.JSONDecodeError:
            pass
        else:
            found = list(_containers(told))
            if found:
                _change(chance.choice(found), chance)
                return (data[:1] + orjson.dumps(told))[:most]
    return bytes(atheris.Mutate(data, most))


def _containers(told: Any) -> Iterator[Any]:
    if isinstance(told, dict | list):
        yield told
        for each in told.values() if isinstance(told, dict) else told:
            yield from _containers(each)


def _change(told: Any, chance: random.Random) -> None:
    value = chance.choice(VALUES)
    if isinstance(told, list):
        told.append(value if chance.random() < 0.5 else {chance.choice(NAMES): value})
    elif told and chance.random() < 0.2:
        del told[chance.choice(list(told))]
    else:
        told[chance.choice([*told, *NAMES])] = value


def _seed(folder: Path) -> None:
    """One example for every address and every kind of key."""
    for place, seed in enumerate(SEEDS):
        for chosen in range(len(PATHS) * len(KEYS)):
            (folder / f"seed-{place}-{chosen}").write_bytes(bytes([chosen]) + seed)


if __name__ == "__main__":
    _seed(Path(sys.argv[1]))
    atheris.Setup(sys.argv, read, custom_mutator=change)
    atheris.Fuzz()
