"""The page of one KPI."""

from __future__ import annotations

import csv
import io
import re

import pytest

from holdfast.core.models import AuditEntry
from holdfast.core.scoping import in_workspace

pytestmark = pytest.mark.numbers

MRR = "/w/harbour/kpi/mrr/"


@pytest.fixture
def viewer(harbour, sign_in):
    return sign_in(harbour, "viewer")


def test_the_answer_comes_first(viewer) -> None:
    text = viewer.get(MRR).text
    figure = re.search(r'<section class="headline".*?</section>', text, re.DOTALL)[0]
    assert "890" in figure
    assert "Jun 2026" in figure
    assert "worse" in figure
    assert text.index('class="headline"') < text.index('<form class="controls"') < text.index('class="panel drawn"')


def test_every_point_and_every_row_leads_to_who_is_behind_it(viewer) -> None:
    text = viewer.get(MRR).text
    address = f"{MRR}behind/?at=2026-05"
    chart = re.search(r"<figure.*?</figure>", text, re.DOTALL)[0]
    assert f'<a href="{address}" aria-label="May 2026: 1,090' in chart
    table = re.search(r'<table class="table periods">.*?</table>', text, re.DOTALL)[0]
    assert f'<a href="{address}" hx-get="{address}" hx-target="#beside"' in table
    assert "1,090.00" in table


def test_points_of_slices_lead_to_their_slice(viewer) -> None:
    text = viewer.get(MRR, {"by": "plan"}).text
    assert 'href="/w/harbour/kpi/mrr/behind/?by=plan&amp;slice=Pro&amp;at=2026-05"' in text
    assert "By plan, Jun 2026" in text


def test_a_slice_in_which_nothing_has_happened_has_a_page(viewer) -> None:
    """Only Fjord came back, on Basic; the card of Pro leads to a page all the same."""
    answer = viewer.get("/w/harbour/kpi/reactivated_customers/", {"by": "plan", "slice": "Pro"})
    assert answer.status_code == 200
    assert '<p class="figure">0</p>' in answer.text


def test_bars_are_another_form_of_the_same(viewer) -> None:
    text = viewer.get(MRR, {"chart": "bars"}).text
    assert '<a href="/w/harbour/kpi/mrr/behind/?at=2026-06"' in re.search(r"<figure.*?</figure>", text, re.DOTALL)[0]
    assert '<input type="hidden" name="chart" value="bars">' in text
    assert viewer.get(MRR, {"chart": "bars", "by": "plan"}).status_code == 200


def test_a_partial_period_is_marked_in_headline_and_table(viewer) -> None:
    text = viewer.get("/w/harbour/kpi/customers/", {"period": "year"}).text
    assert "2026 so far" in text
    assert '<tr class="partial">' in text


def test_the_definition_is_in_words_with_version_and_source(viewer) -> None:
    text = viewer.get("/w/harbour/kpi/customer_churn/").text
    assert "How it is calculated" in text
    assert "version 1, since 21 Nov 2026" in text.lower() or "Version 1, since 21 Nov 2026" in text
    assert "Good to know" in text


def test_an_unknown_kpi_is_not_there_and_one_without_data_says_what_it_needs(viewer) -> None:
    assert viewer.get("/w/harbour/kpi/no_such_kpi/").status_code == 404
    text = viewer.get("/w/harbour/kpi/cac/").text
    assert "There is no data for this KPI yet" in text


def test_files_agree_with_the_screen(viewer) -> None:
    answer = viewer.get(f"{MRR}export/", {"format": "csv"})
    assert answer["Content-Disposition"] == 'attachment; filename="harbour-mrr.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert {row["period"]: row["value"] for row in rows}["2026-06"] == "890.0"
    assert {row["kpi"] for row in rows} == {"mrr"}


@pytest.mark.parametrize(
    ("form", "start"), [("png", b"\x89PNG"), ("svg", b"<svg"), ("xlsx", b"PK"), ("json", b"{")]
)  # fmt: skip
def test_it_is_written_in_every_format(viewer, form: str, start: bytes) -> None:
    answer = viewer.get(f"{MRR}export/", {"format": form, "by": "plan"})
    assert answer.content.startswith(start)
    assert b"here.invalid" not in answer.content


def test_an_unknown_format_is_not_there(viewer) -> None:
    assert viewer.get(f"{MRR}export/", {"format": "exe"}).status_code == 404


def test_a_note_stands_on_the_chart_and_is_changed_and_deleted(harbour, sign_in) -> None:
    client = sign_in(harbour, "analyst")
    made = client.post(f"{MRR}notes/", {"day": "2026-05-14", "text": "New <prices>"})
    assert made["Location"] == MRR
    text = client.get(MRR).text
    assert 'aria-label="2026-05-14: New &lt;prices&gt;"' in re.search(r"<figure.*?</figure>", text, re.DOTALL)[0]
    assert "14 May 2026" in text
    assert "New &lt;prices&gt;" not in client.get("/w/harbour/kpi/customers/").text
    at = re.search(rf'{MRR}notes/(\d+)/"', text)[1]
    client.post(f"{MRR}notes/{at}/", {"day": "2026-05-14", "text": "Other", "everywhere": "on"})
    assert "Other" in client.get("/w/harbour/kpi/customers/").text
    client.post(f"{MRR}notes/{at}/delete/")
    assert "Other" not in client.get(MRR).text
    with in_workspace(harbour):
        done = AuditEntry.objects.filter(action__startswith="insights.annotation").values_list("action", flat=True)
        assert sorted(done) == [f"insights.annotation.{what}" for what in ("changed", "deleted", "made")]


def test_an_empty_note_says_so(harbour, sign_in) -> None:
    answer = sign_in(harbour, "analyst").post(f"{MRR}notes/", {"day": "2026-05-14", "text": " "})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_viewer_does_not_annotate(viewer) -> None:
    assert viewer.post(f"{MRR}notes/", {"day": "2026-05-14", "text": "x"}).status_code == 403
    assert "Annotate" not in viewer.get(MRR).text


def test_few_queries(viewer, django_assert_max_num_queries) -> None:
    viewer.get(MRR)
    with django_assert_max_num_queries(9):
        viewer.get(MRR)
