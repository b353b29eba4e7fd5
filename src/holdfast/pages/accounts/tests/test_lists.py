"""Lists in the browser: saved from what is filtered, looked at, changed."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.test import Client

from holdfast.core.scoping import in_workspace
from holdfast.customers import api as customers
from holdfast.insights.lists import api as lists
from tests.company import IMPORTED

LISTS = "/w/harbour/lists/"


@pytest.fixture
def analyst(harbour, sign_in) -> Client:
    return sign_in(harbour, "analyst")


@pytest.fixture
def made(harbour, analyst) -> lists.ListFacts:
    analyst.post(f"{LISTS}new/", {"name": "US <b>", "why": "call & ask", "query": "trait:country.is=US"})
    with in_workspace(harbour):
        (found,) = lists.lists()
    return found


def keys(answer) -> list[str]:
    return sorted(row.key for row in answer.context["rows"])


def test_what_is_filtered_becomes_a_list(analyst, made) -> None:
    assert (made.count, made.why, made.origin) == (2, "call & ask", {"query": "trait%3Acountry.is=US"})
    overview = analyst.get(LISTS)
    assert "US &lt;b&gt;" in overview.text
    assert "call &amp; ask" in overview.text
    answer = analyst.get(f"{LISTS}{made.list_id}/")
    assert keys(answer) == ["elm", "hill"]
    assert keys(analyst.get(f"{LISTS}{made.list_id}/", {"mrr.gte": "1"})) == ["elm"]


def test_accounts_are_added_and_removed(analyst, made) -> None:
    answer = analyst.post(f"{LISTS}add/", {"list": made.list_id, "query": "q=acme"}, follow=True)
    assert keys(answer) == ["acme", "elm", "hill"]
    answer = analyst.post(f"{LISTS}{made.list_id}/remove/", {"key": "elm"}, follow=True)
    assert keys(answer) == ["acme", "hill"]


def test_a_part_of_a_list_becomes_another(analyst, made) -> None:
    answer = analyst.post(f"{LISTS}new/", {"name": "Paying", "within": made.list_id, "query": "mrr.gte=1"}, follow=True)
    assert keys(answer) == ["elm"]


def test_a_list_is_renamed_exported_and_deleted(analyst, made) -> None:
    answer = analyst.post(f"{LISTS}{made.list_id}/rename/", {"name": "=America", "why": ""}, follow=True)
    assert "=America" in answer.text
    rows = list(csv.reader(StringIO(analyst.get(f"{LISTS}{made.list_id}.csv", {"sort": "name"}).content.decode())))
    assert [row[0] for row in rows[1:]] == ["hill", "elm"]
    assert analyst.get(f"{LISTS}{made.list_id}.xlsx").content[:2] == b"PK"
    assert "There are no lists yet" in analyst.post(f"{LISTS}{made.list_id}/delete/", follow=True).text
    assert analyst.get(f"{LISTS}{made.list_id}/").status_code == 404


@pytest.mark.parametrize(
    "fields", [{"name": "", "query": ""}, {"name": "US <b>", "query": ""}, {"name": "x", "query": "q=zzz"}]
)
def test_what_cannot_be_a_list_is_refused_with_a_reason(analyst, made, fields) -> None:
    assert analyst.post(f"{LISTS}new/", fields).status_code == 422


def test_a_number_tells_where_a_list_is_from(harbour, analyst) -> None:
    with in_workspace(harbour):
        ids = customers.accounts()["id"].to_pylist()[:1]
        origin = {"kpi": "nrr", "period": "2026-06", "slice": "Basic"}
        lists.create_list("From NRR", "account", ids, at=IMPORTED, member=None, origin=origin)
    assert "Net revenue retention, Jun 2026, Basic" in analyst.get(LISTS).text


def test_a_list_of_people(harbour, analyst) -> None:
    with in_workspace(harbour):
        ids = customers.own_ids("person", ["ann@acme.test", "bo@beta.test"])
        made = lists.create_list("Talkers", "person", ids, at=IMPORTED, member=None)
    answer = analyst.get(f"{LISTS}{made.list_id}/")
    assert 'href="/w/harbour/people/ann@acme.test/"' in answer.text
    assert "ann@acme.test,,\r\n" in analyst.get(f"{LISTS}{made.list_id}.csv").content.decode()
    analyst.post(f"{LISTS}{made.list_id}/remove/", {"key": "ann@acme.test"})
    assert "ann@acme.test" not in analyst.get(f"{LISTS}{made.list_id}/").text


def test_an_account_tells_which_lists_it_is_in(analyst, made) -> None:
    assert "US &lt;b&gt;" in analyst.get("/w/harbour/accounts/elm/").text


def test_who_may_only_look_changes_nothing(harbour, sign_in, made) -> None:
    agent = sign_in(harbour, "agent")
    assert agent.get(f"{LISTS}{made.list_id}/").status_code == 200
    for path in ("new/", "add/", f"{made.list_id}/remove/", f"{made.list_id}/rename/", f"{made.list_id}/delete/"):
        assert agent.post(LISTS + path, {"key": "elm", "list": made.list_id}).status_code == 403


def test_a_list_of_another_workspace_is_not_there(harbour, empty, sign_in, made) -> None:
    stranger = sign_in(empty, "owner")
    for path in ("/", "/rename/", "/delete/", "/remove/", ".csv"):
        address = f"/w/empty/lists/{made.list_id}{path}"
        answer = stranger.get(address) if path in ("/", ".csv") else stranger.post(address, {"name": "x", "key": "elm"})
        assert answer.status_code == 404
    with in_workspace(harbour):
        assert lists.find_list(made.list_id).count == 2


def test_the_overview_asks_once(analyst, made, django_assert_max_num_queries) -> None:
    analyst.get(LISTS)
    with django_assert_max_num_queries(8):
        analyst.get(LISTS)


def test_a_list_with_a_number_beyond_all_numbers_is_not_there(analyst, made) -> None:
    for number in ("9" * 5_000, "9" * 18, "²"):
        assert analyst.post(f"{LISTS}add/", {"list": number, "query": ""}).status_code == 404
    assert analyst.get(f"{LISTS}{'9' * 5_000}/").status_code == 404
