"""What was known of a month before and after an import, and why it differs."""

from __future__ import annotations

import csv
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest

from holdfast.pages.revenue.tests.reading import number, rows, section, text
from tests import company

pytestmark = pytest.mark.django_db
URL = "/w/harbour/revenue/difference/"

# Beta has paid 95 all along, and Hill was a customer since March.
LATER = """subscription_id,customer,start,end,plan,mrr,currency
s3,beta,2026-01-12,,Basic,95,EUR
s11,hill,2026-03-07,,Basic,30,EUR
"""


@pytest.fixture
def corrected(company_with, tmp_path) -> object:
    at = company.IMPORTED + timedelta(days=1)
    return company_with("corrected", lambda harbour: company.bring_more(harbour, tmp_path / "more", LATER, at=at))


def test_the_same_month_as_known_before_and_after(corrected, sign_in) -> None:
    page = sign_in(corrected, "viewer").get(f"{URL}?at=2026-03").text
    found = rows(section(page, "figures-title"))
    # March was 770, +200 new, -130 churn, 840. Now Beta began with 95, and Hill came in March with 30.
    assert found["Start"] == ["770.00", "775.00", "+5.00"]
    assert found["New"] == ["200.00", "230.00", "+30.00"]
    assert found["End"] == ["840.00", "875.00", "+35.00"]
    causes = rows(section(page, "causes-title"))
    assert {name.split()[0]: row for name, row in causes.items()} == {
        "Backdated": ["1", "+30.00 EUR"], "Corrected": ["1", "+5.00 EUR"],
    }  # fmt: skip


def test_every_movement_that_changed_says_when_and_by_which_import(corrected, sign_in) -> None:
    page = sign_in(corrected, "viewer").get(f"{URL}?at=2026-03").text
    found = rows(section(page, "rows-title"))
    assert set(found) == {"Beta Oy", "<b>Hill & Co</b>"}
    assert found["Beta Oy"][3:6] == ["+90.00 EUR", "+95.00 EUR", "+5.00 EUR"]
    assert found["Beta Oy"][6].startswith("2 Jul 2026")
    assert "subscriptions.csv" in found["Beta Oy"][6]


def test_the_file_sums_to_the_difference(corrected, sign_in) -> None:
    client = sign_in(corrected, "viewer")
    a = company.IMPORTED.isoformat().replace("+", "%2B")
    body = client.get(f"{URL}export/?at=2026-03&a={a}&as=csv").content.decode()
    lines = list(csv.DictReader(StringIO(body)))
    assert sum(Decimal(line["difference"]) for line in lines) == 35


def test_a_month_that_is_the_same_says_so(corrected, sign_in) -> None:
    a = company.IMPORTED.isoformat().replace("+", "%2B")
    page = sign_in(corrected, "viewer").get(f"{URL}?at=2026-03&a={a}&b={a}").text
    assert "every movement up to the end of this period is what it was" in page
    assert number(rows(section(page, "figures-title"))["End"][2]) == 0


def test_after_one_import_there_is_nothing_to_compare(harbour, sign_in) -> None:
    page = sign_in(harbour, "viewer").get(URL).text
    assert "There is nothing to compare yet" in page


def test_an_odd_address_still_opens(corrected, sign_in) -> None:
    client = sign_in(corrected)
    for query in ("a=nonsense", "a=2026-07-01T00:00:00", "at=1999-01", "period=day"):
        assert client.get(f"/w/{corrected.slug}/revenue/difference/?{query}").status_code == 200, query


def test_names_are_text(corrected, sign_in) -> None:
    page = sign_in(corrected, "viewer").get(f"{URL}?at=2026-03").text
    assert "<b>Hill" not in page
    assert "<b>Hill & Co</b>" in text(section(page, "rows-title"))
