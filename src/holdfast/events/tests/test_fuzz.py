"""Whatever is sent, it is answered, and never by an error of ours."""

from __future__ import annotations

import asyncio
import base64
import gzip
import string
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.events.drain.batch import batch_of
from holdfast.events.ingest.app import Ingest
from holdfast.events.ingest.door import Buckets
from holdfast.events.ingest.entries import item_of
from holdfast.events.ingest.routes import _AMPLITUDE, _POSTHOG, _SEGMENT, BATCH
from holdfast.events.journal import Entry
from holdfast.events.keys import Admission

PATHS = sorted({*_SEGMENT, *_POSTHOG, *_AMPLITUDE, BATCH})
KEYS = {"server": Admission(1, 1, False, frozenset()), "browser": Admission(2, 1, True, frozenset())}

NASTY = st.sampled_from(
    [b"1e308", b"-1e308", b"1e999", b"-0.0", b"1e-320", b"18446744073709551615", b"-9223372036854775808", b"9" * 400,
     b'"0001-01-01T00:00:00+14:00"', b'"9999-12-31T23:59:59-14:00"', b'"2026-02-30"', b'"\\u0000"', b'"\\ud800"',
     '"\u202e\U0010ffff"'.encode(), b'"' + b"x" * 9_000 + b'"', b"[" * 300 + b"]" * 300,
     b'{"a":' * 300 + b"1" + b"}" * 300]
)  # fmt: skip
NAMES = st.sampled_from(
    [
        "batch",
        "events",
        "event",
        "event_type",
        "type",
        "userId",
        "user_id",
        "anonymousId",
        "device_id",
        "distinct_id",
        "groupId",
        "groups",
        "timestamp",
        "time",
        "sentAt",
        "sent_at",
        "originalTimestamp",
        "offset",
        "properties",
        "traits",
        "context",
        "messageId",
        "uuid",
        "insert_id",
        "previousId",
        "api_key",
        "writeKey",
        "token",
        "$set",
        "$set_once",
        "$groups",
        "$group_key",
        "$group_set",
        "$anon_distinct_id",
        "$device_id",
        "alias",
        "user_properties",
        "event_properties",
        "group_properties",
        "$setOnce",
        "client_upload_time",
        "name",
        "$ignore_sent_at",
        "historical_migration",
    ]
)
NAMED = st.sampled_from(
    ["server", "browser", "track", "identify", "group", "alias", "$identify", "$create_alias", "$groupidentify", "u1"]
)
VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=20), NAMED,
        st.integers(0, 2_000_000_000_000),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=8)
    ),
    max_leaves=30,
)  # fmt: skip

# What made-up names and values rarely come to by themselves: items that are taken.
GOOD = (
    {"type": "track", "event": "x", "userId": "u1", "properties": {"a": 1}},
    {"type": "identify", "userId": "u1", "traits": {"a": 1}},
    {"event": "x", "distinct_id": "u1", "properties": {"$set": {"a": 1}}},
    {"event_type": "x", "user_id": "u1", "event_properties": {"a": 1}},
)


class _Door:
    def admit(self, key: str | None) -> Admission | None:
        return KEYS.get(key or "")


class _Kept:
    """A journal that takes everything; its entries are read as the drain reads them."""

    def submit(self, entries: list[Entry]) -> asyncio.Future[None]:
        assert all(len(entry.body) < 200_000 for entry in entries)
        batch_of((item_of(entry), "1") for entry in entries)
        done = asyncio.get_running_loop().create_future()
        done.set_result(None)
        return done


class _Counted:
    def note(self, admission: Admission, client: str, accepted: int, refused: Any = ()) -> None:
        for each in refused:
            each.example.encode()

    def refuse(self, *_: Any) -> None:
        pass


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """JSON with nasty values in some places, or bytes of no meaning; perhaps packed, perhaps cut off."""
    told = draw(st.one_of(st.dictionaries(NAMES, VALUES, max_size=12), VALUES))
    if isinstance(told, dict) and draw(st.booleans()):
        told = draw(st.sampled_from(GOOD)) | told
    if isinstance(told, dict) and draw(st.booleans()):
        told = {draw(st.sampled_from(["batch", "events"])): [told], "writeKey": "server", "api_key": "browser"}
    try:
        body = orjson.dumps(told)
    except orjson.JSONEncodeError:
        body = repr(told).encode("utf-8", "surrogatepass")
    if draw(st.booleans()):
        body = body.replace(draw(st.sampled_from([b"null", b"0", b"true", b"{}", b'"u1"'])), draw(NASTY))
    wrapped = draw(st.sampled_from(["plain", "gzip", "form", "form of gzip", "bytes"]))
    if wrapped == "bytes":
        return draw(st.binary(max_size=200))
    if wrapped.startswith("form"):
        packed = gzip.compress(body) if "gzip" in wrapped else body
        body = b"data=" + base64.b64encode(packed)
    if wrapped == "gzip":
        body = gzip.compress(body)
    return body[: draw(st.integers(0, len(body)))] if draw(st.integers(0, 3)) == 0 else body


HEADERS = st.one_of(
    st.none(), st.just(b"Bearer server"), st.just(b"Basic " + base64.b64encode(b"browser:")),
    st.binary(max_size=12).map(lambda told: b"Basic " + told), st.binary(max_size=20),
)  # fmt: skip
QUERIES = st.one_of(st.just(b""), st.text(string.printable, max_size=30).map(str.encode), st.binary(max_size=20))


def _ask(path: str, query: bytes, authorization: bytes | None, body: bytes) -> int:
    buckets = Buckets(rate=1e9, burst=1e9)
    app = Ingest(_Door(), _Kept(), _Counted(), addresses=buckets, keys=buckets)  # type: ignore[arg-type]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [(b"authorization", authorization)] if authorization is not None else []
    scope = {"type": "http", "method": "POST", "path": path, "query_string": query, "client": None, "headers": headers}
    # In a thread of its own: a browser of another test leaves its loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, app(scope, receive, send)).result()
    return int(sent[0]["status"])


def _check(path: str, query: bytes, authorization: bytes | None, body: bytes) -> None:
    assert _ask(path, query, authorization, body) < 500


ANYTHING = given(st.sampled_from(PATHS), QUERIES, HEADERS, bodies())


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@ANYTHING
def test_nothing_that_is_sent_is_an_error_of_ours(path, query, authorization, body) -> None:
    _check(path, query, authorization, body)


@pytest.mark.soak
@settings(max_examples=5_000, suppress_health_check=list(HealthCheck))
@ANYTHING
def test_nothing_of_very_much_is_an_error_of_ours(path, query, authorization, body) -> None:
    _check(path, query, authorization, body)
