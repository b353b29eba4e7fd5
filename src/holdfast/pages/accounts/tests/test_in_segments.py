"""Accounts filtered by segment, and the conditions of the table as a segment."""

from __future__ import annotations

import re
from typing import Any

import pytest

from holdfast.core.scoping import in_workspace
from holdfast.insights.segments import api as segments
from holdfast.metrics.reports.query.segment import read_segment_data
from tests import company

PAGE = "/w/harbour/accounts/"


@pytest.fixture
def client(harbour: Any, sign_in: Any) -> Any:
    made = (
        ("Pro, and more", "account", {"of": "plan", "values": ["Pro"]}),
        ("Large", "account", {"of": "account", "name": "segment", "values": ["large"]}),
        ("Broken", "account", {"of": "account", "name": "industry", "values": ["ships"]}),
    )
    with in_workspace(harbour):
        for name, unit, where in made:
            segment = read_segment_data({"unit": unit, "where": where})
            segments.create_segment(name, segment, at=company.IMPORTED, member=None)
    return sign_in(harbour, "analyst")


def keys(text: str) -> set[str]:
    return set(re.findall(r'href="/w/harbour/accounts/(\w+)/"', text))


def test_a_segment_is_a_condition_like_any_other(client: Any) -> None:
    text = client.get(f"{PAGE}?segments.is=large").text
    assert keys(text) == {"acme", "elm"}
    assert "Segments is Large" in text
    assert keys(client.get(f"{PAGE}?segments.is=large&mrr.gte=350").text) == {"elm"}
    assert len(keys(client.get(f"{PAGE}?segments.not=large").text)) == 6
    form = client.get(f"{PAGE}?filter=segments").text
    assert '<option value="pro-and-more">Pro, and more</option>' in form


def test_the_column_names_them(client: Any) -> None:
    text = client.get(f"{PAGE}?columns=segments&columns=plan").text
    assert re.search(r'data-title="Segments">Large, Pro, and more<', text)
    assert len(keys(client.get(f"{PAGE}?segments.empty=1").text)) == 6
    lines = client.get("/w/harbour/accounts.csv?columns=segments&segments.is=large").content.decode().splitlines()
    assert lines[1].startswith("elm,Elm Inc,")


def test_one_that_cannot_be_found_says_why(client: Any) -> None:
    answer = client.get(f"{PAGE}?segments.is=broken")
    assert answer.status_code == 422
    assert "no account has a trait" in answer.text
    assert client.get(f"{PAGE}?columns=segments").status_code == 200
    assert "there is no segment" in client.get(f"{PAGE}?segments.is=gone").text


QUERIES = [
    "mrr.gte=90", "mrr.between=60..300", "status.is=churned", "status.not=paying", "plan.is=Basic", "plan.has=as",
    "trait:country.is=DE", "trait:country.not=US", "customer_since.gte=2026-02-01",
    "customer_since.between=2026-01-10..2026-01-31", "left_at.filled=1", "open_tickets.gte=1&mrr.lte=10", "nps.is=3",
    "segments.is=large&plan.not=Basic", "health.empty=1",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_conditions_become_a_segment_of_the_same_accounts(client: Any, query: str) -> None:
    page = client.get(f"{PAGE}?{query}").text
    address = re.search(r'href="(/w/harbour/segments/new/[^"]*)"', page)[1].replace("&amp;", "&")
    built = client.get(address).text
    assert keys(built) == keys(page)


@pytest.mark.parametrize("query", ["", "q=acme", "name.has=a", "kpi:mrr.gte=1", "segments.filled=1&mrr.gte=1"])
def test_what_no_segment_can_ask_is_not_offered(client: Any, query: str) -> None:
    assert "segments/new/" not in client.get(f"{PAGE}?{query}").text


def test_the_page_of_an_account_leads_to_its_segments(client: Any, harbour: Any, sign_in: Any) -> None:
    assert "/accounts/acme/segments/" in client.get(f"{PAGE}acme/").text
    text = client.get(f"{PAGE}acme/segments/").text
    assert "Large" in text
    assert "Pro, and more" in text
    assert "Broken" not in text
    fragment = client.get(f"{PAGE}beta/segments/", headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert "in no segment" in fragment
    assert client.get(f"{PAGE}nobody/segments/").status_code == 404


def test_segments_are_found_by_name(client: Any) -> None:
    text = client.get("/w/harbour/search/?q=larg").text
    assert "/w/harbour/segment/large/" in text
