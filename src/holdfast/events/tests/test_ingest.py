"""From a request to the event store: answers, keys, limits; nothing lost, nothing doubled."""

from __future__ import annotations

import gzip
from datetime import timedelta
from typing import Any

import orjson
import pytest

from holdfast.core.scoping import in_workspace
from holdfast.customers import api as customers
from holdfast.events.api import create_key, drain_once, records, revoke_key
from holdfast.events.ingest.door import Buckets, Door
from holdfast.events.keys import admissions
from holdfast.events.models import Binding, Outcome
from holdfast.events.tests.site import AT, basic, track


def test_what_was_answered_with_200_is_in_the_store_once(site, key, workspace) -> None:
    here = site()
    batch = {"batch": [track("m1"), track("m2"), track("m1")]}
    status, told, headers = here.post("/v1/batch", batch, authorization=basic(key))
    assert (status, told["success"], told["accepted"]) == (200, True, 3)
    assert headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in headers
    here.post("/v1/batch", batch, authorization=basic(key))
    assert here.drain() == 2
    here.post("/v1/batch", batch, authorization=basic(key))  # sent again after the drain
    assert here.drain() == 0
    assert sorted(records("event")["message_id"].to_pylist()) == ["m1", "m2"]
    assert here.journal.depth() == 0


@pytest.mark.parametrize("where", ["basic", "bearer", "body", "gzip"])
def test_every_way_to_show_a_key(site, key, where: str) -> None:
    told = {"batch": [track("m1")]}
    if where == "basic":
        answer = site().post("/v1/batch/", told, authorization=basic(key))
    elif where == "bearer":
        answer = site().post("/v1/batch", told, authorization=f"Bearer {key}")
    else:
        body = orjson.dumps(told | {"writeKey": key})
        answer = site().post("/v1/batch", gzip.compress(body) if where == "gzip" else body, content_type="text/plain")
    assert answer[0] == 200


def test_unknown_and_revoked_keys_are_turned_away(site, key, workspace) -> None:
    here = site()
    assert here.post("/v1/track", track("m1"), authorization=basic("hfs_wrong"))[:1] == (401,)
    assert here.post("/v1/track", track("m1"))[1]["code"] == "unknown_key"
    revoke_key(next(iter(admissions(AT).values())).key, at=AT, actor="test")
    again = Door(lambda: admissions(AT), every=3_600)
    assert again.admit(key) is None
    assert here.drain() == 0


def test_a_browser_key_is_bound_to_its_web_sites(site, workspace) -> None:
    text = create_key("Shop", "browser", at=AT, actor="test", origins=["https://shop.example/"])[1]
    here = site()
    event = track("m1") | {"writeKey": text}
    assert here.post("/v1/t", event, origin="https://shop.example")[0] == 200
    assert here.post("/v1/t", event, origin="https://elsewhere.example")[1]["code"] == "foreign_origin"
    assert here.post("/v1/t", event)[0] == 401


def test_bodies_that_are_none_say_so(site, key) -> None:
    here = site()
    allowed = {"authorization": basic(key)}
    assert here.post("/v1/batch", b"{", **allowed)[:1] == (400,)
    assert here.post("/v1/batch", {"batch": "x"}, **allowed)[1]["code"] == "no_batch"
    assert here.post("/v1/batch", gzip.compress(b"0" * 30_000_000), **allowed)[0] == 413
    assert here.post("/v1/batch", {"batch": [track(str(n)) for n in range(2_501)]}, **allowed)[0] == 413
    status, told, _ = here.post("/v1/batch", {"batch": [{"type": "track", "userId": "u1"}]}, **allowed)
    assert (status, told["code"], told["problems"]) == (
        400, "no_event", [{"index": 0, "reason": "no_event", "field": "event"}],
    )  # fmt: skip
    assert here.post("/nowhere", {})[0] == 404
    assert here.post("/v1/track", {}, method="GET")[0] == 405
    assert here.post("/v1/track", {}, method="OPTIONS")[0] == 204


