"""The scorecard: every KPI at a glance, of a period and a slice, as each member has arranged it."""

from __future__ import annotations

import re

import pytest

from holdfast.core.models import AuditEntry
from holdfast.core.scoping import in_workspace

pytestmark = pytest.mark.numbers

HOME = "/w/harbour/"


@pytest.fixture
def viewer(harbour, sign_in):
    return sign_in(harbour, "viewer")


def titles(text: str) -> list[str]:
    return re.findall(r"<h3><a [^>]*>([^<]+)</a></h3>", text)


def test_headlines_are_cards_in_five_groups_and_the_others_rows(viewer) -> None:
    text = viewer.get(HOME).text
    assert re.findall(r'<h2 id="group-(\w+)"', text) == ["customers", "revenue", "usage", "voice", "support"]
    assert {"MRR", "Customers", "Net Promoter Score"} <= set(titles(text))
    assert "New customers" not in titles(text)
    assert re.search(r'<th scope="row"><a href="/w/harbour/kpi/new_customers/">New customers</a></th>', text)
    assert re.search(r"and \d+ more", text)


def card_of(text: str, title: str) -> str:
    return re.search(rf"<h3><a [^>]*>{title}</a></h3>.*?</article>", text, re.DOTALL)[0]


def test_a_card_says_value_change_and_verdict_in_words(viewer) -> None:
    # MRR: 890 at the end of June, 1,090 at the end of May (Gale's 200 left): 18.3 % less, and less is worse.
    card = card_of(viewer.get(HOME).text, "MRR")
    assert '<p class="figure">890' in card
    assert "18.3" in card
    assert "worse" in card
    assert "on May 2026" in card
    assert '<svg class="chart" role="img"' in card


def test_the_comparison_is_chosen_in_the_address(viewer) -> None:
    assert "on May 2026" not in viewer.get(HOME, {"compare": "none"}).text
    assert "on May 2026" in viewer.get(HOME, {"compare": "previous"}).text


def test_a_slice_makes_the_whole_scorecard_its_own(viewer) -> None:
    # Pro in June: Acme 300 and Elm 400.
    text = viewer.get(HOME, {"by": "plan", "slice": "Pro"}).text
    card = card_of(text, "MRR")
    assert "700" in card
    assert "kpi/mrr/?by=plan&amp;slice=Pro" in text
    assert "plan: Pro" in text


def test_what_it_is_not_sliced_by_is_left_out_of_the_choice(viewer) -> None:
    text = viewer.get(HOME, {"by": "no such trait", "slice": "x"}).text
    assert "slice=x" not in text
    assert viewer.get(HOME, {"by": "plan", "slice": "no such plan"}).status_code == 200


def test_a_range_ends_the_scorecard_earlier(viewer) -> None:
    assert "Apr 2026, complete" in viewer.get(HOME, {"to": "2026-04"}).text


def test_a_partial_period_is_marked(viewer) -> None:
    assert "Jun 2026, complete" in viewer.get(HOME).text
    yearly = viewer.get(HOME, {"period": "year"}).text
    assert "2026 is not over" in yearly


def test_what_changed_names_the_largest_part_and_who_it_was(viewer) -> None:
    # June: 1,090 -> 890 is Gale, 200 on Pro; in the Netherlands as well, plan is asked first.
    text = viewer.get(f"{HOME}scorecard/changed/", headers={"HX-Request": "true"}).text
    assert "<html" not in text
    assert re.search(r"MRR fell by .200\.?0*.EUR on May 2026", text) or "fell by" in text
    assert "1 account with plan Pro" in text
    assert "against=2026-05" in text
    behind = viewer.get(re.findall(r'<a href="([^"]*against[^"]*)"', text)[0].replace("&amp;", "&")).text
    assert "Gale BV" in behind
    assert "Acme" not in behind.split('id="people"')[1]


def test_a_workspace_without_data_says_what_to_do(empty, sign_in) -> None:
    text = sign_in(empty, "analyst").get("/w/empty/").text
    assert "Import files" in text


def test_a_member_arranges_its_own_scorecard_only(harbour, sign_in) -> None:
    mine, other = sign_in(harbour, "viewer"), sign_in(harbour, "analyst")
    form = mine.get(f"{HOME}scorecard/layout/").text
    order = re.findall(r'name="order" value="(\w+)"', form)
    assert order.index("customer_retention_rate") < order.index("customers")
    order.remove("customers")
    places = {f"place-{key}": "card" if key in ("customers", "new_customers") else "row" for key in order}
    sent = {"order": ["customers", *order], **places, "place-customers": "card", "place-mrr": "hidden", "save": "1"}
    assert mine.post(f"{HOME}scorecard/layout/", sent).status_code == 302
    text = mine.get(HOME).text
    assert titles(text)[:2] == ["Customers", "New customers"]
    assert "/kpi/mrr/" not in text
    assert "1 KPI is hidden" in text
    assert "/kpi/mrr/" in other.get(HOME).text
    with in_workspace(harbour):
        assert AuditEntry.objects.filter(action="insights.layout.changed").count() == 1


def test_without_a_script_a_button_moves_a_kpi(harbour, sign_in) -> None:
    client = sign_in(harbour, "viewer")
    sent = {"order": ["mrr", "arr", "arpa"], "move": "up:arr"}
    assert client.post(f"{HOME}scorecard/layout/", sent)["Location"].endswith("/scorecard/layout/#arr")
    order = re.findall(r'name="order" value="(\w+)"', client.get(f"{HOME}scorecard/layout/").text)
    assert [key for key in order if key in sent["order"]] == ["arr", "mrr", "arpa"]
    client.post(f"{HOME}scorecard/layout/", {"usual": "1"})
    order = re.findall(r'name="order" value="(\w+)"', client.get(f"{HOME}scorecard/layout/").text)
    assert order.index("mrr") < order.index("arr")


def test_a_layout_from_elsewhere_is_no_reason_to_fail(harbour, sign_in) -> None:
    client = sign_in(harbour, "viewer")
    assert (
        client.post(f"{HOME}scorecard/layout/", {"order": ["../x", "mrr"], "place-mrr": "nowhere"}).status_code == 302
    )
    assert "/kpi/mrr/" in client.get(HOME).text


def test_few_queries_whatever_the_number_of_kpis(viewer, django_assert_max_num_queries) -> None:
    viewer.get(HOME)
    with django_assert_max_num_queries(8):
        viewer.get(HOME)
