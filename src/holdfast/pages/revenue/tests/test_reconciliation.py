"""Stripe's metric files beside the numbers of a workspace."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from holdfast.pages.revenue.tests.reading import rows, section, text

pytestmark = pytest.mark.django_db
URL = "/w/harbour/revenue/reconciliation/"

# May here: Acme 300, Beta 90, Cove 50, Elm 400, Fjord 50, Gale 200. There: Beta with 19 % tax, Gale unknown, one more.
MRR = """Customer ID,Customer,Currency,2026-04,2026-05
acme,Acme GmbH,eur,300,300
beta,Beta Oy,eur,107.10,107.10
cove,Cove Ltd,eur,50,50
elm,Elm Inc,eur,400,401
fjord,Fjord AS,eur,0,50
zeta,<b>Zeta</b>,eur,10,10
"""
SUMMARY = """Metric,2026-05
Starting MRR,1040
Reactivation MRR,50
Ending MRR,1090
"""


def upload(client, **files: str):
    sent = [SimpleUploadedFile(f"{name}.csv", body.encode(), "text/csv") for name, body in files.items()]
    return client.post(URL, {"files": sent})


@pytest.fixture
def compared(harbour, sign_in) -> tuple:
    client = sign_in(harbour, "analyst")
    response = upload(client, mrr=MRR, summary=SUMMARY)
    assert response.status_code == 302, response.text
    return client, response.url


def test_every_difference_has_a_cause_and_they_sum_to_the_whole(compared) -> None:
    client, where = compared
    page = client.get(where).text
    found = rows(section(page, "mrr-title"))
    causes = {name.split("  ")[0].strip(): row for name, row in found.items()}
    # Tax: 2 × 17.10; Gale is in no file: 2 × -200; Zeta is not imported: 2 × 10; Elm's 1 in May is unknown.
    assert [row for name, row in causes.items() if name.startswith("Tax")] == [["2", "+34.20 EUR"]]
    assert [row for name, row in causes.items() if name.startswith("Only here")] == [["2", "−400.00 EUR"]]
    assert [row for name, row in causes.items() if name.startswith("Not imported")] == [["2", "+20.00 EUR"]]
    assert [row for name, row in causes.items() if name.startswith("Unknown")] == [["1", "+1.00 EUR"]]
    # There 867.10 + 918.10, here 1,040 + 1,090.
    assert [row for name, row in causes.items() if name.startswith("All together")] == [["", "−344.80 EUR"]]


def test_months_before_our_first_one_are_only_there(harbour, sign_in) -> None:
    client = sign_in(harbour, "analyst")
    early = "Customer ID,Customer,Currency,2020-01,2025-12,2026-05\nacme,Acme GmbH,eur,10,20,300\n"
    response = upload(client, mrr=early)
    assert response.status_code == 302, response.text
    # 20 of December, for which there is nobody here; in May the others are in no file.
    assert "+20.00 EUR" in text(client.get(f"{response.url}?month=2025-12").text)


def test_the_file_has_every_row_and_sums_to_the_whole(compared) -> None:
    client, where = compared
    body = client.get(f"{where}export/?as=csv").content.decode()
    lines = list(csv.DictReader(StringIO(body)))
    assert sum(Decimal(line["difference"]) for line in lines) == Decimal("-344.80")
    tax = list(csv.DictReader(StringIO(client.get(f"{where}export/?as=csv&cause=tax").content.decode())))
    assert {line["customer"] for line in tax} == {"beta"}


def test_the_summary_stands_beside_the_roll_forward(compared) -> None:
    client, where = compared
    said = text(section(client.get(where).text, "summary-title"))
    assert said.count("alike") == 3


def test_rows_are_chosen_by_cause_and_names_are_text(compared) -> None:
    client, where = compared
    page = client.get(f"{where}?cause=not_imported").text
    found = rows(section(page, "rows-title"))
    assert all("zeta" in name for name in found)
    assert "<b>Zeta" not in page


def test_it_is_kept_and_noted(compared, harbour) -> None:
    from holdfast.core.models import AuditEntry
    from holdfast.core.scoping import in_workspace

    client, where = compared
    assert where in client.get(URL).text
    with in_workspace(harbour):
        assert AuditEntry.objects.filter(action="insights.reconciliation.made").count() == 1


def test_a_file_that_is_none_of_the_three_is_refused_by_name(harbour, sign_in) -> None:
    response = upload(sign_in(harbour, "analyst"), prices="name,amount\nx,1\n")
    assert response.status_code == 422
    assert "prices.csv: this is none of the three files" in response.text


def test_a_viewer_reads_and_does_not_compare(harbour, sign_in) -> None:
    client = sign_in(harbour, "viewer")
    assert upload(client, mrr=MRR).status_code == 403
    assert "Nothing has been compared yet" in client.get(URL).text


def test_another_workspaces_comparison_is_not_found(compared, empty, sign_in) -> None:
    _, where = compared
    other = sign_in(empty, "owner", "other@empty.test")
    assert other.get(where).status_code == 404
    assert other.get(where.replace("harbour", "empty")).status_code in (404, 200)
    assert "beta" not in other.get(where.replace("harbour", "empty")).text