def test_amplitude_reads_its_code_from_the_body(site, key) -> None:
    here = site()
    events = [{"event_type": "x", "user_id": "u1", "insert_id": "i1"}, {"event_type": "", "user_id": "u1"}]
    assert here.post("/2/httpapi", {"api_key": key, "events": events})[1]["code"] == 200
    told = here.post("/2/httpapi", {"api_key": key, "events": events[1:]})[1]
    assert (told["code"], told["events_with_invalid_fields"]) == (400, {"event_type": [0]})
    assert here.post("/2/httpapi", {"api_key": "no", "events": events})[1]["code"] == 401


def test_too_many_items_wait_as_long_as_they_are_told(site, key) -> None:
    here = site(keys=Buckets(rate=1, burst=2, clock=lambda: 0.0))
    assert here.post("/v1/batch", {"batch": [track("m1"), track("m2")]}, authorization=basic(key))[0] == 200
    status, _, headers = here.post("/v1/track", track("m3"), authorization=basic(key))
    assert (status, headers["retry-after"]) == (429, "2")


def test_a_client_that_drops_events_at_a_429_is_asked_to_wait_by_a_503(site, key) -> None:
    here = site(keys=Buckets(rate=1, burst=1, clock=lambda: 0.0))
    event = {"event": "x", "distinct_id": "u1", "api_key": key}
    answers = [here.post(path, event) for path in ("/e/", "/e/", "/i/v0/e/", "/batch/")]
    assert [answer[0] for answer in answers] == [200, 503, 503, 429]
    assert [answer[2].get("retry-after") for answer in answers] == [None, "2", "2", "2"]


def test_a_broken_disk_is_a_503_and_heals(site, key, monkeypatch) -> None:
    here = site(keys=Buckets(rate=1, burst=1, clock=lambda: 0.0))
    append = here.journal.append

    def broken(entries: Any) -> int:
        raise OSError("no space left on device")

    monkeypatch.setattr(here.journal, "append", broken)
    status, told, headers = here.post("/v1/track", track("m1"), authorization=basic(key))
    assert (status, told["success"], "retry-after" in headers) == (503, False, True)
    monkeypatch.setattr(here.journal, "append", append)
    # What was not taken does not count towards what the key may send.
    assert here.post("/v1/track", track("m1"), authorization=basic(key))[0] == 200
    assert here.drain() == 1


def test_every_refused_item_is_counted_with_its_reason(site, key, workspace) -> None:
    here = site()
    batch = [track("m1"), {"type": "spin", "userId": "u1"}, {"type": "track", "event": "x"}]
    here.post("/v1/batch", {"batch": batch}, authorization=basic(key), user_agent="analytics-python/2.4.0")
    here.outcomes.flush()
    found = {row.reason: (row.count, row.client, row.example) for row in Outcome.objects.all()}
    assert found["accepted"] == (1, "analytics-python/2.4.0", "")
    assert found["unknown_type"] == (1, "analytics-python/2.4.0", '{"type":"spin","userId":"u1"}')
    assert found["no_id"][0] == 1


def test_a_device_becomes_the_person_it_was_first_seen_with(site, key, workspace) -> None:
    here = site()

    def seen(message: str, person: str | None, minute: int) -> dict[str, Any]:
        return track(message, userId=person, anonymousId="dev", timestamp=f"2026-05-01T10:{minute:02}:00Z")

    # The later user arrives first; the order of arrival must not matter.
    for told in (seen("m1", "second", 30), seen("m2", "first", 10), seen("m3", None, 5)):
        assert here.post("/v1/track", told, authorization=basic(key))[0] == 200
        here.drain()
    binding = Binding.objects.get()
    assert (binding.person, binding.shared) == ("first", True)
    ids = {row["key"]: row["id"] for row in customers.ordinals().to_pylist() if row["subject"] == "person"}
    assert ids["dev"] == ids["first"] != ids["second"]


