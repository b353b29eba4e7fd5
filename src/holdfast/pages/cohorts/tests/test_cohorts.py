"""Cohort tables on the page: figures, what is complete, and who is behind each cell."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from html import unescape
from io import StringIO

import pytest

from holdfast.connectors import api as connectors
from holdfast.core.api import create_workspace
from holdfast.pages.revenue.tests.reading import rows, text
from tests import company

pytestmark = [pytest.mark.django_db, pytest.mark.numbers]
URL = "/w/harbour/cohorts/"
LINK = re.compile(r'<a href="([^"]*/cohorts/members/[^"]*)"[^>]*>([^<]*)</a>')


def cells(page: str) -> list[tuple[str, str]]:
    return [(unescape(where), said) for where, said in LINK.findall(page)]


def test_customers_kept_by_month_of_start(harbour, sign_in) -> None:
    found = rows(sign_in(harbour, "viewer").get(URL).text)
    # January: Acme, Beta, Dune and Fjord; Dune and Fjord leave in March, Fjord is back in May. March: Gale, until June.
    assert found["Jan 2026"] == ["4", "100", "100", "50", "50", "75", "75"]
    assert found["Feb 2026"] == ["2", "100", "100", "100", "100", "100", ""]
    assert found["Mar 2026"] == ["1", "100", "100", "100", "0", "", ""]
    # After two months: 2 + 2 + 1 of 7; after three: 2 + 2 + 0 of 7.
    assert found["All, weighted"] == ["7", "100", "100", "71", "57", "83", "75"]


def test_cohorts_of_days_are_those_of_months(harbour, sign_in) -> None:
    client = sign_in(harbour, "viewer")
    assert "Jan 2026" in rows(client.get(f"{URL}?period=day").text)
    assert client.get(f"{URL}export/?period=day&as=csv").status_code == 200
    assert client.get(f"{URL}members/?kind=nrr&period=day&cohort=2026-01-05&age=0").status_code == 404


def test_nobody_is_behind_a_table_that_there_is_not(db, tmp_path, sign_in) -> None:
    (tmp_path / "subscriptions.csv").write_text("subscription_id,customer,start,end,mrr\ns1,acme,2026-01-10,,100\n")
    made = create_workspace("Money", at=company.IMPORTED)
    plan = connectors.make_plan([tmp_path], connectors.ReadOptions(now=company.IMPORTED, currency="EUR"))
    connectors.run_import(made, plan, at=company.IMPORTED)
    client = sign_in(made, "viewer")
    query = "cohort=2026-01&age=0"
    assert client.get(f"/w/money/cohorts/members/?kind=customers&{query}").status_code == 200
    assert client.get(f"/w/money/cohorts/members/?kind=usage&{query}").status_code == 404


def test_growth_counts_in_net_retention_and_not_in_gross(harbour, sign_in) -> None:
    client = sign_in(harbour, "viewer")
    # January's 320: in April Acme pays 300 instead of 100 and Beta 90.
    assert rows(client.get(f"{URL}?kind=nrr").text)["Jan 2026"] == ["320", "100", "100", "59", "122", "138", "138"]
    assert rows(client.get(f"{URL}?kind=grr").text)["Jan 2026"] == ["320", "100", "100", "59", "59", "75", "75"]


@pytest.mark.parametrize("kind", ["customers", "nrr", "grr", "usage"])
def test_every_cell_opens_to_the_list_it_is_the_share_of(harbour, sign_in, kind) -> None:
    client = sign_in(harbour, "viewer")
    found = cells(client.get(f"{URL}?kind={kind}").text)
    assert found
    for where, written in found:
        response = client.get(where.replace("/members/", "/members/export/") + "&as=csv")
        behind = list(csv.DictReader(StringIO(response.content.decode())))
        numerator, denominator = (sum(Decimal(row[side]) for row in behind) for side in ("numerator", "denominator"))
        assert f"{numerator / denominator * 100:.0f}" == written, where


def test_the_list_says_who_is_still_there(harbour, sign_in) -> None:
    client = sign_in(harbour, "viewer")
    where = f"{URL}members/?kind=customers&period=month&cohort=2026-01&age=2"
    found = rows(client.get(where).text)
    assert {name: " ".join(row[1].split()[1:]) for name, row in found.items()} == {
        "Acme GmbH": "there", "Beta Oy": "there", "Dune SARL": "not there", "Fjord AS": "not there",
    }  # fmt: skip
    assert set(rows(client.get(f"{where}&show=gone").text)) == {"Dune SARL", "Fjord AS"}
    assert "2 of 4 still pay: 50.0 %" in text(client.get(where).text)


def test_a_period_that_is_not_over_is_marked_and_not_averaged(harbour, sign_in) -> None:
    # The data ends with June, so the second quarter is complete and the year is not.
    client = sign_in(harbour, "viewer")
    quarters = rows(client.get(f"{URL}?period=quarter").text)
    assert quarters["Q1 2026"] == ["7", "71", "71"]
    assert "No cohort is complete yet" in client.get(f"{URL}?period=year").text
    weeks = client.get(f"{URL}?period=week").text
    assert weeks.count("not complete yet") > 1


def test_a_list_can_be_kept(harbour, sign_in) -> None:
    from holdfast.core.scoping import in_workspace
    from holdfast.insights.lists import api as lists

    query = "kind=customers&period=month&cohort=2026-01&age=2&show=gone"
    client = sign_in(harbour, "analyst")
    response = client.post(f"{URL}members/save/", {"query": query, "name": "Left early"})
    assert response.status_code == 302
    with in_workspace(harbour):
        assert [(found.name, found.count) for found in lists.lists("account", most=9)] == [("Left early", 2)]


def test_a_viewer_keeps_no_list(harbour, sign_in) -> None:
    query = "kind=customers&period=month&cohort=2026-01&age=2"
    client = sign_in(harbour, "viewer")
    assert client.post(f"{URL}members/save/", {"query": query, "name": "Mine"}).status_code == 403
    assert "Save them" not in client.get(f"{URL}members/?{query}").text


@pytest.mark.parametrize(
    "query", ["", "age=1", "cohort=2026-01&age=99", "cohort=1999-01&age=0", "cohort=x&age=0", "cohort=2026-01&age=-1"]
)
def test_a_cell_that_cannot_be_is_not_found(harbour, sign_in, query) -> None:
    assert sign_in(harbour, "viewer").get(f"{URL}members/?{query}").status_code in (400, 404)


def test_survival_of_segments(harbour, sign_in) -> None:
    client = sign_in(harbour, "viewer")
    assert set(rows(client.get(f"{URL}survival/").text)) == {"Total"}
    assert {"Basic", "Pro"} <= set(rows(client.get(f"{URL}survival/?by=plan").text))


@pytest.mark.parametrize("path", ["", "survival/", "?kind=usage"])
def test_without_data_it_says_what_to_do(empty, sign_in, path) -> None:
    response = sign_in(empty, "owner").get(f"/w/empty/cohorts/{path}")
    assert response.status_code == 200
    assert "/w/empty/data/imports/" in response.text


@pytest.mark.parametrize("path", ["", "export/?as=csv", "members/?cohort=2026-01&age=0", "survival/"])
def test_a_stranger_sees_nothing(harbour, sign_in, path) -> None:
    assert sign_in(harbour, None).get(f"{URL}{path}").status_code == 404


def test_it_asks_the_database_little(harbour, sign_in, django_assert_max_num_queries) -> None:
    client = sign_in(harbour, "viewer")
    client.get(URL)
    with django_assert_max_num_queries(6):
        client.get(URL)
