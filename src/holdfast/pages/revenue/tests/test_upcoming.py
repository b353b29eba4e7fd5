"""What is known to become of MRR."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.pages.revenue.tests.reading import rows, text
from tests import company

pytestmark = [pytest.mark.django_db, pytest.mark.numbers]

AHEAD = """subscription_id,customer,start,end,plan,mrr,currency
s3,beta,2026-01-12,2026-08-12,Basic,90,EUR
s10,cove,2026-09-01,,Add-on,20,EUR
"""


@pytest.fixture
def ahead(company_with, tmp_path) -> object:
    """Beta has cancelled for August and Cove will add something in September."""
    at = company.IMPORTED + timedelta(hours=1)
    return company_with("ahead", lambda harbour: company.bring_more(harbour, tmp_path / "more", AHEAD, at=at))


def test_scheduled_changes_lead_from_mrr_to_committed_mrr(ahead, sign_in) -> None:
    page = sign_in(ahead, "viewer").get("/w/harbour/revenue/upcoming/").text
    found = rows(page)
    assert list(found) == ["Beta Oy", "Cove Ltd"]
    assert found["Beta Oy"][0] == "12 Aug 2026"
    assert found["Beta Oy"][1].split()[0] == "Churn"
    assert found["Cove Ltd"][2] == "+20.00 EUR"
    # 890 now, less 90, plus 20.
    assert "820.00 EUR" in text(page)


def test_nothing_scheduled_says_what_would_appear(harbour, sign_in) -> None:
    assert "Nothing is scheduled" in sign_in(harbour, "viewer").get("/w/harbour/revenue/upcoming/").text


def test_it_can_be_taken_away_as_a_file(ahead, sign_in) -> None:
    lines = sign_in(ahead, "viewer").get("/w/harbour/revenue/upcoming/export/?as=csv").content.decode().splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("beta,Beta Oy,2026-08-12")
