"""The pages of incoming events."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from holdfast.core.scoping import in_workspace
from holdfast.events.api import ConsentRules, consent_rules, create_key
from holdfast.events.ingest.contracts import Item, Kind, Reason
from holdfast.events.ingest.entries import entry_of
from holdfast.events.ingest.outcomes import store
from holdfast.events.journal import open_journal
from holdfast.events.keys import Admission, hashed
from holdfast.events.models import WriteKey
from holdfast.pages.events.snippets import SERVERS

PLACES = ("events", "events/live", "events/catalogue", "events/keys", "events/set-up")


@pytest.mark.parametrize("place", PLACES)
def test_every_page_stands_with_and_without_data(sign_in, harbour, empty, place: str) -> None:
    for workspace in (harbour, empty):
        assert (
            sign_in(workspace, email=f"{workspace.slug}@x.test").get(f"/w/{workspace.slug}/data/{place}/").status_code
            == 200
        )


def test_an_acknowledged_event_shows_before_it_is_in_a_part(sign_in, empty) -> None:
    now = datetime.now(UTC)
    item = Item(
        kind=Kind.EVENT, message_id="m1", occurred_at=int(now.timestamp() * 1e6), event="<b>opened</b>", user_id="u1"
    )
    journal = open_journal()
    journal.append(
        [entry_of(item, Admission(1, empty.pk, browser=False, origins=frozenset()), item.occurred_at, "curl")]
    )
    journal.close()
    page = sign_in(empty).get(f"/w/{empty.slug}/data/events/").text
    assert "&lt;b&gt;opened&lt;/b&gt;" in page
    assert "just in" in page


def test_what_was_refused_is_shown_with_reason_remedy_and_example(sign_in, empty) -> None:
    key = (empty.pk, "key-1", "analytics-python/2.4.0", str(Reason.NO_ID))
    store({key: 3}, datetime.now(UTC), {key: '{"type":"track"}'})
    page = sign_in(empty).get(f"/w/{empty.slug}/data/events/").text
    for text in ("names nobody", "Send a user id or an anonymous id.", "analytics-python/2.4.0", "&quot;track&quot;"):
        assert text in page


def test_a_server_key_is_shown_once_and_can_be_revoked(sign_in, empty) -> None:
    client = sign_in(empty, "admin")
    address = f"/w/{empty.slug}/data/events/keys/"
    answer = client.post(address, {"name": "api", "kind": "server", "origins": ""})
    assert "no-store" in answer.headers["Cache-Control"]
    page = answer.text
    text = page.split("<code>")[1].split("</code>")[0]
    assert text.startswith("hfs_")
    assert text not in client.get(address).text
    with in_workspace(empty):
        key = WriteKey.objects.get(hash=hashed(text))
    assert client.post(f"{address}{key.pk}/revoke/").status_code == 302
    assert "revoked" in client.get(address).text


def test_a_key_that_reads_says_what_it_may_and_when_it_ends(sign_in, empty) -> None:
    client = sign_in(empty, "admin")
    address = f"/w/{empty.slug}/data/events/keys/"
    page = client.post(address, {"name": "BI", "kind": "people", "days": "90"}).text
    text = page.split("<code>")[1].split("</code>")[0]
    assert text.startswith("hfr_")
    assert "http://testserver/api/v1/" in page
    with in_workspace(empty):
        key = WriteKey.objects.get(hash=hashed(text))
    assert key.scopes == ["people", "read"]
    assert (key.expires_at - key.created_at).days == 90
    shown = client.get(address).text
    assert "read numbers, and who is behind them" in shown
    assert text not in shown


@pytest.mark.parametrize("kind", ["read", "people"])
def test_a_key_that_reads_and_never_ends_is_refused(sign_in, empty, kind) -> None:
    client = sign_in(empty, "admin")
    page = client.post(f"/w/{empty.slug}/data/events/keys/", {"name": "BI", "kind": kind, "days": ""}).text
    assert "Choose how long it lasts." in page
    with in_workspace(empty):
        assert not WriteKey.objects.exists()


def test_a_bad_web_site_is_named(sign_in, empty) -> None:
    page = sign_in(empty).post(
        f"/w/{empty.slug}/data/events/keys/", {"name": "web", "kind": "browser", "origins": "example.com/app"}
    )
    assert "example.com/app is no address of a web site" in page.text


def test_a_viewer_may_look_and_not_make_keys(sign_in, empty) -> None:
    client = sign_in(empty, "viewer")
    assert client.get(f"/w/{empty.slug}/data/events/").status_code == 200
    assert client.get(f"/w/{empty.slug}/data/events/keys/").status_code == 403
    assert client.post(f"/w/{empty.slug}/data/events/keys/", {"name": "x", "kind": "server"}).status_code == 403


def test_the_catalogue_lists_events_with_their_properties(sign_in, harbour) -> None:
    page = sign_in(harbour).get(f"/w/{harbour.slug}/data/events/catalogue/", {"event": "signed_in"}).text
    assert "signed_in" in page
    assert "project_created" in page
    assert "It comes without properties." in page


def test_the_set_up_names_the_machine_that_was_reached(sign_in, empty, settings) -> None:
    settings.INGEST_URL, settings.INGEST_PORT = "", 8402
    page = sign_in(empty).get(f"/w/{empty.slug}/data/events/set-up/", headers={"host": "[::1]:8400"}).text
    assert "http://[::1]:8402" in page


def test_what_becomes_of_people_who_do_not_want_to_be_counted_is_chosen_beside_the_keys(sign_in, empty) -> None:
    client = sign_in(empty, "admin")
    address = f"/w/{empty.slug}/data/events/"
    (before,) = re.findall(r'<input[^>]*name="signals"[^>]*>', client.get(f"{address}keys/").text)
    assert "checked" in before
    answer = client.post(f"{address}consent/", {"category": " Analytics "}, follow=True)
    assert "Saved. It holds for what arrives from now on." in answer.text
    assert 'value="Analytics"' in answer.text
    with in_workspace(empty):
        assert consent_rules() == ConsentRules(signals=False, category="Analytics")
    assert (
        "A name may have 100 characters."
        in client.post(f"{address}consent/", {"category": "x" * 101}, follow=True).text
    )


def test_a_viewer_may_not_change_whom_to_count(sign_in, empty) -> None:
    assert sign_in(empty, "viewer").post(f"/w/{empty.slug}/data/events/consent/", {}).status_code == 403


def test_what_was_not_kept_is_counted_and_is_no_fault(sign_in, empty) -> None:
    store(
        {(empty.pk, "key-1", "browser", "do_not_track"): 3, (empty.pk, "key-1", "x", "no_consent"): 4},
        datetime.now(UTC),
    )
    page = sign_in(empty).get(f"/w/{empty.slug}/data/events/").text
    assert "0 accepted, 0 refused" in page
    assert "7 not kept, of people who do not want to be counted" in page
    assert "do_not_track" not in page


def test_the_set_up_says_why_nothing_is_to_be_seen(sign_in, empty) -> None:
    client = sign_in(empty)
    address = f"/w/{empty.slug}/data/events/set-up/"
    assert "Waiting for your first event" in client.get(address).text
    store({(empty.pk, "key-1", "browser", "do_not_track"): 1, (empty.pk, "key-1", "x", "no_id"): 1}, datetime.now(UTC))
    page = client.get(address).text
    assert "Does your browser ask not to be tracked?" in page
    assert "Something has arrived and was refused: names nobody. Send a user id or an anonymous id." in page


def test_an_imported_event_is_not_taken_for_one_that_a_client_sent(sign_in, harbour) -> None:
    assert "Waiting for your first event" in sign_in(harbour).get(f"/w/{harbour.slug}/data/events/set-up/").text


def test_a_key_of_a_browser_stands_in_the_lines_for_web_pages_only(sign_in, empty) -> None:
    with in_workspace(empty):
        text = create_key("Shop", "browser", at=datetime.now(UTC), actor="test")[1]
    pages, servers = sign_in(empty).get(f"/w/{empty.slug}/data/events/set-up/").text.split('id="servers-title"')
    assert pages.count(text) == 4
    assert text not in servers
    assert servers.count("YOUR_SERVER_KEY") == len(SERVERS)
