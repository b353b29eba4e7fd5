"""What the clients of several makes send becomes the same items."""

from __future__ import annotations

import base64
import gzip
from contextlib import suppress
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.events.ingest.body import decode
from holdfast.events.ingest.contracts import BadRequest, Item, Kind, Parsed, Reason
from holdfast.events.ingest.limits import BROWSER, SERVER, Limits
from holdfast.events.ingest.routes import key_of, parser_of, style_of

NOW = 1_780_000_000_000_000  # 2026-05-28T20:26:40Z
BEFORE = NOW - 60_000_000
ISO_BEFORE = "2026-05-28T20:25:40Z"


def parsed(path: str, told: Any, limits: Limits = SERVER) -> Parsed:
    _, parse = parser_of(path, told)
    return parse(told, NOW, limits)


def only(path: str, told: Any) -> Item:
    found = parsed(path, told)
    assert found.refused == ()
    (item,) = found.items
    return item


def test_a_segment_batch_with_nulls_and_a_common_context() -> None:
    told = {
        "writeKey": "hfs_x", "sentAt": None, "context": {"groupId": "acme"},
        "batch": [
            {"type": "track", "event": "report_opened", "userId": "u1", "anonymousId": None, "messageId": "m1",
             "timestamp": ISO_BEFORE, "properties": {"rows": 3}, "integrations": {}},
            {"type": "identify", "userId": "u1", "messageId": "m2", "context": {"traits": {"plan": "Pro"}}},
            {"type": "group", "userId": "u1", "groupId": "acme", "messageId": "m3", "traits": {"name": "Acme"}},
            {"type": "alias", "previousId": "anon-1", "userId": "u1", "messageId": "m4"},
            {"type": "page", "userId": "u1", "name": "Pricing", "messageId": "m5"},
        ],
    }  # fmt: skip
    found = parsed("/v1/batch", told)
    assert key_of("/v1/batch", told) == "hfs_x"
    track, identify, group, alias, page = found.items
    assert (track.kind, track.event, track.user_id, track.account) == (Kind.EVENT, "report_opened", "u1", "acme")
    assert (track.occurred_at, track.properties) == (BEFORE, {"rows": 3})
    assert (identify.kind, identify.traits) == (Kind.IDENTIFY, {"plan": "Pro"})
    assert (group.kind, group.account, group.traits) == (Kind.GROUP, "acme", {"name": "Acme"})
    assert (alias.kind, alias.anonymous_id, alias.user_id) == (Kind.ALIAS, "anon-1", "u1")
    assert (page.event, page.properties) == ("page", {"name": "Pricing"})


@pytest.mark.parametrize("path", ["/v1/t", "/v1/t/", "/v1/track", "/v1/track/"])
def test_the_short_paths_of_the_browser_mean_the_same(path: str) -> None:
    assert only(path, {"event": "x", "anonymousId": "a1"}).anonymous_id == "a1"


def test_a_wrong_clock_is_corrected_by_when_the_message_was_sent() -> None:
    # The client's clock is an hour ahead: sent at 21:26:40 by it, received at 20:26:40; the event was a minute before.
    told = {"event": "x", "userId": "u1", "timestamp": "2026-05-28T21:25:40Z", "sentAt": "2026-05-28T21:26:40Z"}
    assert only("/v1/track", told).occurred_at == BEFORE


def test_a_time_far_ahead_is_the_time_of_arrival() -> None:
    item = only("/v1/track", {"event": "x", "userId": "u1", "timestamp": "2027-05-28T20:25:40Z"})
    assert (item.occurred_at, item.future) == (NOW, True)


def test_posthog_says_who_a_device_turned_out_to_be() -> None:
    told = {
        "api_key": "hfb_x", "sent_at": "2026-05-28T20:26:40Z",
        "batch": [
            {"event": "$pageview", "distinct_id": "dev-1", "uuid": "e1", "timestamp": ISO_BEFORE,
             "properties": {"$device_id": "dev-1", "$groups": {"company": "acme"}, "token": "hfb_x", "url": "/"}},
            {"event": "$identify", "distinct_id": "u1", "uuid": "e2",
             "properties": {"$anon_distinct_id": "dev-1", "$set": {"plan": "Pro"}}},
            {"event": "$groupidentify", "distinct_id": "u1", "uuid": "e3",
             "properties": {"$group_type": "company", "$group_key": "acme", "$group_set": {"name": "Acme"}}},
            {"event": "$create_alias", "distinct_id": "u1", "uuid": "e4",
             "properties": {"distinct_id": "u1", "alias": "old"}},
        ],
    }  # fmt: skip
    found = parsed("/batch/", told)
    view, identify, group, alias = found.items
    assert (key_of("/batch/", told), view.anonymous_id, view.user_id, view.account) == (
        "hfb_x", "dev-1", None, "acme",
    )  # fmt: skip
    assert (view.occurred_at, view.properties) == (BEFORE, {"$device_id": "dev-1", "url": "/"})
    assert (identify.user_id, identify.anonymous_id, identify.traits) == ("u1", "dev-1", {"plan": "Pro"})
    assert (group.kind, group.account, group.user_id) == (Kind.GROUP, "acme", None)
    assert (alias.anonymous_id, alias.user_id) == ("old", "u1")


def test_the_browser_client_of_posthog_sends_one_event_or_a_list() -> None:
    event = {"event": "x", "properties": {"distinct_id": "u1", "token": "hfb_x"}, "offset": 60_000}
    for told in (event, [event]):
        found = parsed("/e/", told)
        assert (key_of("/e/", told), found.items[0].user_id, found.items[0].occurred_at) == ("hfb_x", "u1", BEFORE)


