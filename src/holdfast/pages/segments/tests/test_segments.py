"""Segments in the browser: built, saved, looked at, changed, copied, deleted."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from holdfast.core.scoping import in_workspace
from holdfast.insights.segments import api as segments
from holdfast.insights.segments.models import SegmentSize

ALL, ONE = "/w/harbour/segments/", "/w/harbour/segment/"
SWAP = {"HX-Request": "true"}


@pytest.fixture
def analyst(harbour, sign_in):
    return sign_in(harbour, "analyst")


def draft(*conditions: dict[str, Any], unit: str = "account", of: str = "all") -> str:
    return json.dumps({"unit": unit, "where": {"of": of, "conditions": list(conditions)}})


PRO = {"of": "plan", "values": ["Pro"]}
MAKERS = {"of": "did", "events": ["project_created"]}


def save(client, text: str, name: str = "Ours", **more: str) -> str:
    answer = client.post(f"{ALL}save/", {"q": text, "name": name, **more})
    assert answer.status_code == 302, answer.text
    return answer["Location"]


def test_without_segments_it_says_what_a_segment_is(analyst, harbour, sign_in) -> None:
    assert "New segment" in analyst.get(ALL).text
    text = sign_in(harbour, "viewer").get(ALL).text
    assert "No segments yet" in text
    assert "segments/new/" not in text


def test_while_it_is_built_its_size_and_members_are_shown(analyst) -> None:
    empty = analyst.get(f"{ALL}new/").text
    assert "Who shall be in it?" in empty
    text = analyst.get(f"{ALL}new/", {"q": draft(PRO)}).text
    assert ">2</span>" in text
    assert "of 8 accounts, 25.0" in text
    assert "Acme GmbH" in text
    assert "/accounts/elm/" in text
    people = analyst.get(f"{ALL}new/", {"q": draft(MAKERS, unit="person")}).text
    assert "of 6 people" in people
    assert "/people/ann@acme.test/" in people


FORM = {
    "f.unit": "account", "f.where.of": "all", "f.where.conditions.0.of": "did",
    "f.where.conditions.0.events.0": "signed_in", "f.where.conditions.0.events.1": "",
    "f.where.conditions.0.is": "at_least", "f.where.conditions.0.number": "2", "f.where.conditions.0.measure": "days",
    "f.where.conditions.0.when.in": "last", "f.where.conditions.0.when.days": "30", "f.where.conditions.1.of": "",
}  # fmt: skip


def test_the_form_becomes_an_address_and_works_without_a_script(analyst) -> None:
    answer = analyst.get(f"{ALL}ask/", FORM)
    assert answer.status_code == 302
    asked = json.loads(parse_qs(urlsplit(answer["Location"]).query)["q"][0])
    assert asked["where"]["conditions"][0] == {
        "of": "did", "events": ["signed_in"], "is": "at_least", "number": "2", "measure": "days",
        "when": {"in": "last", "days": "30"},
    }  # fmt: skip
    swapped = analyst.get(f"{ALL}ask/", FORM, headers=SWAP)
    assert swapped["HX-Push-Url"] == answer["Location"]
    assert "<html" not in swapped.text
    assert "of 8 accounts" in swapped.text


def test_a_chosen_kind_has_its_fields_and_what_is_usual(analyst) -> None:
    text = analyst.get(f"{ALL}ask/", FORM | {"f.where.conditions.1.of": "fact"}, headers=SWAP).text
    assert 'name="f.where.conditions.1.name"' in text
    assert 'name="f.where.conditions.1.values"' in text
    dated = FORM | {"f.where.conditions.1.of": "fact", "f.where.conditions.1.name": "renews_at"}
    text = analyst.get(f"{ALL}ask/", dated, headers=SWAP).text
    assert 'name="f.where.conditions.1.when.days" id="f.where.conditions.1.when.days" value="30"' in text
    gone = analyst.get(f"{ALL}ask/", FORM | {"remove": "f.where.conditions.0"}, headers=SWAP).text
    assert "Who shall be in it?" in gone


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"of": "did", "number": "0"}, "at least 0 times"),
        ({"of": "did", "number": "many"}, "Expected"),
        ({"of": "answer", "least": "9", "most": "3"}, "is less than"),
        ({"of": "fact", "name": "mrr", "is": "at_least", "values": ["much"]}, "with numbers"),
        ({"of": "account", "name": "industry", "values": ["ships"]}, "no account has a trait"),
        ({"of": "segment", "key": "gone"}, "there is no segment"),
        ({"of": "in_list", "list": 99}, "there is no list 99"),
    ],
)
def test_what_cannot_be_is_said_where_it_is(analyst, condition: dict[str, Any], words: str) -> None:
    text = analyst.get(f"{ALL}new/", {"q": draft(PRO, condition)}).text
    assert words in re.sub(r"&\w+;|&#\w+;", "", text)
    assert 'role="alert"' in text


def test_what_is_no_segment_at_all_is_an_empty_form(analyst) -> None:
    for q in ("", "{", "[]", '{"where": 3}', '{"unit": "ship", "where": {"of": "spell"}}', "x" * 30_000):
        assert "Who shall be in it?" in analyst.get(f"{ALL}new/", {"q": q}).text


def test_it_is_saved_and_shows_everywhere(analyst, harbour) -> None:
    where = save(analyst, draft(PRO), why="For the call")
    assert where == f"{ONE}ours/"
    page = analyst.get(where).text
    for words in ("For the call", "the plan is Pro", "Acme GmbH", "Nothing rests on it", "analyst@harbour.test"):
        assert words in page
    listed = analyst.get(ALL).text
    assert "Ours" in listed
    assert "25.0" in listed
    with in_workspace(harbour):
        assert SegmentSize.objects.get().size == 2
    assert "segment%3Aours" in page


def test_a_bad_name_is_said_and_nothing_typed_is_lost(analyst) -> None:
    save(analyst, draft(PRO))
    answer = analyst.post(f"{ALL}save/", {"q": draft(PRO), "name": "Ours", "why": "Why not"})
    assert answer.status_code == 422
    assert "already" in answer.text
    assert 'value="Why not"' in answer.text
    nothing = analyst.post(f"{ALL}save/", {"q": draft(), "name": "Nobody"})
    assert nothing.status_code == 422


def test_it_is_changed_renamed_copied_and_its_history_says_who_and_when(analyst) -> None:
    where = save(analyst, draft(PRO))
    form = analyst.get(f"{where}change/").text
    assert 'value="Pro"' in form
    assert 'type="radio"' not in form  # it stays one of accounts
    assert analyst.post(f"{where}change/", {"q": draft(PRO, MAKERS)}).status_code == 302
    assert analyst.post(f"{where}rename/", {"name": "Pro makers", "why": "x"}).status_code == 302
    page = analyst.get(where).text
    assert "Pro makers" in page
    assert page.count("analyst@harbour.test") >= 3
    assert "project_created" in page
    copied = analyst.post(f"{where}copy/", {"name": "Copy"})["Location"]
    assert "project_created" in analyst.get(copied).text
    assert analyst.post(f"{where}copy/", {"name": "Copy"}).status_code == 422


def test_one_that_is_used_is_not_deleted_without_saying_so(analyst) -> None:
    where = save(analyst, draft(PRO))
    other = save(analyst, draft({"of": "segment", "key": "ours"}), "Other")
    assert "Other" in analyst.get(where).text
    refused = analyst.post(f"{where}delete/", {"knowing": "1"})
    assert refused.status_code == 409
    assert "Other" in refused.text
    assert analyst.post(f"{other}delete/").status_code == 302
    assert analyst.post(f"{where}delete/").status_code == 302
    assert analyst.get(where).status_code == 404


def test_members_are_exported(analyst) -> None:
    where = save(analyst, draft(PRO))
    text = analyst.get(f"{where[:-1]}.csv").content.decode()
    assert text.splitlines() == ["key,name", "acme,Acme GmbH", "elm,Elm Inc"]
    assert analyst.get(f"{where[:-1]}.xlsx").content[:2] == b"PK"
    assert analyst.get(f"{where[:-1]}.doc").status_code == 404


def test_a_segment_of_a_list_follows_the_list(analyst, harbour) -> None:
    analyst.post("/w/harbour/lists/new/", {"query": "plan.is=Basic", "name": "To call"})
    with in_workspace(harbour):
        from holdfast.insights.lists.models import StoredList

        number = StoredList.objects.get().pk
    page = analyst.get(f"/w/harbour/lists/{number}/").text
    address = re.search(r'href="([^"]*segments/new/[^"]*)"', page)[1].replace("&amp;", "&")
    assert "of 8 accounts" in analyst.get(address).text
    assert 'value="To call"' in analyst.get(address).text
    where = save(analyst, draft({"of": "in_list", "list": str(number)}))
    assert "in the list To call" in analyst.get(where).text
    answer = analyst.post(f"/w/harbour/lists/{number}/delete/")
    assert answer.status_code == 409
    assert "Ours" in answer.text


def test_kpis_are_sliced_by_it(analyst) -> None:
    save(analyst, draft(PRO))
    page = analyst.get("/w/harbour/kpi/mrr/", {"by": "segment:ours", "slice": "(inside)"}).text
    assert "700" in page
    assert "Ours: in the segment" in page
    behind = analyst.get(
        "/w/harbour/kpi/mrr/behind/", {"at": "2026-06", "by": "segment:ours", "slice": "(inside)"}
    ).text
    assert "Acme GmbH" in behind
    assert "Beta Oy" not in behind
    assert 'value="segment:ours"' in analyst.get("/w/harbour/").text


def test_a_broken_one_breaks_nothing_else(analyst, harbour) -> None:
    save(analyst, draft(PRO))
    from holdfast.metrics.reports.query.segment import read_segment_data
    from tests import company

    bad = {"unit": "account", "where": {"of": "account", "name": "industry", "values": ["ships"]}}
    with in_workspace(harbour):
        segments.create_segment("Bad", read_segment_data(bad), at=company.IMPORTED, member=None)
    assert "no account has a trait" in analyst.get(ALL).text
    assert "cannot be found" in analyst.get(f"{ONE}bad/").text
    assert analyst.get("/w/harbour/").status_code == 200


def test_an_address_shows_what_it_holds_in_every_language(analyst) -> None:
    rows = [
        MAKERS | {"where": [{"of": "event", "name": "kind", "values": ["big, blue", "x"]}], "negate": True},
        {"of": "occasion", "which": "last", "when": {"in": "ago", "days": 14}},
        {"of": "then", "first": {"events": ["a"]}, "then": {"events": ["b"]}, "within": {"n": 7, "unit": "hour"}},
        {"of": "fact", "name": "renews_at", "when": {"in": "next", "days": 30}},
        {"of": "fact", "name": "left_at", "is": "unset"},
        {"of": "answer", "survey": "nps", "most": 6, "latest": True},
        {"of": "ticket", "state": "open", "is": "at_least", "number": 1},
        {"of": "any", "conditions": [PRO, {"of": "did", "measure": "sum", "property": "n", "number": 5,
                                          "when": {"in": "after", "days": 7}}]},
    ]  # fmt: skip
    for lang in ("en", "de", "uk"):
        text = analyst.get(f"{ALL}new/?q={quote(draft(*rows))}", headers={"Accept-Language": lang}).text
        assert 'role="status"' in text
        assert "&quot;big, blue&quot;, x" in text
