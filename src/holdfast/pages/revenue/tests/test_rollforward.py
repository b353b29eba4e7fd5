"""The roll-forward page: its figures, and that every cell opens to the movements it is the sum of."""

from __future__ import annotations

from decimal import Decimal

import pytest

from holdfast.pages.revenue.tests.reading import exported, links, number, rows, section

pytestmark = [pytest.mark.django_db, pytest.mark.numbers]
URL = "/w/harbour/revenue/"


def test_the_money_of_every_month_leads_from_start_to_end(harbour, sign_in) -> None:
    page = sign_in(harbour, "viewer").get(URL).text
    # Four accounts pay 100 + 90 + 80 + 50 in January. Columns: start, new, reactivation, expansion, contraction, churn.
    assert rows(section(page, "money-title")) == {
        "Jun 2026": ["1,090.00", "0", "0", "0", "0", "−200.00", "890.00"],
        "May 2026": ["1,040.00", "0", "50.00", "0", "0", "0", "1,090.00"],
        "Apr 2026": ["840.00", "0", "0", "200.00", "0", "0", "1,040.00"],
        "Mar 2026": ["770.00", "200.00", "0", "0", "0", "−130.00", "840.00"],
        "Feb 2026": ["320.00", "450.00", "0", "0", "0", "0", "770.00"],
        "Jan 2026": ["0.00", "320.00", "0", "0", "0", "0", "320.00"],
    }


def test_the_customers_of_every_month_lead_from_start_to_end(harbour, sign_in) -> None:
    page = sign_in(harbour, "viewer").get(URL).text
    assert rows(section(page, "customers-title")) == {
        "Jun 2026": ["6", "0", "0", "−1", "5"],
        "May 2026": ["5", "0", "1", "0", "6"],
        "Apr 2026": ["5", "0", "0", "0", "5"],
        "Mar 2026": ["6", "1", "0", "−2", "5"],
        "Feb 2026": ["4", "2", "0", "0", "6"],
        "Jan 2026": ["0", "4", "0", "0", "4"],
    }


@pytest.mark.parametrize(
    "query", ["", "?by=plan&slice=Basic", "?by=country&slice=DE", "?by=currency", "?period=quarter"]
)
def test_every_cell_is_the_sum_of_the_movements_it_opens(harbour, sign_in, query) -> None:
    client = sign_in(harbour, "viewer")
    page = client.get(URL + query).text
    for name, column in (("money-title", "amount_reporting"), ("customers-title", "customers")):
        found = links(section(page, name))
        assert found
        for where, written in found:
            assert sum(Decimal(row[column]) for row in exported(client, where)) == number(written), where


@pytest.mark.parametrize("by", ["plan", "country"])
def test_every_cell_of_every_slice_is_the_sum_of_its_movements(harbour, sign_in, by) -> None:
    client = sign_in(harbour, "viewer")
    # In June Gale left (Pro, Netherlands); in April Acme went from Basic to Pro.
    for month in ("2026-04", "2026-06"):
        found = links(section(client.get(f"{URL}?by={by}&from={month}&to={month}").text, "slices-title"))
        assert found
        for where, written in found:
            assert sum(Decimal(row["amount_reporting"]) for row in exported(client, where)) == number(written), where


def test_a_change_of_plan_leaves_one_slice_and_enters_the_other(harbour, sign_in) -> None:
    page = sign_in(harbour, "viewer").get(f"{URL}?by=plan&from=2026-04&to=2026-04").text
    found = rows(section(page, "slices-title"))
    # Start, new, reactivation, expansion, contraction, churn, between slices, end.
    assert found["Pro"] == ["600.00", "0", "0", "200.00", "0", "0", "100.00", "900.00"]
    assert found["Basic"] == ["240.00", "0", "0", "0", "0", "0", "−100.00", "140.00"]
    assert found["Total"][-1] == "1,040.00"


def test_the_export_has_all_of_it(harbour, sign_in) -> None:
    client = sign_in(harbour, "viewer")
    lines = client.get(f"{URL}export/?as=csv").content.decode().splitlines()
    assert lines[6].startswith("MRR,2026-06,yes,Total,1090,0,0,0,0,-200,")
    assert lines[6].endswith(",890")
    assert len(lines) == 1 + 6 + 6
    assert client.get(f"{URL}export/?as=xlsx").content[:2] == b"PK"
    assert client.get(f"{URL}export/?as=exe").status_code == 404


def test_without_data_it_says_what_to_do(empty, sign_in) -> None:
    response = sign_in(empty, "owner").get("/w/empty/revenue/")
    assert response.status_code == 200
    assert "/w/empty/data/imports/" in response.text


def test_it_asks_the_database_little(harbour, sign_in, django_assert_max_num_queries) -> None:
    client = sign_in(harbour, "viewer")
    client.get(URL)
    with django_assert_max_num_queries(6):
        client.get(URL)
