"""Search over everything."""

from __future__ import annotations

import pytest

from holdfast.core.scoping import in_workspace
from holdfast.customers import api as customers
from holdfast.insights.lists import api as lists
from tests.company import IMPORTED

URL = "/w/harbour/search/"


def hits(answer) -> dict[str, list[str]]:
    return {group.title: [hit.title for hit in group.hits] for group in answer.context["groups"]}


def test_it_finds_accounts_kpis_lists_and_people(harbour, sign_in) -> None:
    with in_workspace(harbour):
        ids = customers.accounts()["id"].to_pylist()
        lists.create_list("Beta testers", "account", ids, at=IMPORTED, member=None)
    client = sign_in(harbour, "viewer")
    found = hits(client.get(URL, {"q": "beta"}))
    assert found == {"Accounts": ["Beta Oy"], "Lists": ["Beta testers"], "People": ["bo@beta.test"]}


def test_names_that_begin_with_it_come_first(harbour, sign_in) -> None:
    assert hits(sign_in(harbour, "viewer").get(URL, {"q": "e"}))["Accounts"][0] == "Elm Inc"


def test_kpis_are_found_by_key_and_by_title_in_the_readers_language(harbour, sign_in) -> None:
    client = sign_in(harbour, "viewer")
    assert hits(client.get(URL, {"q": "nrr"}))["KPIs"]
    german = client.get(URL, {"q": "Nettoumsatz"}, headers={"Accept-Language": "de"})
    english = client.get(URL, {"q": "net revenue ret"})
    assert german.context["groups"] or english.context["groups"]


@pytest.mark.parametrize("q", ["<script>alert(1)</script>", "zzz", "%"])
def test_nothing_found_is_said(harbour, sign_in, q: str) -> None:
    answer = sign_in(harbour, "viewer").get(URL, {"q": q})
    assert "Nothing is called" in answer.text
    assert "<script>alert" not in answer.text


def test_without_words_or_data_it_is_an_empty_page(empty, sign_in) -> None:
    client = sign_in(empty, "viewer")
    assert client.get("/w/empty/search/").status_code == 200
    assert client.get("/w/empty/search/", {"q": "acme"}).status_code == 200


def test_results_under_the_field_are_a_fragment(harbour, sign_in) -> None:
    answer = sign_in(harbour, "viewer").get(URL, {"q": "hill"}, headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "&lt;b&gt;Hill" in answer.text


def test_it_asks_few_questions(harbour, sign_in, django_assert_max_num_queries) -> None:
    client = sign_in(harbour, "viewer")
    client.get(URL, {"q": "acme"})
    with django_assert_max_num_queries(8):
        client.get(URL, {"q": "acme"})
