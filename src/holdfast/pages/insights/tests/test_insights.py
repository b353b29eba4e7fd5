"""Reports of usage on pages: the question in the address, the numbers, who is behind each, and files of them."""

from __future__ import annotations

import csv
import json
import re
from html import unescape
from io import StringIO
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from holdfast.pages.revenue.tests.reading import rows, text

pytestmark = [pytest.mark.django_db, pytest.mark.numbers]
URL = "/w/harbour/insights/"
MONTHS = {"from": "2026-01-01", "to": "2026-06-30"}
RETENTION = {"report": "retention", "interval": "month", "span": MONTHS}
LINK = re.compile(r'<a href="([^"]*/insights/behind/[^"]*)"[^>]*>([^<]*)</a>')


def asked(query: dict, **more: str) -> str:
    return f"?q={quote(json.dumps(query))}" + "".join(f"&{name}={value}" for name, value in more.items())


def cells(page: str) -> dict[str, str]:
    """Cell -> what is written in it."""
    found = [(unescape(where), said) for where, said in LINK.findall(page)]
    return {parse_qs(urlsplit(where).query)["cell"][0]: said for where, said in found}


@pytest.fixture
def client(harbour, sign_in):
    return sign_in(harbour, "analyst")


def test_every_kind_of_report_opens_with_a_first_answer(client) -> None:
    page = client.get(URL).text
    for where in re.findall(r'href="(/w/harbour/insights/report/[^"]*)"', page):
        shown = client.get(where)
        assert shown.status_code == 200
        assert 'class="message error"' not in shown.text


def test_who_came_back_by_month(client) -> None:
    # Ann, Bo and Dee come in January, Cy and Eve in February, Gus in March; Dee leaves after March.
    found = rows(client.get(f"{URL}report/{asked(RETENTION)}").text)
    assert found["Jan 2026"] == ["3", "100", "100", "100", "67", "67", "67"]
    assert found["Mar 2026"] == ["6", "100", "83", "83", "83", "", ""]


def test_first_time_by_account(client) -> None:
    query = RETENTION | {"unit": "account", "entry": "first_time", "start": {"events": ["signed_in"]}}
    found = rows(client.get(f"{URL}report/{asked(query)}").text)
    assert found["Feb 2026"][:3] == ["2", "100", "100"]
    assert found["Apr 2026"][:2] == ["0", "–"]


def test_behind_a_cell_stand_as_many_as_it_says(client) -> None:
    page = client.get(f"{URL}report/{asked(RETENTION)}").text
    assert cells(page)["0.2.1"] == "83"
    behind = client.get(f"{URL}behind/{asked(RETENTION, cell='0.2.1')}").text
    assert "5 people are behind this number." in text(behind)
    assert "back 1 month later" in text(behind)
    assert "dee@dune.test" not in behind
    exported = client.get(f"{URL}behind/export/{asked(RETENTION, cell='0.2.1')}&as=csv").text
    assert len(list(csv.reader(StringIO(exported)))) == 1 + 5


def test_those_behind_a_number_are_kept_as_a_list(client) -> None:
    query = asked(RETENTION, cell="0.0.3").removeprefix("?")
    answer = client.post(f"{URL}behind/save/", {"query": query, "name": "Stayed"}, follow=True)
    assert "Stayed" in answer.text
    assert "ann@acme.test" in answer.text
    assert "dee@dune.test" not in answer.text


@pytest.mark.parametrize("cell", ["", "0.0", "9.0.0", "0.99.0", "x.y.z", "0.0.-1"])
def test_there_is_nobody_behind_a_cell_that_is_none(client, cell) -> None:
    assert client.get(f"{URL}behind/{asked(RETENTION, cell=cell)}").status_code == 404


def test_conditions_and_breakdowns(client) -> None:
    query = RETENTION | {
        "unit": "account",
        "where": {"of": "any", "conditions": [{"of": "account", "name": "country", "values": ["DE"]}]},
        "breakdown": {"by": "plan"},
    }
    page = client.get(f"{URL}report/{asked(query)}")
    assert page.status_code == 200
    assert "country is DE" in text(page.text)


