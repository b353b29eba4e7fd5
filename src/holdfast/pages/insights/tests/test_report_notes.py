"""Notes made, changed and deleted beside a report."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from holdfast.core.scoping import in_workspace
from holdfast.insights.annotations.models import Annotation
from holdfast.pages.revenue.tests.reading import text

pytestmark = pytest.mark.django_db
URL = "/w/harbour/insights/"
QUERY = {"report": "lifecycle", "interval": "month", "span": {"from": "2026-01-01", "to": "2026-06-30"}}
ASKED = "?" + urlencode({"q": json.dumps(QUERY)})
GIVEN = {"day": "2026-03-10", "text": "New prices"}


@pytest.fixture
def client(harbour, sign_in):
    return sign_in(harbour, "analyst")


def only(harbour) -> Annotation:
    with in_workspace(harbour):
        return Annotation.objects.get()


def test_a_note_is_made_beside_a_report_and_stands_on_kpis_too(client, harbour) -> None:
    assert "/insights/notes/?q=" in client.get(f"{URL}report/{ASKED}").text
    page = client.post(f"{URL}notes/{ASKED}", GIVEN, follow=True)
    assert page.request["PATH_INFO"] == f"{URL}report/"
    assert 'aria-label="10 Mar 2026: New prices"' in page.text
    assert only(harbour).kpi == ""
    assert "New prices" in client.get("/w/harbour/kpi/nrr/").text
    # Only what runs over time shows it.
    assert "New prices" not in client.get(f"{URL}report/?report=stickiness").text


def test_it_is_changed_and_deleted(client, harbour) -> None:
    client.post(f"{URL}notes/{ASKED}", GIVEN)
    where = f"{URL}notes/{only(harbour).pk}/"
    assert "New prices" in client.get(where + ASKED).text
    client.post(where + ASKED, GIVEN | {"text": "Other prices", "day": "2026-04-01"})
    assert "Other prices" in text(client.get(f"{URL}report/{ASKED}").text)
    led = client.post(f"{where}delete/")
    assert led["Location"] == URL
    assert "Other prices" not in client.get(f"{URL}report/{ASKED}").text


def test_a_note_of_one_kpi_stays_there(client, harbour) -> None:
    client.post("/w/harbour/kpi/nrr/notes/", GIVEN)
    assert "New prices" not in client.get(f"{URL}report/{ASKED}").text
    client.post(f"{URL}notes/{only(harbour).pk}/{ASKED}", GIVEN)
    assert only(harbour).kpi == "nrr"


def test_a_viewer_reads_notes_and_makes_none(client, harbour, sign_in) -> None:
    client.post(f"{URL}notes/{ASKED}", GIVEN)
    viewer = sign_in(harbour, "viewer")
    page = viewer.get(f"{URL}report/{ASKED}").text
    assert "New prices" in page
    assert "/insights/notes/" not in page
    assert viewer.post(f"{URL}notes/", GIVEN).status_code == 403


def test_a_note_without_words_is_refused_where_it_was_written(client, harbour) -> None:
    assert client.post(f"{URL}notes/{ASKED}", GIVEN | {"text": " "}).status_code == 422
    with in_workspace(harbour):
        assert not Annotation.objects.exists()
