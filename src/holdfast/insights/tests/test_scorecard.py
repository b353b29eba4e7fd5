"""What a card says: the last complete period, its change, and whether that is good."""

from __future__ import annotations

import pytest

from holdfast.insights.scorecard import scorecard
from holdfast.insights.tests.reports import made_up_report
from holdfast.metrics.kernel.kpis import customers, revenue
from holdfast.web.format import Formatter

KPIS = (*customers.KPIS, *revenue.KPIS)


@pytest.fixture(scope="module")
def cards():
    groups = scorecard(made_up_report(KPIS), Formatter())
    return {card.kpi.key: card for group in groups for card in group.cards}


def test_a_card_shows_the_last_complete_period(cards):
    assert cards["mrr"].cell.label == "2026-09"
    assert cards["mrr"].previous.against == "Aug 2026"
    assert cards["mrr"].year.against == "Sep 2025"


@pytest.mark.parametrize("key", ["customer_churn", "customer_retention_rate"])
def test_down_is_good_where_less_is_better(cards, key):
    # Retention is 1 - churn: when one falls the other rises, and both say the same verdict.
    now, then = (cards[key].result.cells()[at].value for at in (20, 19))
    way = cards[key].previous.way
    assert way == ("flat" if now == then else "up" if now > then else "down")
    better = way == ("down" if key == "customer_churn" else "up")
    assert cards[key].previous.verdict == ("same" if way == "flat" else "better" if better else "worse")


def test_both_ways_of_reading_churn_agree(cards):
    assert cards["customer_churn"].previous.verdict == cards["customer_retention_rate"].previous.verdict


def test_a_change_too_small_to_be_written_is_none(cards):
    for card in cards.values():
        if card.previous is not None and card.previous.way != "flat":
            assert any(digit in card.previous.text for digit in "123456789")


def test_the_benchmark_says_where_the_value_lies(cards):
    mark = cards["customer_churn"].benchmark
    value = cards["customer_churn"].cell.value
    assert mark.place == ("inside" if mark.low <= value <= mark.high else "better" if value < mark.low else "worse")
    assert mark.source


def test_a_card_starts_before_there_is_anything_to_compare_with():
    groups = scorecard(made_up_report(KPIS, first="2026-09-01"), Formatter())
    card = next(card for group in groups for card in group.cards if card.kpi.key == "mrr")
    assert (card.previous, card.year) == (None, None)
    assert card.value != "–"


def test_without_a_complete_period_there_is_a_reason_instead_of_a_value():
    groups = scorecard(made_up_report(KPIS, first="2026-10-01"), Formatter())
    assert {card.reason for group in groups for card in group.cards} == {"no complete period yet"}
