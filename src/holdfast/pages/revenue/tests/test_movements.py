"""The list of movements: filters, sums, pages, and where each movement comes from."""

from __future__ import annotations

import pytest

from holdfast.pages.revenue.tests.reading import exported, rows, text

pytestmark = [pytest.mark.django_db, pytest.mark.numbers]
URL = "/w/harbour/revenue/movements/"


def test_it_says_what_why_when_and_from_which_row(harbour, sign_in) -> None:
    found = rows(sign_in(harbour, "viewer").get(f"{URL}?kind=churn&from=2026-06&to=2026-06").text)
    assert list(found) == ["Gale BV"]
    movement, amount, plan, when, source = found["Gale BV"]
    assert movement.split() == ["Churn", "cancelled"]
    assert (amount, plan) == ("−200.00 EUR", "Pro")
    assert when.startswith("20 Jun 2026")
    assert "known 1 Jul 2026" in when
    assert source.split()[0] == "s9"
    assert source.split()[1].startswith("subscriptions.csv:")


def test_the_sums_are_those_of_everything_found(harbour, sign_in) -> None:
    page = sign_in(harbour, "viewer").get(f"{URL}?kind=churn").text
    # Dune 80, Fjord 50, Gale 200.
    assert "3 movements of 3 accounts" in page
    assert "−330.00 EUR" in text(page)


@pytest.mark.parametrize(
    ("query", "accounts"),
    [
        ("q=gal", {"gale"}),
        ("q=S8", {"fjord"}),
        ("plan=Pro&kind=new", {"elm", "gale"}),
        ("reason=plan_change", {"acme"}),
        ("kind=new&of=customers&from=2026-02&to=2026-02", {"cove", "elm"}),
        ("by=country&slice=DE", {"acme"}),
        ("q=nobody", set()),
        ("kind=nonsense&q=beta", {"beta"}),
    ],
)
def test_it_is_filtered(harbour, sign_in, query, accounts) -> None:
    client = sign_in(harbour, "viewer")
    assert {row["account"] for row in exported(client, f"{URL}?{query}")} == accounts
    if not accounts:
        assert "No movement fits all of this" in client.get(f"{URL}?{query}").text


def test_names_are_text(harbour, sign_in) -> None:
    page = sign_in(harbour, "viewer").get(URL).text
    assert "<b>Hill" not in page


def test_a_page_beyond_the_last_is_the_last(harbour, sign_in) -> None:
    assert sign_in(harbour, "viewer").get(f"{URL}?page=99").status_code == 200


def test_it_asks_the_database_little(harbour, sign_in, django_assert_max_num_queries) -> None:
    client = sign_in(harbour, "viewer")
    client.get(URL)
    with django_assert_max_num_queries(8):
        client.get(URL)


@pytest.mark.parametrize("path", ["", "export/?as=csv", "movements/", "movements/export/?as=csv", "upcoming/"])
def test_a_stranger_sees_nothing(harbour, sign_in, path) -> None:
    assert sign_in(harbour, None).get(f"/w/harbour/revenue/{path}").status_code == 404


@pytest.mark.parametrize("path", ["revenue/?period=year&by=segment", "cohorts/?kind=usage&period=year"])
def test_what_is_not_computed_yet_says_how_far_it_is(harbour, sign_in, settings, tmp_path, path) -> None:
    settings.BOARDS_AT_ONCE, settings.DATA_DIR = False, tmp_path / "another"
    response = sign_in(harbour, "viewer").get(f"/w/harbour/{path}")
    assert "<progress" in response.text
    assert response.headers["Refresh"] == "2"  # it asks again by itself
