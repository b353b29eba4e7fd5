"""Nothing is kept of people who do not want to be counted, and no address of anybody."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.core.models import AuditEntry
from holdfast.core.scoping import in_workspace
from holdfast.events.api import change_consent, consent_rules, create_key, records
from holdfast.events.consent.rules import ConsentRules
from holdfast.events.ingest.addresses import without_addresses
from holdfast.events.models import Outcome
from holdfast.events.tests.site import AT, Site, basic, track

DNT, GPC = {"dnt": "1"}, {"sec_gpc": "1"}


@pytest.fixture
def browser(workspace: Any) -> str:
    return create_key("Shop", "browser", at=AT, actor="test")[1]


def _counted(site: Site) -> dict[str, int]:
    site.outcomes.flush()
    return {row.reason: row.count for row in Outcome.objects.all()}


@pytest.mark.parametrize("signal", [DNT, GPC], ids=["dnt", "gpc"])
def test_a_browser_that_asks_not_to_be_tracked_is_answered_as_usual_and_nothing_is_kept(
    site, browser, signal: dict[str, str]
) -> None:
    here = site()
    batch = {"writeKey": browser, "batch": [track("m1"), track("m2"), {"type": "spin", "email": "ann@x.test"}]}
    status, told, _ = here.post("/v1/batch", batch, **signal)
    assert (status, told["success"], told["accepted"], told["withheld"]) == (200, True, 0, 3)
    assert here.journal.depth() == 0
    assert _counted(here) == {"do_not_track": 3}
    assert {row.example for row in Outcome.objects.all()} == {""}


@pytest.mark.parametrize("signal", [{}, {"dnt": "0"}, {"sec_gpc": "0"}, {"dnt": "unspecified"}])
def test_other_browsers_are_counted(site, browser, signal: dict[str, str]) -> None:
    here = site()
    assert here.post("/v1/track", track("m1", writeKey=browser), **signal)[1]["accepted"] == 1


def test_the_signal_of_a_program_says_nothing_of_a_person(site, key) -> None:
    here = site()
    assert here.post("/v1/track", track("m1"), authorization=basic(key), **DNT)[1]["accepted"] == 1


def test_a_workspace_may_count_in_spite_of_the_signal(site, browser, workspace, stranger) -> None:
    change_consent(ConsentRules(signals=False), at=AT, actor="test")
    here = site()
    assert here.post("/v1/track", track("m1", writeKey=browser), **DNT)[1]["accepted"] == 1
    assert AuditEntry.objects.filter(action="events.consent.changed").get().data == {"signals": False, "category": ""}
    with in_workspace(stranger):
        assert consent_rules() == ConsentRules()


def test_every_client_is_told_that_all_is_well(site, browser) -> None:
    here = site()
    amplitude = {"api_key": browser, "events": [{"event_type": "x", "user_id": "u1"}]}
    assert here.post("/2/httpapi", amplitude, **DNT)[1]["code"] == 200
    posthog = {"api_key": browser, "event": "x", "distinct_id": "u1"}
    status, told, _ = here.post("/e/", posthog, **DNT)
    assert (status, told["status"]) == (200, 1)


def _consent(**choices: bool) -> dict[str, Any]:
    return {"context": {"consent": {"categoryPreferences": choices}}}


CHOICES = [
    # what is asked for, what the event says, whether it is kept
    ("", {}, True),
    ("", _consent(Analytics=True, Advertising=False), True),
    ("", _consent(Analytics=False, Advertising=False), False),
    ("", _consent(), True),
    ("Analytics", {}, True),
    ("Analytics", _consent(), True),
    ("Analytics", _consent(Analytics=True), True),
    ("Analytics", _consent(Analytics=False, Advertising=True), False),
    ("Analytics", _consent(Advertising=True), False),
    ("Analytics", {"context": {"consent": {"categoryPreferences": "no"}}}, True),
    ("C2", {"context": {"consentManagement": {"allowedConsentIds": ["C1", "C2"]}}}, True),
    ("C2", {"context": {"consentManagement": {"allowedConsentIds": ["C1"], "deniedConsentIds": ["C2"]}}}, False),
    ("", {"context": {"consentManagement": {"deniedConsentIds": ["C1", "C2"]}}}, False),
]


@pytest.mark.parametrize(("category", "more", "kept"), CHOICES)
def test_an_event_is_kept_if_the_person_allowed_what_the_workspace_asks_for(
    site, key, category: str, more: dict[str, Any], kept: bool
) -> None:
    change_consent(ConsentRules(category=category), at=AT, actor="test")
    here = site()
    batch = [track("m1", **more), {"type": "identify", "userId": "u1", "traits": {"a": 1}, "messageId": "m2", **more}]
    status, told, _ = here.post("/v1/batch", {"batch": batch}, authorization=basic(key))
    assert (status, told["accepted"], told.get("withheld", 0)) == ((200, 2, 0) if kept else (200, 0, 2))
    assert _counted(here) == ({"accepted": 2} if kept else {"no_consent": 2})


def test_what_a_whole_batch_says_holds_for_its_items(site, key) -> None:
    here = site()
    batch = {"batch": [track("m1"), track("m2", **_consent(Analytics=True))], **_consent(Analytics=False)}
    told = here.post("/v1/batch", batch, authorization=basic(key))[1]
    assert (told["accepted"], told["withheld"]) == (1, 1)
    assert here.drain() == 1
    assert records("event")["message_id"].to_pylist() == ["m2"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/e/", {"event": "x", "distinct_id": "u1", "properties": {"consent": {"categoryPreferences": {"a": False}}}}),
        ("/e/", {"event": "x", "distinct_id": "$posthog_cookieless", "properties": {"$cookieless_mode": True}}),
        ("/2/httpapi", {"events": [{"event_type": "x", "user_id": "u1", "event_properties": {
            "consent": {"categoryPreferences": {"a": False}}}}]}),
    ],
)  # fmt: skip
def test_clients_without_a_context_say_it_in_the_properties(site, key, path: str, told: dict[str, Any]) -> None:
    here = site()
    assert here.post(path, told, authorization=basic(key))[1]["withheld"] == 1
    assert here.journal.depth() == 0


def test_nothing_of_whoever_refused_is_kept_as_an_example(site, key) -> None:
    here = site()
    unfit = {"type": "spin", "email": "ann@x.test", **_consent(Analytics=False)}
    assert here.post("/v1/batch", {"batch": [unfit]}, authorization=basic(key))[0] == 200
    assert (_counted(here), Outcome.objects.get().example) == ({"no_consent": 1}, "")


ADDRESS = "203.0.113.77"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/v1/track", track("m1", properties={"ip": ADDRESS, "deep": {"$ip": ADDRESS}}, context={"ip": ADDRESS})),
        ("/v1/track", track("m1", properties={"list": [{"client_ip": f"{ADDRESS}, 10.0.0.1"}]}, ip=ADDRESS)),
        ("/v1/identify", {"userId": "u1", "messageId": "m1", "traits": {"ipAddress": ADDRESS}}),
        ("/e/", {"event": "x", "distinct_id": "u1", "properties": {"$ip": ADDRESS, "$set": {"$initial_ip": ADDRESS}}}),
        ("/2/httpapi", {"events": [{"event_type": "x", "user_id": "u1", "ip": ADDRESS,
                                    "user_properties": {"ip": ADDRESS}}]}),
        ("/v1/batch", {"batch": [{"type": "spin", "userId": "u1", "context": {"ip": ADDRESS}}]}),
    ],
)  # fmt: skip
def test_no_address_reaches_the_disk(site, key, path: str, told: dict[str, Any], tmp_path) -> None:
    here = site()
    here.post(path, told, authorization=basic(key), x_forwarded_for=ADDRESS)
    assert not any(ADDRESS.encode() in entry.body for entry in here.journal.after(0, 100))
    here.outcomes.flush()
    assert not any(ADDRESS in row.example for row in Outcome.objects.all())
    assert not any(ADDRESS.encode() in file.read_bytes() for file in tmp_path.glob("journal*"))


def test_what_is_no_address_stays() -> None:
    told = {"ip": "intellectual property", "ip_address": None, "version": "1.2.3.4", "list": ["203.0.113.7", {"a": 1}]}
    assert without_addresses(told) == told