def test_traits_keep_their_history_and_never_empty_a_name(site, key, workspace) -> None:
    here = site()

    def identify(message: str, day: int, **traits: Any) -> dict[str, Any]:
        return {"type": "identify", "userId": "u1", "messageId": message, "traits": traits,
                "timestamp": f"2026-05-{day:02}T10:00:00Z"}  # fmt: skip

    told = [identify("m1", 1, plan="Basic", name="Ann"), identify("m2", 2, plan="Basic"), identify("m3", 3, plan="Pro")]
    group = {"type": "group", "userId": "u1", "groupId": "acme", "messageId": "m4", "traits": {"name": "Acme"}}
    here.post("/v1/batch", {"batch": [*told, group]}, authorization=basic(key))
    here.drain()
    here.post("/v1/batch", {"batch": [identify("m5", 4, plan="Pro")]}, authorization=basic(key))
    here.drain()
    plans = [row["value"] for row in customers.records("trait").to_pylist() if row["name"] == "plan"]
    assert plans == ["Basic", "Pro"]
    (person,) = customers.records("person").to_pylist()
    assert (person["name"], person["account"]) == ("Ann", "acme")


def test_workspaces_never_see_each_others_events(site, key, workspace, stranger) -> None:
    with in_workspace(stranger):
        other = create_key("Theirs", "server", at=AT, actor="test")[1]
    here = site()
    here.post("/v1/track", track("m1"), authorization=basic(key))
    here.post("/v1/track", track("m1"), authorization=basic(other))
    assert here.drain() == 2
    assert records("event").num_rows == 1
    with in_workspace(stranger):
        assert records("event").num_rows == 1


def test_a_stream_of_events_renews_the_numbers_every_few_minutes_only(site, key, workspace) -> None:
    here = site()

    def version(message: str | None, minutes: int) -> int:
        if message:
            here.post("/v1/track", track(message), authorization=basic(key))
        drain_once(here.journal, at=AT + timedelta(minutes=minutes))
        workspace.refresh_from_db()
        return int(workspace.data_version)

    first = version("m1", 0)
    assert [version("m2", 1), version("m3", 4), version(None, 4)] == [first] * 3
    assert version(None, 5) == first + 1  # what came in between
    assert version(None, 20) == first + 1
    assert version("m4", 21) > first + 1


def test_a_request_without_a_known_key_may_hold_what_a_browser_may(site, key) -> None:
    here = site()
    batch = {"batch": [track("m1", properties={"text": "x" * 8_000})] * 200}
    for wrong in ("hfs_wrong", create_key("Shop", "browser", at=AT, actor="test")[1]):
        status, told, _ = here.post("/v1/batch", batch | {"writeKey": wrong})
        assert (status, told["code"]) == (413, "too_large")
    assert here.post("/v1/batch", gzip.compress(orjson.dumps(batch | {"writeKey": key})))[0] == 413
    assert here.post("/v1/batch", batch, authorization=basic(key))[0] == 200  # large enough for a thread


def test_a_large_request_is_read_for_the_key_at_one_of_its_ends(site, key, workspace) -> None:
    here = site()
    batch = {"batch": [{"event": "x", "distinct_id": "u1", "properties": {"text": "x" * 8_000}}] * 200}
    for told in (batch | {"api_key": key}, {"api_key": key} | batch):
        assert here.post("/batch/", told)[0] == 200
    enormous = {"batch": batch["batch"] * 3, "api_key": key}
    assert here.post("/batch/", enormous)[0] == 413
    # The key that a text only mentions opens nothing.
    quoting = batch | {"api_key": "hfs_wrong", "about": orjson.dumps({"api_key": key}).decode()}
    assert here.post("/batch/", quoting)[0] == 413


