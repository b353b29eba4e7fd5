"""Reports under a name, on pages."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from holdfast.core.scoping import in_workspace
from holdfast.insights.saved.models import SavedReport
from holdfast.metrics.reports.query.reading import read_data, write
from holdfast.pages.insights.form import draft as drafts
from holdfast.pages.revenue.tests.reading import text

pytestmark = pytest.mark.django_db
URL = "/w/harbour/insights/"
QUERY = {"report": "retention", "interval": "month", "span": {"from": "2026-01-01", "to": "2026-06-30"}}
OTHER = QUERY | {"unit": "account"}


@pytest.fixture
def client(harbour, sign_in):
    return sign_in(harbour, "analyst")


def save(client, name="Back by month", *, shared="1", query=QUERY):
    given = {"q": json.dumps(query), "name": name, "shared": shared}
    return client.post(f"{URL}save/", given, follow=True)


def only(harbour) -> SavedReport:
    with in_workspace(harbour):
        return SavedReport.objects.get()


def test_a_report_is_saved_and_found_again(client, harbour) -> None:
    shown = save(client)
    assert "Back by month" in re.search(r"<h1>(.*?)</h1>", shown.text)[1]
    assert "Save changes" not in shown.text
    home = client.get(URL).text
    assert "Back by month" in home
    where = re.search(r'<a href="([^"]*/insights/saved/\d+/)"', home)[1]
    led = client.get(where)
    given = parse_qs(urlsplit(led["Location"]).query)
    assert json.loads(given["q"][0]) == QUERY
    assert given["saved"] == [str(only(harbour).pk)]


def test_what_was_changed_in_a_saved_report_can_be_saved_into_it(client, harbour) -> None:
    save(client)
    number = only(harbour).pk
    shown = client.get(f"{URL}report/?q={quote(json.dumps(OTHER))}&saved={number}")
    assert "Save changes" in shown.text
    client.post(f"{URL}saved/{number}/again/", {"q": json.dumps(OTHER)})
    assert only(harbour).query["unit"] == "account"


def test_the_form_keeps_which_report_it_is(client, harbour) -> None:
    save(client)
    given = {"report": "retention", "f.interval": "month", "f.span.last": "3", "saved": str(only(harbour).pk)}
    led = client.get(f"{URL}ask/", given)
    assert parse_qs(urlsplit(led["Location"]).query)["saved"] == [str(only(harbour).pk)]
    assert "Back by month" in client.get(led["Location"]).text


@pytest.mark.parametrize("saved", ["0", "999999999", "x", "-1", "9" * 40])
def test_an_address_that_names_a_report_that_is_gone_still_opens(client, saved) -> None:
    assert client.get(f"{URL}report/?q={quote(json.dumps(QUERY))}&saved={saved}").status_code == 200


def test_a_question_that_is_none_is_not_saved(client, harbour) -> None:
    assert client.post(f"{URL}save/", {"q": '{"report":"retention","unit":"dog"}', "name": "x"}).status_code == 422
    assert client.post(f"{URL}save/", {"q": json.dumps(QUERY), "name": " "}).status_code == 422
    with in_workspace(harbour):
        assert not SavedReport.objects.exists()


def test_own_reports_are_shown_to_nobody_else(client, harbour, sign_in) -> None:
    save(client, "<b>Mine</b>", shared="")
    assert "&lt;b&gt;Mine&lt;/b&gt;" in client.get(URL).text
    other = sign_in(harbour, "admin")
    assert "Mine" not in other.get(URL).text
    number = only(harbour).pk
    for place in ("", "change/"):
        assert other.get(f"{URL}saved/{number}/{place}").status_code == 404
    for place in ("again/", "copy/", "delete/"):
        assert other.post(f"{URL}saved/{number}/{place}", {"q": json.dumps(QUERY)}).status_code == 404


def test_it_is_renamed_copied_and_deleted(client, harbour) -> None:
    save(client)
    number = only(harbour).pk
    page = client.get(f"{URL}saved/{number}/change/")
    assert "Nothing else is made with it." in text(page.text)
    client.post(f"{URL}saved/{number}/change/", {"name": "By month", "shared": "on"})
    assert only(harbour).name == "By month"
    copy = client.post(f"{URL}saved/{number}/copy/", follow=True)
    assert "By month (copy)" in copy.text
    taken = client.post(f"{URL}saved/{number}/change/", {"name": "By month (copy)"})
    assert taken.status_code == 422  # the copy is the member's own already
    client.post(f"{URL}saved/{number}/delete/")
    assert only(harbour).name == "By month (copy)"


def test_a_viewer_opens_reports_and_changes_none(client, harbour, sign_in) -> None:
    save(client)
    viewer = sign_in(harbour, "viewer")
    home = viewer.get(URL).text
    assert "Back by month" in home
    assert "/change/" not in home
    assert 'id="report-name"' not in viewer.get(f"{URL}report/?report=retention").text
    assert viewer.post(f"{URL}save/", {"q": json.dumps(QUERY), "name": "x"}).status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        QUERY,
        {"report": "retention", "span": {"last": 4}, "interval": "week", "brackets": [3, 4], "minimum_occurrences": 2,
         "start": {"events": ["a, b"], "where": {"of": "event", "name": "n", "is": "at_least", "values": [3]}},
         "where": {"of": "any", "conditions": [{"of": "plan", "values": ["Pro, large"], "negate": True},
                                               {"of": "list", "subject": "person", "keys": ["x"]}]}},
        {"report": "stickiness", "span": {"last": 9}, "interval": "day", "cumulative": True, "group": 2},
        {"report": "segmentation", "span": {"last": 9}, "lines": [
            {"picked": {"events": ["a"]}, "measure": "property", "statistic": "p90", "property": "n"},
            {"measure": "total", "name": "all"}], "formulas": [{"expression": "A / `all`"}], "previous": True},
    ],
)  # fmt: skip
def test_what_is_stored_opens_as_the_same_question(query) -> None:
    asked = read_data(query)
    assert read_data(drafts.complete(json.loads(write(asked))), lax=True) == asked


def test_names_are_escaped_where_they_are_put_into_forms(client, harbour) -> None:
    save(client, '"><img src=x>')
    page = client.get(f"{URL}saved/{only(harbour).pk}/change/").text
    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt;" in page
