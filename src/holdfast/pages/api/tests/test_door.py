"""Who may ask for numbers: keys, their scopes and ends, how often, and of which workspace."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from holdfast.core.api import create_workspace
from holdfast.core.limits import Limit
from holdfast.core.scoping import in_workspace
from holdfast.events.api import BadKey, create_key, revoke_key
from holdfast.events.keys import admissions, hashed
from holdfast.events.models import WriteKey
from holdfast.pages.api import door
from tests import company

pytestmark = pytest.mark.django_db
QUERY = json.dumps({"report": "stickiness", "span": {"last": 5}})


def ask(key: str | None, path: str = "kpis"):
    return Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {key}"} if key else {})


def post(key: str, path: str):
    headers = {"Authorization": f"Bearer {key}"}
    return Client(enforce_csrf_checks=True).post(
        f"/api/v1/{path}", QUERY, content_type="application/json", headers=headers
    )


def test_a_key_that_reads_is_let_in_by_bearer_or_basic_and_no_other_way(harbour, key_of) -> None:
    key = key_of(harbour, "read")
    assert ask(key).status_code == 200
    basic = base64.b64encode(f"{key}:".encode()).decode()
    assert Client().get("/api/v1/kpis", headers={"Authorization": f"Basic {basic}"}).status_code == 200
    # An address is noted in logs; so no key is taken from it.
    assert Client().get(f"/api/v1/kpis?api_key={key}").status_code == 401


@pytest.mark.parametrize("key", [None, "hfr_wrong", "", "x y", "ключ"])
def test_without_a_good_key_nobody_is_let_in(harbour, key) -> None:
    answer = ask(key)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="Holdfast"'
    assert answer.json()["error"]["code"] == "unknown_key"


def test_a_key_that_only_sends_events_reads_nothing(harbour, key_of) -> None:
    for key in (key_of(harbour), key_of(harbour, kind="browser")):
        answer = ask(key)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "key_may_not")
        assert 'scope="read"' in answer["WWW-Authenticate"]


def test_who_is_behind_a_number_needs_a_scope_of_its_own(harbour, key_of) -> None:
    numbers, people = key_of(harbour, "read"), key_of(harbour, "read", "people")
    assert post(numbers, "reports").status_code == 200
    assert post(numbers, "reports/behind?cell=0.0").status_code == 403
    assert ask(numbers, "kpis/customers/behind?at=2026-03").status_code == 403
    assert ask(people, "kpis/customers/behind?at=2026-03").status_code == 200


def test_a_key_that_has_ended_or_was_revoked_is_unknown(harbour, key_of) -> None:
    assert ask(key_of(harbour, "read", lasts=timedelta(seconds=-1))).status_code == 401
    key = key_of(harbour, "read")
    with in_workspace(harbour):
        revoke_key(WriteKey.objects.get(hash=hashed(key)).pk, at=datetime.now(UTC), actor="test")
    assert ask(key).status_code == 401


def test_a_key_that_reads_sends_no_events(harbour, key_of) -> None:
    key = key_of(harbour, "read")
    assert hashed(key) not in admissions(datetime.now(UTC))
    assert hashed(key_of(harbour)) in admissions(datetime.now(UTC))


def test_keys_that_read_and_write_or_never_end_are_not_made(harbour) -> None:
    now = datetime.now(UTC)
    later = now + timedelta(days=1)
    with in_workspace(harbour):
        for kind, scopes, ends in (
            ("server", ("read", "write"), later), ("browser", ("read",), later), ("server", ("read",), None),
            ("server", (), later),
        ):  # fmt: skip
            with pytest.raises(BadKey):
                create_key("x", kind, at=now, actor="test", scopes=scopes, expires_at=ends)


def test_a_key_opens_its_own_workspace_alone(harbour, key_of) -> None:
    other = create_workspace("Elsewhere", slug="elsewhere", at=company.IMPORTED)
    answer = ask(key_of(other, "read"))
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "nothing_yet")
    assert ask(key_of(harbour, "read")).status_code == 200


def test_a_member_who_is_signed_in_is_not_let_in_without_a_key(harbour, sign_in) -> None:
    assert sign_in(harbour, "owner").get("/api/v1/kpis").status_code == 401


def test_no_cookie_is_set_and_nothing_is_kept_on_the_way(harbour, key_of) -> None:
    answer = post(key_of(harbour, "read"), "reports")
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"


def test_each_key_has_a_limit_of_its_own(harbour, key_of, monkeypatch) -> None:
    monkeypatch.setattr(door, "ASKED", Limit("numbers by key, in a test", most=2, seconds=60))
    one, other = key_of(harbour, "read"), key_of(harbour, "read")
    assert [ask(one).status_code for _ in range(3)] == [200, 200, 429]
    answer = ask(one)
    assert 0 < int(answer["Retry-After"]) <= 60
    assert answer.json()["error"]["code"] == "too_many"
    assert ask(other).status_code == 200


def test_whoever_guesses_keys_is_stopped(harbour, key_of, monkeypatch) -> None:
    monkeypatch.setattr(door, "GUESSED", Limit("guesses, in a test", most=2, seconds=60))
    good = key_of(harbour, "read")
    for _ in range(3):
        assert ask(good).status_code == 200  # success does not count
    assert [ask("hfr_x").status_code for _ in range(3)] == [401, 401, 429]


@pytest.mark.parametrize(("method", "path"), [("get", "reports"), ("post", "kpis"), ("delete", "kpis/nrr")])
def test_another_method_is_refused_with_the_one_that_is_right(program, method, path) -> None:
    answer = getattr(program, method)(f"/api/v1/{path}")
    assert answer.status_code == 405
    assert answer["Allow"].split(", ")[0] in answer.json()["error"]["message"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_that_is_none_is_told_as_json(program, method) -> None:
    answer = getattr(program, method)("/api/v1/kpi")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_a_body_that_is_too_large_is_not_read(program) -> None:
    answer = program.post("/api/v1/reports", "x" * 200_000, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_numbers_that_are_still_computed_are_asked_for_again(program, harbour, settings) -> None:
    settings.BOARDS_AT_ONCE = False
    harbour.data_version += 1
    harbour.save()
    shown = program.get("/api/v1/kpis")  # the older numbers, until there are newer ones
    assert shown.json()["stale"] is True
    new = create_workspace("New", slug="new", at=company.IMPORTED)
    new.data_version = 1
    new.save()
    with in_workspace(new):
        key = create_key("x", "server", at=datetime.now(UTC), actor="test", scopes=("read",),
                         expires_at=datetime.now(UTC) + timedelta(days=1))[1]  # fmt: skip
    answer = ask(key)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "pending")
    assert int(answer["Retry-After"]) > 0
