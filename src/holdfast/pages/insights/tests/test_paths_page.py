"""Paths on pages: the form, the flows, those behind each, files, saved and on a dashboard."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from holdfast.core.scoping import in_workspace
from holdfast.insights.saved.models import SavedReport
from holdfast.metrics.reports.query.reading import read_data
from holdfast.pages.insights.form import draft as drafts
from holdfast.pages.revenue.tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.numbers]
URL = "/w/harbour/insights/"
# Ann signs in, makes a project and signs in again, every month; without sessions that is one path.
QUERY = {
    "report": "paths", "span": {"from": "2026-01-01", "to": "2026-06-30"}, "start": {"events": ["project_created"]},
    "gap": None, "steps": 2,
}  # fmt: skip


def asked(query: dict, **more: str) -> str:
    return f"?q={quote(json.dumps(query))}" + "".join(f"&{name}={value}" for name, value in more.items())


@pytest.fixture
def client(harbour, sign_in):
    return sign_in(harbour, "analyst")


def test_the_page_has_flows_a_list_for_phones_and_tables(client) -> None:
    page = client.get(f"{URL}report/{asked(QUERY)}").text
    assert "What people did after “project_created”" in text(page)
    assert 'aria-label="Start: project_created → signed_in' in page
    assert 'class="path"' in page
    assert "From one step to the next" in page


def test_behind_every_number_stand_as_many_as_it_says(client) -> None:
    found = client.get(f"{URL}export/{asked(QUERY)}&as=json").json()["numbers"]
    for number in (one for one in found if one["cell"]):
        page = client.get(f"{URL}behind/{asked(QUERY, cell=number['cell'])}")
        count = int(number["numerator"])
        assert f"{count} {'person is' if count == 1 else 'people are'} behind this number." in text(page.text)


def test_files_have_every_number(client) -> None:
    for form in ("csv", "xlsx", "png"):
        assert client.get(f"{URL}export/{asked(QUERY)}&as={form}").status_code == 200


def test_a_session_that_never_ends_is_chosen_in_the_form_and_stays_chosen(client) -> None:
    given = {"report": "paths", "f.span.last": "30", "f.start.events.0": "signed_in", "f.gap.n": "30",
             "f.gap.unit": "endless", "f.window.unit": "minute", "f.steps": "3", "f.repeats": "true"}  # fmt: skip
    led = client.get(f"{URL}ask/", given)["Location"]
    page = client.get(led).text
    assert "All that somebody does in this time is one path." in text(page)
    assert re.search(r'<option value="endless" selected>', page)
    held = drafts.complete(json.loads(parse_qs(urlsplit(led).query)["q"][0]))
    query = read_data(held, lax=True)
    assert query.gap is None
    assert query.window is None
    assert query.repeats
    # A stored query says it in another way.
    assert re.search(r'<option value="endless" selected>', client.get(f"{URL}report/{asked(QUERY)}").text)


def test_paths_are_saved_and_put_on_a_dashboard(client, harbour) -> None:
    client.post(f"{URL}save/", {"q": json.dumps(QUERY), "name": "After a project", "shared": "1"})
    made = client.post("/w/harbour/dashboards/new/", {"name": "Board", "shared": "1"}, follow=True)
    board = re.search(r"/dashboards/(\d+)/", made.request["PATH_INFO"])[1]
    with in_workspace(harbour):
        report = SavedReport.objects.get()
    assert report.kind == "paths"
    client.post(f"/w/harbour/dashboards/put/{report.pk}/", {"dashboard": board})
    page = client.get(f"/w/harbour/dashboards/{board}/").text
    tile = re.search(rf'"([^"]*/dashboards/{board}/tiles/\d+/)"', page)[1]
    assert 'aria-label="What was done step by step"' in client.get(tile).text
