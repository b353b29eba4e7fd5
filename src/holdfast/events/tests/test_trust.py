"""What a key from a web page may not do, and what nobody may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from holdfast.core.models import ImportRun
from holdfast.customers import api as customers
from holdfast.events.api import create_key, watching
from holdfast.events.models import Binding
from holdfast.events.tests.site import AT, Site, basic
from tests.records import table


@pytest.fixture
def browser(workspace: Any) -> str:
    return create_key("Shop", "browser", at=AT, actor="test")[1]


def send(here: Site, key: str, kind: str, **told: Any) -> int:
    status, *_ = here.post("/v1/batch", {"batch": [{"type": kind} | told]}, authorization=basic(key))
    here.drain()
    here.outcomes.flush()
    return status


def reasons() -> dict[str, int]:
    return {each.reason: each.count for each in watching.refusals(AT - timedelta(hours=1))}


def traits(subject: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in sorted(customers.records("trait").to_pylist(), key=lambda row: row["valid_from"]):
        if row["subject"] == subject:
            found.setdefault(row["name"], []).append(row["value"])
    return found


def test_a_browser_cannot_make_two_people_one(site, browser, workspace) -> None:
    here = site()
    assert send(here, browser, "alias", previousId="ann@shop", userId="mallory") == 400
    assert not Binding.objects.exists()
    assert reasons() == {"browser_alias": 1}


@pytest.mark.parametrize("how", ["sent by a server", "imported", "sent together"])
def test_the_id_of_a_user_is_never_taken_for_a_device(site, key, browser, workspace, how: str) -> None:
    here = site()
    if how == "sent by a server":
        send(here, key, "track", event="opened", userId="ann@shop")
    elif how == "imported":
        run = ImportRun.objects.create(source="csv", started_at=AT)
        customers.put_records("person", table("person", {"person": "ann@shop"}), source="csv", at=AT, import_id=run.pk)
    batch = [{"type": "identify", "anonymousId": "ann@shop", "userId": "mallory"}]
    if how == "sent together":
        batch += [{"type": "track", "event": "opened", "userId": "ann@shop"}]
    assert here.post("/v1/batch", {"batch": batch}, authorization=basic(browser))[0] == 200
    here.drain()
    ids = {row["key"]: row["id"] for row in customers.ordinals().to_pylist()}
    assert ids.get("ann@shop") != ids["mallory"]
    assert reasons() == {"known_user": 1}


def test_a_browser_tells_nothing_of_an_account_but_who_belongs_to_it(site, browser, workspace) -> None:
    here = site()
    assert send(here, browser, "group", userId="u1", groupId="acme", traits={"name": "Evil", "plan": "Free"}) == 200
    assert traits("account") == {}
    (account,) = customers.records("account").to_pylist()
    (person,) = customers.records("person").to_pylist()
    assert (account["name"], person["account"]) == (None, "acme")
    assert reasons() == {"browser_account": 1}


def test_a_browser_adds_traits_and_overwrites_none_of_a_server(site, key, browser, workspace) -> None:
    here = site()
    send(here, key, "identify", userId="u1", traits={"plan": "Free"})
    send(here, browser, "identify", userId="u1", traits={"plan": "Enterprise", "theme": "dark"})
    send(here, browser, "identify", userId="u1", traits={"theme": "light"})
    assert traits("person") == {"plan": ["Free"], "theme": ["dark", "light"]}
    assert reasons() == {"verified_trait": 1}
    send(here, key, "identify", userId="u1", traits={"theme": "blue"})
    send(here, browser, "identify", userId="u1", traits={"theme": "red"})
    assert traits("person")["theme"] == ["dark", "light", "blue"]


def test_what_is_set_once_never_overwrites(site, key, workspace) -> None:
    here = site()

    def identify(minute: int, **more: Any) -> None:
        event = {"event": "$identify", "distinct_id": "u1", "timestamp": f"2026-05-01T10:{minute:02}:00Z"} | more
        assert here.post("/batch/", {"api_key": key, "batch": [event]})[0] == 200
        here.drain()

    identify(1, **{"$set_once": {"source": "ad"}})
    identify(2, **{"$set_once": {"source": "mail", "city": "Kyiv"}})
    identify(3, **{"$set": {"city": "Lviv"}, "$set_once": {"city": "Odesa"}})
    assert traits("person") == {"source": ["ad"], "city": ["Kyiv", "Lviv"]}
