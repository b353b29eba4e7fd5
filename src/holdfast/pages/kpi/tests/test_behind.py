"""Those behind a number: the list adds up to it, whatever it is sliced, searched or sorted by."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import pytest

from holdfast.book.board import Board
from holdfast.core.scoping import in_workspace
from holdfast.insights.lists.api import lists
from holdfast.metrics.kernel.kpi import Statistic
from holdfast.metrics.registry import kpi_of
from holdfast.pages.kpi.people import people_behind
from holdfast.pages.kpi.question import Answer, Asked

pytestmark = pytest.mark.numbers

MRR = "/w/harbour/kpi/mrr/behind/"


@pytest.fixture
def viewer(harbour, sign_in):
    return sign_in(harbour, "viewer")


def names(text: str) -> list[str]:
    return re.findall(r'<th scope="row" class="name"><a href="[^"]*">([^<]*)</a>', text)


def test_it_lists_accounts_with_facts_and_sums_to_the_number(viewer) -> None:
    # 890 = Elm 400 + Acme 300 + Beta 90 + Cove 50 + Fjord 50
    text = viewer.get(MRR, {"at": "2026-06"}).text
    assert names(text) == ["Elm Inc", "Acme GmbH", "Beta Oy", "Cove Ltd", "Fjord AS"]
    assert "Sums to 890.00" in text
    assert "5 accounts" in text
    assert '<a href="/w/harbour/accounts/elm/">Elm Inc</a>' in text
    assert "paying" in text


def test_a_slice_is_listed_alone(viewer) -> None:
    text = viewer.get(MRR, {"at": "2026-06", "by": "plan", "slice": "Pro"}).text
    assert names(text) == ["Elm Inc", "Acme GmbH"]
    assert "Sums to 700.00" in text
    assert "plan: Pro" in text


def test_it_is_searched_and_sorted(viewer) -> None:
    assert names(viewer.get(MRR, {"at": "2026-06", "q": "FJORD"}).text) == ["Fjord AS"]
    assert names(viewer.get(MRR, {"at": "2026-06", "sort": "name"}).text)[0] == "Acme GmbH"
    assert names(viewer.get(MRR, {"at": "2026-06", "sort": "-numerator"}).text)[-1] == "Elm Inc"
    falling = viewer.get(MRR, {"at": "2026-06", "sort": "mrr"}).text
    assert 'aria-sort="descending"' in falling
    assert names(falling)[0] == "Elm Inc"
    assert "Nobody behind this number" in viewer.get(MRR, {"at": "2026-06", "q": "zzz"}).text


def test_a_period_before_those_that_are_usually_shown_has_a_list_too(viewer) -> None:
    """Of 177 days the last 60 are shown; at the end of January Acme, Beta, Dune and Fjord pay 100 + 90 + 80 + 50."""
    answer = viewer.get(MRR, {"at": "2026-01-31", "period": "day", "against": "2026-01-14"})
    assert "Dune SARL" in answer.text
    assert "130.00" in answer.text
    text = viewer.get(MRR, {"at": "2026-01-31", "period": "day"}).text
    assert "Sums to 320.00" in text
    assert names(viewer.get(MRR, {"at": "2026-01-31", "period": "day", "by": "plan", "slice": "Basic"}).text)
    for nowhen in ("2025-01-31", "2027-01-31", "2026-01", "x"):
        assert viewer.get(MRR, {"at": nowhen, "period": "day"}).status_code == 404


def test_a_change_lists_who_made_it(viewer) -> None:
    # May to June: only Gale, who left with 200.
    text = viewer.get(MRR, {"at": "2026-06", "against": "2026-05"}).text
    assert names(text) == ["Gale BV"]
    assert "the change since May 2026" in text
    assert "200.00" in text


def test_kpis_of_people_lead_to_people(viewer) -> None:
    text = viewer.get("/w/harbour/kpi/monthly_active_people/behind/", {"at": "2026-06"}).text
    assert 'href="/w/harbour/people/' in text
    assert "people" in text


def test_beside_a_chart_it_is_a_panel(viewer) -> None:
    headers = {"HX-Request": "true", "HX-Target": "beside"}
    text = viewer.get(MRR, {"at": "2026-06"}, headers=headers).text
    assert "<html" not in text
    assert "data-close" in text
    assert "Elm Inc" in text


@pytest.mark.parametrize(
    "query", [{"at": "1999-01"}, {"at": "2026-06", "by": "plan", "slice": "None such"}, {"at": "x"}]
)
def test_what_is_not_there_says_so(viewer, query: dict[str, str]) -> None:
    assert viewer.get(MRR, query).status_code == 404


def test_a_file_has_everybody_exactly(viewer) -> None:
    text = viewer.get(f"{MRR}export/", {"at": "2026-06", "format": "csv"}).content.decode()
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:2] == ["Key", "Name"]
    numerator = rows[0].index(next(title for title in rows[0] if title.lower() == kpi_of("mrr").numerator.lower()))
    assert sum(Decimal(row[numerator]) for row in rows[1:]) == 890
    assert viewer.get(f"{MRR}export/", {"at": "2026-06", "format": "xlsx"}).content.startswith(b"PK")


def test_those_shown_are_kept_as_a_list(harbour, sign_in) -> None:
    client = sign_in(harbour, "analyst")
    answer = client.post(f"{MRR}list/?at=2026-06&q=o", {"name": "With an o"})
    assert re.fullmatch(r"/w/harbour/lists/\d+/", answer["Location"])
    with in_workspace(harbour):
        kept = lists()[0]
        assert (kept.name, kept.count, kept.subject) == ("With an o", 3, "account")  # Beta Oy, Cove, Fjord
        assert kept.origin["kpi"] == "mrr"


def test_those_shown_are_kept_as_a_segment_of_the_same_people(harbour, sign_in) -> None:
    client = sign_in(harbour, "analyst")
    answer = client.post(f"{MRR}list/?at=2026-06&q=o", {"name": "With an o", "as": "segment"}, follow=True)
    assert answer.redirect_chain[0][0] == "/w/harbour/segment/with-an-o/"
    assert {"Beta Oy", "Fjord"} < {name for name in ("Beta Oy", "Cove", "Fjord") if name in answer.text}


def test_a_viewer_keeps_no_list(viewer) -> None:
    assert viewer.post(f"{MRR}list/?at=2026-06", {"name": "x"}).status_code == 403
    assert "Save them" not in viewer.get(MRR, {"at": "2026-06"}).text


@pytest.mark.parametrize("by", ["", "plan"])
def test_every_list_adds_up_to_its_number(harbour, by: str) -> None:
    with in_workspace(harbour):
        board = Board.of(harbour)
        summed = [key for key in board.available if not (kpi_of(key).combine or kpi_of(key).fit)]
        for key in summed:
            if kpi_of(key).statistic is Statistic.MEDIAN or (by and not kpi_of(key).sliceable):
                continue
            for slice_ in board.result(key, by=by or None).slices:
                asked = Asked(at="2026-06", by=by, slice_=slice_)
                assert Answer(board, kpi_of(key), asked).agrees, (key, slice_)


def test_a_change_adds_up_with_who_came_and_who_went(harbour) -> None:
    with in_workspace(harbour):
        board = Board.of(harbour)
        found = people_behind(board, "mrr", "2026-05", against="2026-04")
        # May: Fjord came back with 50; Acme's 200 more were of April.
        assert found.table.to_pylist()[0]["name"] == "Fjord AS"
        assert found.total("change") == 50
        assert (found.moved(up=True), found.moved(up=False)) == (1, 0)


def test_few_queries(viewer, django_assert_max_num_queries) -> None:
    viewer.get(MRR, {"at": "2026-06"})
    with django_assert_max_num_queries(7):
        viewer.get(MRR, {"at": "2026-06"})