def test_what_is_only_begun_is_left_out_and_stays_in_the_form(client) -> None:
    query = RETENTION | {"where": {"of": "all", "conditions": [{"of": "account"}]}}
    page = client.get(f"{URL}report/{asked(query)}").text
    assert rows(page)["Jan 2026"][0] == "3"
    assert 'name="f.where.conditions.0.name"' in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"report": "retention", "span": {"last": "many"}, "interval": "week"}, "span.last"),
        ({"report": "retention", "span": {"from": "yesterday"}}, "is no day such as"),
        ({"report": "retention", "span": {"last": 3}, "interval": "fortnight"}, "interval"),
        (RETENTION | {"where": {"of": "person", "name": "colour", "values": ["red"]}}, "no person has a trait"),
        (RETENTION | {"where": {"of": "segment", "key": "gone"}}, "there is no segment"),
        ({"report": "retention"} | {"span": {"from": "2026-03-01", "to": "2026-01-01"}}, "lies before"),
    ],
)
def test_a_wrong_question_is_told_where_and_why(client, query, said) -> None:
    page = client.get(f"{URL}report/{asked(query)}")
    assert page.status_code == 200
    assert said in text(page.text)


@pytest.mark.parametrize("q", ["", "[]", "{", "null", '{"report":"retention"}', "{" * 5000])
def test_an_address_that_somebody_cut_still_opens(client, q) -> None:
    assert client.get(f"{URL}report/?q={quote(q)}").status_code == 200


def test_a_report_of_no_kind_is_not_there(client) -> None:
    assert client.get(f"{URL}report/?report=magic").status_code == 404


def test_the_form_leads_to_an_address_that_holds_the_question(client) -> None:
    given = {
        "report": "retention", "f.interval": "month", "f.span.mode": "between", "f.span.from": "2026-01-01",
        "f.span.to": "2026-06-30", "f.start.events.0": "signed_in", "f.start.events.1": "",
        "f.start.where.of": "all", "f.start.where.conditions.0.of": "event", "f.minimum_occurrences": "2",
    }  # fmt: skip
    answer = client.get(f"{URL}ask/", given)
    assert answer.status_code == 302
    held = json.loads(parse_qs(urlsplit(answer["Location"]).query)["q"][0])
    assert held["start"]["events"] == ["signed_in"]
    assert held["start"]["where"]["conditions"] == [{"of": "event"}]
    assert client.get(answer["Location"]).status_code == 200


def test_a_condition_is_removed_by_its_button(client) -> None:
    given = {"report": "retention", "f.span.last": "3", "f.where.of": "all",
             "f.where.conditions.0.of": "plan", "f.where.conditions.0.values": "Pro",
             "f.where.conditions.1.of": "plan", "f.where.conditions.1.values": "Basic",
             "remove": "f.where.conditions.0"}  # fmt: skip
    held = json.loads(parse_qs(urlsplit(client.get(f"{URL}ask/", given)["Location"]).query)["q"][0])
    assert held["where"]["conditions"] == [{"of": "plan", "values": "Basic"}]


def test_an_answer_is_exported_as_it_is_shown(client) -> None:
    found = client.get(f"{URL}export/{asked(RETENTION)}&as=json").json()
    first = next(one for one in found["numbers"] if one["row"] == "2026-03" and one["column"] == "1")
    assert (first["numerator"], first["denominator"]) == (5, 6)
    assert found["query"]["report"] == "retention"
    assert client.get(f"{URL}export/{asked(RETENTION)}&as=png").content.startswith(b"\x89PNG")
    assert client.get(f"{URL}export/{asked(RETENTION)}&as=xlsx").status_code == 200
    table = list(csv.DictReader(StringIO(client.get(f"{URL}export/{asked(RETENTION)}&as=csv").text)))
    assert len(table) == len(found["numbers"])
    assert client.get(f"{URL}export/{asked(RETENTION)}&as=exe").status_code == 404


def test_names_and_values_are_suggested(client) -> None:
    assert 'value="country"' in client.get(f"{URL}names/?of=account").text
    assert 'value="DE"' in client.get(f"{URL}values/?of=account&name=country").text
    assert client.get(f"{URL}names/?of=event&event=signed_in").status_code == 200
    assert client.get(f"{URL}values/?of=event&event=signed_in&name=size").status_code == 200


def test_values_from_data_are_escaped(client) -> None:
    query = RETENTION | {"start": {"events": ["<script>alert(1)</script>"]}}
    assert "<script>alert(1)" not in client.get(f"{URL}report/{asked(query)}").text