def test_a_browser_may_add_the_headers_its_client_wants_and_read_how_long_to_wait(site, key) -> None:
    here = site(keys=Buckets(rate=1, burst=1, clock=lambda: 0.0))
    asked = "authorization,content-type,x-retry-count,x-of-tomorrow"
    status, _, headers = here.post("/v1/t", {}, method="OPTIONS", access_control_request_headers=asked)
    assert (status, headers["access-control-allow-headers"]) == (204, asked)
    _, _, headers = here.post("/v1/t", {}, method="OPTIONS", access_control_request_headers="a\r\nset-cookie: b")
    assert "x-retry-count" in headers["access-control-allow-headers"]
    answers = [here.post("/v1/track", track(each), authorization=basic(key)) for each in ("m1", "m2")]
    assert [(answer[0], answer[2]["access-control-expose-headers"]) for answer in answers] == [
        (200, "retry-after"), (429, "retry-after"),
    ]  # fmt: skip


def test_amplitude_is_told_of_every_event_that_has_to_wait(site, key) -> None:
    here = site(keys=Buckets(rate=1, burst=1, clock=lambda: 0.0))
    events = [{"event_type": "x", "user_id": f"u{number}", "insert_id": str(number)} for number in range(3)]
    here.post("/2/httpapi", {"api_key": key, "events": events})
    status, told, _ = here.post("/2/httpapi", {"api_key": key, "events": events})
    assert (status, told["code"], told["throttled_events"]) == (429, 429, [0, 1, 2])


def test_a_browser_key_in_the_body_has_the_limits_of_a_browser(site, workspace) -> None:
    text = create_key("Shop", "browser", at=AT, actor="test")[1]
    batch = {"batch": [track(str(n)) for n in range(501)], "writeKey": text}
    assert site().post("/v1/batch", batch)[1]["code"] == "too_many"
    assert (
        site().post("/v1/alias", {"previousId": "a1", "userId": "u1", "writeKey": text})[1]["code"] == "browser_alias"
    )


def test_clients_behind_a_proxy_have_buckets_of_their_own(site, key) -> None:
    here = site(addresses=Buckets(rate=1, burst=1, clock=lambda: 0.0), behind_proxy=True)

    def ask(noted: str) -> int:
        return here.post("/v1/track", track("m1"), authorization=basic(key), x_forwarded_for=noted)[0]

    assert [ask("192.0.2.1"), ask("203.0.113.9, 192.0.2.2"), ask("203.0.113.9, 192.0.2.1")] == [200, 200, 429]
    assert [ask("2001:db8:0:1::1"), ask("2001:db8:0:1::2"), ask("2001:db8:0:2::1")] == [200, 429, 200]


def test_without_a_proxy_nobody_can_choose_an_address(site, key) -> None:
    here = site(addresses=Buckets(rate=1, burst=1, clock=lambda: 0.0))
    asked = [
        here.post("/v1/track", track("m1"), authorization=basic(key), x_forwarded_for=f"192.0.2.{last}")[0]
        for last in (1, 2)
    ]
    assert asked == [200, 429]


def test_odd_input_is_refused_and_never_an_error(site, key) -> None:
    here = site()
    deep = b'{"batch": [' + b'{"a":' * 300 + b"1" + b"}" * 300 + b"]}"
    assert here.post("/v1/batch", deep, authorization=basic(key))[1]["code"] == "too_deep"
    for moment in (b"1e308", b"-1e308", b'"0001-01-01T00:00:00+14:00"', b'"9999-12-31T23:59:59-14:00"', b"1e18"):
        body = b'{"type":"track","event":"x","userId":"u1","timestamp":' + moment + b"}"
        assert here.post("/v1/track", body, authorization=basic(key))[0] in {200, 400}
    posthog = b'{"event":"x","distinct_id":"u1","offset":1e308,"api_key":"' + key.encode() + b'"}'
    assert here.post("/e/", posthog)[1]["code"] == "bad_time"
    assert here.post("/v1/track", track("m1"), authorization="Basic é")[0] == 401
