from __future__ import annotations

from typing import Any

import pytest

from holdfast.metrics.engine import Engine
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.tests.books import book, day, months

APRIL = months("2026-04-01", "2026-04-30", as_of="2026-06-01")


def answers(
    survey: str, *scores: float | None, asked: str = "2026-04-02", answered: str = "2026-04-10"
) -> list[dict[str, Any]]:
    return [
        {
            "response": f"{survey}{number}{asked}", "survey": survey, "person_id": number, "account_id": 1,
            "score": score, "asked_at": day(asked), "answered_at": None if score is None else day(answered),
        }
        for number, score in enumerate(scores)
    ]  # fmt: skip


def of(*rows: list[dict[str, Any]], as_of: str = "2026-06-01") -> Engine:
    return book({"survey_answer": [row for part in rows for row in part]}, as_of=as_of)


def test_nps_is_promoters_minus_detractors() -> None:
    # Ten answers: six promoters (9, 10), one passive (8), three detractors (0, 6, 6): 60 % - 30 % = 30.
    found = of(answers("nps", 9, 9, 9, 10, 10, 10, 8, 0, 6, 6)).compute(kpi_of("nps"), APRIL).cell("2026-04")
    assert (found.numerator, found.denominator, found.value) == (3, 10, 30)
    # Adjusted: 6.75/13 - 3.75/13 = 3/13; variance 10.5/13 - (3/13)^2 = 0.754438; / 13, root = 0.240901;
    # 100 * (0.230769 -+ 1.959964 * 0.240901) = -24.14 and 70.29.
    assert (found.low, found.high) == (pytest.approx(-24.14, abs=0.01), pytest.approx(70.29, abs=0.01))


def test_csat_is_the_top_two_of_five() -> None:
    # 4 and 5 are satisfied: 3 of 5 answers. A 7 is no answer on this scale, and nothing unanswered counts.
    found = of(answers("csat", 5, 4, 4, 3, 1, 7, None)).compute(kpi_of("csat"), APRIL).cell("2026-04")
    assert (found.numerator, found.denominator, found.value) == (3, 5, 0.6)


def test_ces_is_the_mean_and_the_share_of_easy_answers() -> None:
    # (7 + 6 + 5 + 2) / 4 = 5; three of four are 5 or more.
    engine = of(answers("ces", 7, 6, 5, 2))
    found = engine.compute(kpi_of("ces"), APRIL).cell("2026-04")
    # s^2 = (4 + 1 + 0 + 9) / 3 = 4.6667; t(3) = 3.1824; 3.1824 * sqrt(4.6667 / 4) = 3.4374: 1.5626 to 7 (the scale).
    assert (found.value, found.low, found.high) == (5, pytest.approx(1.5626, abs=1e-4), 7)
    assert engine.compute(kpi_of("ces_share"), APRIL).cell("2026-04").value == 0.75


def test_an_answer_counts_when_it_was_given_and_a_response_rate_when_it_was_asked() -> None:
    # Four people asked in April; two answer, one of them in May.
    late = answers("nps", 9, asked="2026-04-29", answered="2026-05-02")
    engine = of(answers("nps", 10, None, None), late)
    over = months("2026-04-01", "2026-05-31", as_of="2026-06-01")
    assert [cell.denominator for cell in engine.compute(kpi_of("nps"), over)] == [1, 1]
    rates = engine.compute(kpi_of("response_rate_nps"), over)
    assert (rates.cell("2026-04").numerator, rates.cell("2026-04").denominator) == (2, 4)
    assert rates.cell("2026-05").value is None


def test_an_answer_after_as_of_has_not_been_given() -> None:
    engine = of(answers("nps", 9, asked="2026-04-29", answered="2026-05-02"), as_of="2026-05-01")
    over = months("2026-04-01", "2026-04-30", as_of="2026-05-01")
    assert engine.compute(kpi_of("response_rate"), over).cell("2026-04").value == 0


def test_an_anonymous_answer_counts_with_nobody_behind_it() -> None:
    known, unknown = answers("csat", 5, 1)
    engine = of([known, {**unknown, "person_id": None}])
    assert engine.compute(kpi_of("csat"), APRIL).cell("2026-04").denominator == 2
    behind = engine.behind(kpi_of("csat"), APRIL, APRIL.labelled("2026-04"))
    assert behind["denominator"].to_pylist() == [1, 1]
    assert None in behind["subject_id"].to_pylist()
