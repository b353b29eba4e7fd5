"""The first visit of a new installation."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.test import Client

from holdfast.core.api import create_workspace
from holdfast.core.members import demo, first
from holdfast.core.members.models import Member, Membership
from holdfast.core.models import AuditEntry, Workspace
from holdfast.core.scoping import in_workspace

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, tzinfo=UTC)
OWNER = {"name": "Robin Ash", "email": "Robin@Harbour.test", "password": "tidal basin lantern"}
COMPANY = {"company": "Harbour", "currency": "GBP", "time_zone": "Europe/London"}


@pytest.fixture
def code(settings) -> str:
    Path(settings.DATA_DIR).mkdir(parents=True)
    return first.make_code()


def send(client: Client, code: str, **changes: str):
    return client.post("/start/", OWNER | COMPANY | {"code": code} | changes)


def test_the_front_door_leads_there(client: Client) -> None:
    assert client.get("/").headers["Location"] == "/start/"


def test_the_code_makes_an_owner_and_a_workspace(client: Client, code: str) -> None:
    assert client.get("/start/").status_code == 200
    answer = send(client, code)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    member = Member.objects.get()
    assert (member.email, member.name) == ("robin@harbour.test", "Robin Ash")
    assert identify_hasher(member.password).algorithm == "argon2"
    workspace = Workspace.objects.get()
    assert (workspace.name, workspace.slug) == ("Harbour", "harbour")
    kept = workspace.preferences
    assert (kept.currency, kept.time_zone, kept.language) == ("GBP", "Europe/London", "en")
    assert Membership.objects.get().role == "owner"
    assert client.get("/").headers["Location"] == "/w/harbour/"
    with in_workspace(workspace):
        assert "members.member.joined" in AuditEntry.objects.values_list("action", flat=True)


def test_the_code_may_be_typed_in_any_way(client: Client, code: str) -> None:
    assert send(client, f"  {code.upper().replace('-', ' ')} ").status_code == 302


def test_afterwards_the_page_is_not_there(client: Client, code: str, settings) -> None:
    send(client, code)
    for answer in (client.get("/start/"), send(client, code, email="other@harbour.test")):
        assert answer.status_code == 404
    assert Member.objects.count() == 1
    assert list(Path(settings.DATA_DIR).glob("first-owner*")) == []


def test_whoever_owns_an_installation_with_workspaces_owns_them_all(client: Client, code: str) -> None:
    for name in ("Harbour", "Quay"):
        create_workspace(name, at=NOW)
    page = client.get("/start/").text
    assert "Harbour, Quay" in page
    assert 'name="company"' not in page
    assert send(client, code).status_code == 302
    assert sorted(Membership.objects.values_list("workspace__slug", "role")) == [
        ("harbour", "owner"),
        ("quay", "owner"),
    ]
    assert Workspace.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"password": "short"}, "too short"),
        ({"password": "robin@harbour.test"}, "too similar"),
        ({"email": "nobody"}, "valid email"),
        ({"time_zone": "Mars/Olympus"}, "no such time zone"),
        ({"currency": "XXXX"}, "valid choice"),
        ({"company": ""}, "required"),
        ({"code": ""}, "required"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client: Client, code: str, changes: dict[str, str], words: str) -> None:
    answer = send(client, **{"code": code} | changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert not Member.objects.exists()
    assert send(client, code).status_code == 302  # the code still holds


def test_a_wrong_code_makes_nobody_an_owner(client: Client, code: str) -> None:
    answer = send(client, "aaaa-bbbb")
    assert answer.status_code == 422
    assert "This is not the code." in answer.text
    assert not Member.objects.exists()


def test_a_new_start_makes_the_old_code_void(client: Client, code: str) -> None:
    newer = first.make_code()
    assert send(client, code).status_code == 422
    assert send(client, newer).status_code == 302


def test_the_code_cannot_be_guessed_by_trying(client: Client, code: str) -> None:
    for _ in range(10):
        assert send(client, "aaaa-bbbb").status_code == 422
    assert send(client, "aaaa-bbbb").status_code == 429
    assert send(client, code).status_code == 429


def test_only_a_hash_of_the_code_is_kept_for_the_owner_of_the_folder(code: str, settings) -> None:
    kept = Path(settings.DATA_DIR) / "first-owner"
    assert code.replace("-", "") not in kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600


def test_without_a_start_there_is_no_code(client: Client) -> None:
    assert send(client, "aaaa-bbbb").status_code == 422


def test_of_two_at_once_one_becomes_the_owner(code: str) -> None:
    assert first.is_right(code)
    assert first.is_right(code)
    given = {"name": "", "password": "tidal basin lantern", "workspace": "W", "preferences": first.Preferences()}
    first.become_owner(email="a@harbour.test", at=NOW, **given)
    with pytest.raises(first.HasOwner):
        first.become_owner(email="b@harbour.test", at=NOW, **given)
    assert Member.objects.get().email == "a@harbour.test"


def test_after_a_failure_the_code_still_holds(client: Client, code: str, monkeypatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("disk")

    with monkeypatch.context() as patched:
        patched.setattr(first, "create_workspace", fail)
        with pytest.raises(RuntimeError):
            send(client, code)
    assert not Member.objects.exists()
    assert send(client, code).status_code == 302


def test_the_page_speaks_the_browsers_language(client: Client) -> None:
    page = client.get("/start/", headers={"Accept-Language": "de"})
    assert '<html lang="de"' in page.text
    assert "EUR – Euro" in page.text


def test_the_link_of_a_demo_signs_in_once(client: Client, empty, settings) -> None:
    Path(settings.DATA_DIR).mkdir(parents=True)
    password = demo.make_owner(at=NOW)
    link = f"/start/demo/{demo.make_token()}/"
    assert client.get("/start/demo/another/").status_code == 404
    answer = client.get(link)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").headers["Location"] == "/w/empty/"
    assert Client().get(link).status_code == 404
    assert Member.objects.get(email=demo.EMAIL).check_password(password)


def test_elsewhere_there_is_no_such_link(client: Client, empty) -> None:
    assert client.get("/start/demo/anything/").status_code == 404


def test_health_is_told_to_anybody_and_nothing_else(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert client.post("/healthz").status_code == 405
