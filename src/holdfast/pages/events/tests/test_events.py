"""The pages of incoming events."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from holdfast.core.scoping import in_workspace
from holdfast.events.ingest.contracts import Item, Kind, Reason
from holdfast.events.ingest.entries import entry_of
from holdfast.events.ingest.outcomes import store
from holdfast.events.journal import open_journal
from holdfast.events.keys import Admission, hashed
from holdfast.events.models import WriteKey

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
