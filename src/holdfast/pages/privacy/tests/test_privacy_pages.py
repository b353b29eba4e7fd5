"""Asking for the data of a person, erasing one in two steps, and periods that are looked at before they hold."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any
from zipfile import ZipFile

import orjson
import pytest

from holdfast.book.board import Board
from holdfast.core.jobs.api import run_all
from holdfast.core.members.models import Member
from holdfast.core.models import AuditEntry, Workspace
from holdfast.core.scoping import in_workspace
from holdfast.customers import api as customers
from holdfast.events import api as events
from holdfast.privacy import api as privacy

ANN = "ann@acme.test"
HOME = "/w/harbour/settings/privacy/"
DATA = f"/w/harbour/people/{ANN}/data/"
ERASE = f"/w/harbour/people/{ANN}/erase/"


@pytest.fixture
def client(harbour: Workspace, sign_in: Any) -> Any:
    return sign_in(harbour, "admin")


@pytest.mark.parametrize("address", [HOME, DATA, ERASE, HOME + "preview/?erase_days=30&events_months=3"])
def test_only_admins_see_these_pages(harbour: Workspace, client: Any, sign_in: Any, address: str) -> None:
    assert client.get(address).status_code == 200
    assert sign_in(harbour, "analyst").get(address).status_code == 403


def test_the_page_of_a_person_leads_admins_there(harbour: Workspace, client: Any, sign_in: Any) -> None:
    assert DATA in client.get(f"/w/harbour/people/{ANN}/").text
    assert DATA not in sign_in(harbour, "viewer").get(f"/w/harbour/people/{ANN}/").text


def test_a_person_is_found_by_its_id(client: Any) -> None:
    assert client.get(HOME, {"id": ANN})["Location"] == DATA
    answer = client.get("/w/harbour/people/nobody/data/")
    assert "Nobody with this id is known" in answer.text


def test_what_is_held_is_exported_as_a_file(harbour: Workspace, client: Any) -> None:
    page = client.get(DATA)
    assert "Answers to surveys" in page.text
    asked = client.post(DATA)
    waiting = client.get(asked["Location"])
    assert "Waiting for a worker" in waiting.text
    run_all()
    fragment = client.get(asked["Location"], headers={"HX-Request": "true"})
    assert fragment["HX-Refresh"] == "true"
    assert "Download it" in client.get(asked["Location"]).text
    sent = client.get(asked["Location"] + "download/")
    assert ANN not in sent["Content-Disposition"]
    with ZipFile(io.BytesIO(b"".join(sent.streaming_content))) as archive:
        told = orjson.loads(archive.read("contents.json"))
        answers = archive.read("answers.jsonl").decode()
        done = [orjson.loads(line) for line in archive.read("events.jsonl").splitlines()]
    assert told["ids"] == [ANN]
    assert told["tables"]["events"] == len(done) > 10
    assert {row["person"] for row in done} == {ANN}
    assert "Works as it should" in answers


def test_a_person_is_erased_only_when_its_id_is_typed(harbour: Workspace, client: Any) -> None:
    assert "What is held" in client.get(ERASE).text
    assert client.post(ERASE, {"confirm": "bo@beta.test"}).status_code == 422
    with in_workspace(harbour):
        assert customers.own_ids("person", [ANN])
    assert client.post(ERASE, {"confirm": ANN})["Location"] == HOME
    with in_workspace(harbour):
        assert not customers.own_ids("person", [ANN])
        entry = AuditEntry.objects.get(action="privacy.person.erased")
    member = Member.objects.get(email="admin@harbour.test")
    assert entry.actor == str(member.pk)
    assert "ann" not in str(entry.data)


def test_no_page_knows_an_erased_person(harbour: Workspace, client: Any) -> None:
    pages = ("", "accounts/acme/", "search/?q=n@acme", "data/events/", "data/events/catalogue/", "audit/")
    before = {page: client.get(f"/w/harbour/{page}") for page in pages}
    assert ANN in before["accounts/acme/"].text
    people = _people(harbour)
    client.post(ERASE, {"confirm": ANN})
    for page in (*pages, "settings/privacy/"):
        answer = client.get(f"/w/harbour/{page}")
        assert answer.status_code == before.get(page, answer).status_code, page
        assert ANN not in answer.text, page
    assert client.get(f"/w/harbour/people/{ANN}/").status_code == 404
    assert _people(harbour) == people - 1
    assert "This person was erased" in client.get(DATA).text
    assert client.post(ERASE, {"confirm": ANN}).status_code == 409


def _people(workspace: Workspace) -> int:
    """Who was active in June, also of the numbers that were computed before."""
    workspace.refresh_from_db()
    result = Board.of(workspace).result("monthly_active_people", "month").table.to_pylist()
    return next(int(row["numerator"]) for row in result if row["label"] == "2026-06")


def test_an_id_of_nobody_is_refused_from_then_on(harbour: Workspace, client: Any) -> None:
    address = "/w/harbour/people/do-not-track/erase/"
    assert "Refuse an id?" in client.get(address).text
    assert client.post(address, {"confirm": "do-not-track"}).status_code == 302
    with in_workspace(harbour):
        assert customers.erased_among(["do-not-track"])


def test_the_export_of_an_erased_person_is_gone(harbour: Workspace, client: Any) -> None:
    asked = client.post(DATA)
    run_all()
    client.post(ERASE, {"confirm": ANN})
    assert client.get(asked["Location"]).status_code == 404
    assert client.get(asked["Location"] + "download/").status_code == 404
    run_all()
    with in_workspace(harbour):
        assert not privacy.folder_of_workspace().exists()


def test_files_are_rewritten_when_somebody_does_not_want_to_wait(harbour: Workspace, client: Any) -> None:
    client.post(ERASE, {"confirm": ANN})
    assert "files are rewritten on" in client.get(HOME).text
    with in_workspace(harbour):
        (gone,) = customers.open_erasures()
        assert events.count_of(gone.ordinals) > 0
        client.post(HOME + "hurry/")
        run_all()
        assert events.count_of(gone.ordinals) == 0
    assert "Gone from all events" in client.get(HOME).text


def test_an_id_is_taken_again_when_the_last_trace_is_gone(harbour: Workspace, client: Any) -> None:
    assert client.post(HOME + "readmit/", {"id": ANN}).status_code == 404
    client.post(ERASE, {"confirm": ANN})
    assert "not removed yet" in client.post(HOME + "readmit/", {"id": ANN}).text
    with in_workspace(harbour):
        (gone,) = customers.open_erasures()
        customers.note_finished(gone.erasure_id, at=datetime.now(UTC))
    assert client.post(HOME + "readmit/", {"id": ANN}).status_code == 302
    with in_workspace(harbour):
        assert not customers.erased_among([ANN])


def test_periods_are_looked_at_before_they_hold(harbour: Workspace, client: Any) -> None:
    sent = {"events_months": "2", "leftovers_days": "30", "erase_days": "14"}
    page = client.get(HOME + "preview/", sent)
    with in_workspace(harbour):
        found = privacy.removable(privacy.Periods(events_months=2), now=datetime.now(UTC))
        assert found.events == found.all_events > 0
        assert privacy.periods() == privacy.Periods()
    assert f"{found.events} of {found.all_events} events" in page.text
    assert client.post(HOME + "periods/", sent).status_code == 302
    with in_workspace(harbour):
        assert privacy.periods() == privacy.Periods(events_months=2, leftovers_days=30, erase_days=14)
        assert privacy.remove_old(now=datetime.now(UTC) + timedelta(minutes=1)).events == found.events
    page = client.get(HOME)
    assert "Events are kept from" in page.text
    assert str(found.events) in page.text


@pytest.mark.parametrize("sent", [{"erase_days": "31"}, {"erase_days": ""}, {"erase_days": "1", "events_months": "0"}])
def test_periods_that_cannot_be_are_refused(client: Any, sent: dict[str, str]) -> None:
    assert client.get(HOME + "preview/", sent).status_code == 422
    assert client.post(HOME + "periods/", sent).status_code == 422