def test_amplitude_counts_in_milliseconds_and_by_device() -> None:
    told = {
        "api_key": "hfs_x",
        "events": [
            {"event_type": "x", "device_id": "dev-1", "user_id": "user-1", "time": BEFORE // 1000, "insert_id": "i1",
             "event_properties": {"a": 1}, "groups": {"company": ["acme"]}, "user_properties": {"plan": "Pro"}},
            {"event_type": "$identify", "user_id": "user-1", "user_properties": {"$set": {"seats": 3}}},
        ],
    }  # fmt: skip
    event, traits, identify = parsed("/2/httpapi", told).items
    assert (event.message_id, event.occurred_at, event.account) == ("dev-1/i1", BEFORE, "acme")
    assert (event.anonymous_id, event.user_id) == ("dev-1", "user-1")
    assert (traits.kind, traits.traits) == (Kind.IDENTIFY, {"plan": "Pro"})
    assert identify.traits == {"seats": 3}


def test_the_shared_path_is_told_apart_by_what_is_in_it() -> None:
    event = {"event_type": "x", "user_id": "u1"}
    assert parser_of("/batch", {"api_key": "k", "events": [event]})[0] == "amplitude"
    assert parser_of("/batch/", {"api_key": "k", "batch": []})[0] == "posthog"
    assert style_of("/v2/track") is None


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("text", Reason.NOT_AN_OBJECT),
        ({"type": "track", "userId": "u1"}, Reason.NO_EVENT),
        ({"type": "track", "event": "x"}, Reason.NO_ID),
        ({"type": "track", "event": "x", "userId": "null"}, Reason.BLOCKED_ID),
        ({"type": "track", "event": "x", "userId": "00000000-0000-0000-0000-000000000000"}, Reason.BLOCKED_ID),
        ({"type": "track", "event": "x", "userId": "u1", "timestamp": "yesterday"}, Reason.BAD_TIME),
        ({"type": "track", "event": "x", "userId": "u1", "timestamp": "1960-01-01T00:00:00Z"}, Reason.BAD_TIME),
        ({"type": "track", "event": "x", "userId": "u1", "properties": {"a": "\0"}}, Reason.BAD_TEXT),
        ({"type": "group", "userId": "u1"}, Reason.NO_ACCOUNT),
        ({"type": "spin", "userId": "u1"}, Reason.UNKNOWN_TYPE),
        ({"type": "track", "event": "x", "userId": "u1", "properties": {str(n): n for n in range(300)}},
         Reason.TOO_MANY_PROPERTIES),
        ({"type": "track", "event": "x", "userId": "u1", "properties": {str(n): "x" * 8_000 for n in range(9)}},
         Reason.TOO_LARGE),
    ],
)  # fmt: skip
def test_one_bad_item_is_refused_alone_and_says_why(item: Any, reason: Reason) -> None:
    good = {"type": "track", "event": "x", "userId": "u1"}
    found = parsed("/v1/batch", {"batch": [good, item, good]})
    assert [(each.index, each.reason) for each in found.refused] == [(1, reason)]
    assert len(found.items) == 2


def test_an_item_without_an_id_of_its_own_is_known_again_when_it_is_sent_again() -> None:
    told = {"event": "x", "userId": "u1", "timestamp": ISO_BEFORE}
    assert only("/v1/track", told).message_id == only("/v1/track", dict(reversed(told.items()))).message_id
    assert only("/v1/track", told).message_id != only("/v1/track", told | {"event": "y"}).message_id


def test_compression_is_known_by_its_first_bytes_and_is_bounded() -> None:
    told = {"event": "x"}
    plain = orjson.dumps(told)
    packed = gzip.compress(plain)
    form = b"data=" + base64.b64encode(plain).replace(b"+", b"%2B").replace(b"=", b"%3D")
    assert [decode(body, 1_000) for body in (plain, packed, form)] == [told, told, told]
    bomb = gzip.compress(b"0" * 50_000_000)
    for body, status in ((bomb, 413), (plain * 1_000, 413), (packed[:-9], 400), (b"{", 400), (b"data=%%%", 400)):
        with pytest.raises(BadRequest) as error:
            decode(body, 1_000)
        assert error.value.status == status


NAMES = st.sampled_from(
    [
        "type", "event", "userId", "anonymousId", "timestamp", "sentAt", "batch", "events", "properties", "traits",
        "context", "distinct_id", "event_type", "time", "groups", "$groups", "user_properties", "$set", "messageId",
        "uuid", "offset", "groupId", "writeKey", "api_key", "previousId",
    ]
)  # fmt: skip
SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text(max_size=20)
    | st.floats(allow_nan=False, allow_infinity=False)
)  # fmt: skip
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(max_size=8), inner, max_size=6),
    max_leaves=25,
)
PATHS = ["/v1/batch", "/v1/track", "/v1/identify", "/v1/group", "/v1/alias", "/e/", "/batch/", "/2/httpapi"]


@given(JSON, st.sampled_from(PATHS))
def test_no_json_breaks_a_parser(told: Any, path: str) -> None:
    # BadRequest is an answer of 400 or 413; anything else would be a 500.
    with suppress(BadRequest):
        assert all(item.message_id for item in parsed(path, told, BROWSER).items)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    with suppress(BadRequest):
        decode(body, 100)
