"""Feeds the readers of requests with bytes that a fuzzer makes up, guided by which lines they reach.

python -m tests.fuzz_ingest FOLDER -max_total_time=60    further options are those of libFuzzer
FOLDER keeps what was found interesting; what breaks a reader is written beside it. Needs atheris.
"""

from __future__ import annotations

import gzip
import os
import sys
from pathlib import Path

import atheris

os.environ["DJANGO_SETTINGS_MODULE"] = "holdfast.config.settings"
os.environ.setdefault("HOLDFAST_DATABASE_URL", "sqlite://:memory:")

import django

django.setup()

with atheris.instrument_imports(include=["holdfast.events.ingest", "holdfast.events.drain"]):
    from holdfast.events.drain.batch import batch_of
    from holdfast.events.ingest.body import decode
    from holdfast.events.ingest.consent import ConsentRules
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


def _seed(folder: Path) -> None:
    """One example for every address and every kind of key."""
    for place, seed in enumerate(SEEDS):
        for chosen in range(len(PATHS) * len(KEYS)):
            (folder / f"seed-{place}-{chosen}").write_bytes(bytes([chosen]) + seed)


if __name__ == "__main__":
    _seed(Path(sys.argv[1]))
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()
