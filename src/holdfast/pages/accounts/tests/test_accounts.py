"""The page of all accounts."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

from django.test import Client
from openpyxl import load_workbook

from holdfast.core.scoping import in_workspace
from holdfast.insights.lists import api as lists

URL = "/w/harbour/accounts/"


def names(answer) -> list[str]:
    return [row.key for row in answer.context["rows"]]


def test_every_account_is_there_the_largest_first(harbour, sign_in) -> None:
    answer = sign_in(harbour, "viewer").get(URL)
    assert answer.status_code == 200
    assert names(answer)[:3] == ["elm", "acme", "beta"]  # 400, 300 and 90 EUR
    assert answer.context["count"] == "8 accounts"
    assert "&lt;b&gt;Hill &amp; Co&lt;/b&gt;" in answer.text
    assert "<b>Hill" not in answer.text
    assert 'href="/w/harbour/accounts/elm/"' in answer.text


def test_search_and_conditions_are_in_the_address(harbour, sign_in) -> None:
    client = sign_in(harbour, "viewer")
    assert names(client.get(URL, {"q": "HILL"})) == ["hill"]
    answer = client.get(URL, {"mrr.gte": "90", "trait:country.is": "US"})
    assert names(answer) == ["elm"]
    assert [chip.text for chip in answer.context["chips"]] == ["MRR at least 90", "Country is US"]
    assert names(client.get(f"{URL}?{answer.context['chips'][0].without}")) == ["elm", "hill"]


def test_a_person_leads_to_its_account(odd, sign_in) -> None:
    client = sign_in(odd, "viewer")
    assert names(client.get(URL, {"q": "ZOE@"})) == ["dune"]
    assert names(client.get(URL, {"q": "zo"})) == []  # too short to look through all people


def test_the_form_leads_to_an_address_that_keeps_what_was_there(harbour, sign_in) -> None:
    answer = sign_in(harbour, "viewer").get(
        URL, {"q": "e", "column": "status", "operator": "is", "value": "paying", "sort": "name"}
    )
    assert answer.status_code == 302
    assert answer["Location"] == f"{URL}?q=e&status.is=paying&sort=name"


def test_a_condition_on_a_column_offers_what_there_is(harbour, sign_in) -> None:
    answer = sign_in(harbour, "viewer").get(URL, {"filter": "status"})
    assert '<option value="churned">churned</option>' in answer.text


def test_only_rows_are_sent_for_a_swap(harbour, sign_in) -> None:
    answer = sign_in(harbour, "viewer").get(URL, {"q": "acme"}, headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "Acme GmbH" in answer.text


def test_nothing_found_says_what_to_do(harbour, sign_in) -> None:
    answer = sign_in(harbour, "viewer").get(URL, {"q": "<script>alert(1)</script>"})
    assert "No account fulfils all of this" in answer.text
    assert "<script>alert(1)" not in answer.text


def test_a_condition_that_cannot_be_read_is_named(harbour, sign_in) -> None:
    answer = sign_in(harbour, "viewer").get(URL, {"mrr.gte": "much"})
    assert answer.status_code == 422
    assert "“much” is no number" in answer.text


def test_without_data_it_says_so(empty, sign_in) -> None:
    assert "Your numbers will stand here" in sign_in(empty, "viewer").get("/w/empty/accounts/").text


def test_columns_can_be_chosen(harbour, sign_in) -> None:
    answer = sign_in(harbour, "viewer").get(URL, {"columns": ["trait:segment", "mrr"]})
    assert [head.title for head in answer.context["heads"]] == ["Account", "MRR", "Segment"]


def test_the_number_of_queries_does_not_depend_on_the_rows(harbour, sign_in, django_assert_max_num_queries) -> None:
    client = sign_in(harbour, "viewer")
    client.get(URL)
    with django_assert_max_num_queries(10):
        client.get(URL, {"q": "acme"})


def test_a_file_has_what_is_filtered_and_runs_nothing(odd, sign_in) -> None:
    client = sign_in(odd, "viewer")
    answer = client.get("/w/harbour/accounts.csv", {"status.is": "lead"})
    assert answer["Content-Disposition"] == 'attachment; filename="harbour-accounts.csv"'
    rows = list(csv.reader(StringIO(answer.content.decode())))
    assert rows[0][:3] == ["Key", "Account", "Status"]
    assert {tuple(row[:2]) for row in rows[1:]} >= {("'=1+1", "'=cmd|' /C calc'!A0"), ("'+49", "'@SUM(A1)")}
    sheet = load_workbook(BytesIO(client.get("/w/harbour/accounts.xlsx", {"q": "cmd"}).content)).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")


def test_other_files_there_are_none(harbour, sign_in) -> None:
    assert sign_in(harbour, "viewer").get("/w/harbour/accounts.exe").status_code == 404


def test_the_exact_mrr_is_in_the_file(harbour, sign_in) -> None:
    answer = sign_in(harbour, "viewer").get("/w/harbour/accounts.csv", {"mrr.gte": "1", "columns": "mrr"})
    assert answer.content.decode().splitlines()[1:3] == ["elm,Elm Inc,400", "acme,Acme GmbH,300"]


def test_a_view_is_saved_shown_and_deleted(harbour, sign_in) -> None:
    client: Client = sign_in(harbour, "analyst")
    answer = client.post("/w/harbour/views/", {"name": "Big", "query": "mrr.gte=100&sort=name", "shared": "1"})
    assert answer["Location"] == f"{URL}?mrr.gte=100&sort=name"
    shown = sign_in(harbour, "viewer").get(URL)
    assert 'href="/w/harbour/accounts/?mrr.gte=100&amp;sort=name">Big' in shown.text
    (view,) = shown.context["views"]
    assert (
        sign_in(harbour, "viewer", "v2@harbour.test").post(f"/w/harbour/views/{view.view_id}/delete/").status_code
        == 403
    )
    assert (
        sign_in(harbour, "analyst", "a2@harbour.test").post(f"/w/harbour/views/{view.view_id}/delete/").status_code
        == 404
    )
    assert client.post(f"/w/harbour/views/{view.view_id}/delete/").status_code == 302
    assert client.get(URL).context["views"] == []


def test_a_viewer_saves_nothing(harbour, sign_in) -> None:
    client = sign_in(harbour, "viewer")
    assert client.post("/w/harbour/views/", {"name": "x", "query": ""}).status_code == 403
    assert client.post("/w/harbour/lists/new/", {"name": "x", "query": ""}).status_code == 403
    assert "Save as list" not in client.get(URL).text
    with in_workspace(harbour):
        assert lists.lists() == []
