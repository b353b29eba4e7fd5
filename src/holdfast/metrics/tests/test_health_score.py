from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from holdfast.metrics.engine import Engine
from holdfast.metrics.health import BadHealthFile, health_inputs
from holdfast.metrics.kernel.kpis.health import contributions
from holdfast.metrics.kernel.models.health import INPUTS, HealthInput, shipped
from holdfast.metrics.kernel.settings import MetricSettings
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.tests.books import book, change, day, months

AS_OF = "2026-07-01"
JUNE = months("2026-06-01", "2026-06-30", as_of=AS_OF)


def made(*inputs: HealthInput) -> Engine:
    # At the end of June (1 July 00:00), 90 days back is 2 April:
    # 1 pays 30 (20 before 2 April), a third of it past due; active on 10 days of June (two people on one of them),
    #   last on 28 June 12:00, 2.5 days ago; two open tickets; answered 9 and 6; pays since 1 January, 181 days.
    # 2 pays 10 since 1 June, 30 days; has done nothing. 3 has left and has no score.
    changes = [
        change(1, "2026-01-01", "new", 20), change(1, "2026-05-01", "expansion", 10),
        change(2, "2026-06-01", "new", 10),
        change(3, "2026-01-01", "new", 10), change(3, "2026-06-10", "churn", -10),
    ]  # fmt: skip
    days = [("2026-06-01", 1), ("2026-06-01", 2), *((f"2026-06-{number}", 1) for number in range(20, 29))]
    tables: dict[str, list[dict[str, Any]]] = {
        "mrr_change": changes,
        "mrr_series": [{**change(1, "2026-06-20", "", 10), "series": "at_risk"}],
        "event": [
            {"event": "opened", "person_id": person, "account_id": 1, "occurred_at": day(f"{at}T12:00")}
            for at, person in days
        ],
        "ticket": [
            {"ticket": str(number), "account_id": 1, "opened_at": day("2026-06-01"), "solved_at": solved}
            for number, solved in enumerate([None, day("2026-07-02"), day("2026-06-05")])
        ],
        "survey_answer": [
            {"survey": "nps", "account_id": 1, "score": score, "answered_at": day(at), "asked_at": day(at)}
            for score, at in [(9.0, "2026-06-01"), (6.0, "2026-05-01"), (0.0, "2025-06-01")]
        ],
    }
    return book(tables, as_of=AS_OF, settings=MetricSettings(health=inputs))


def parts(engine: Engine, account: int) -> dict[str, dict[str, Any]]:
    rows = contributions(engine.frame(JUNE)).to_pyarrow().to_pylist()
    return {row["input"]: row for row in rows if row["subject_id"] == account}


def test_every_input_by_hand() -> None:
    found = parts(made(), 1)
    assert {name: row["value"] for name, row in found.items()} == pytest.approx(
        {
            "days_active": 10,
            "last_event": 2.5,
            "mrr_trend": 1.5,  # 30 / 20
            "mrr_at_risk": 1 / 3,
            "open_tickets": 2,  # the one solved on 2 July was open at the end of June
            "nps": 7.5,  # the answer of a year ago does not count
            "tenure": 181 / (365.2425 / 12),
        }
    )
    # Of 100: 30 * 10/20; 15 * (30 - 2.5)/29; 15, at best; 10 * 2/3; 10 * 3/5; 10 * 0.75; 10 * 5.946734/24.
    points = {name: float(row["points"]) for name, row in found.items()}
    assert points == pytest.approx(
        {
            "days_active": 15, "last_event": 14.224138, "mrr_trend": 15, "mrr_at_risk": 6.666667, "open_tickets": 6,
            "nps": 7.5, "tenure": 2.477806,
        },
        abs=1e-5,
    )  # fmt: skip


def test_what_is_not_known_is_left_out_and_the_rest_counts_for_more() -> None:
    # Account 2 has no event ever, no MRR 90 days ago and no answer: 30 + 10 + 10 + 10 = 60 of the weights are known.
    found = parts(made(), 2)
    assert {name: row["weight"] for name, row in found.items()} == pytest.approx(
        {"days_active": 30 / 60, "mrr_at_risk": 10 / 60, "open_tickets": 10 / 60, "tenure": 10 / 60}
    )
    assert float(found["open_tickets"]["points"]) == pytest.approx(100 / 6, abs=1e-5)


def test_contributions_sum_to_the_score_and_the_scores_to_the_kpi() -> None:
    engine = made()
    cell = engine.compute(kpi_of("health_score"), JUNE).cell("2026-06")
    behind = {
        row["subject"]: row for row in engine.behind(kpi_of("health_score"), JUNE, JUNE.labelled("2026-06")).to_pylist()
    }
    assert sorted(behind) == ["a1", "a2"]  # account 3 has left
    for number in (1, 2):
        points = sum((row["points"] for row in parts(engine, number).values()), Decimal())
        assert behind[f"a{number}"]["numerator"] == points
        assert 0 <= points <= 100
    assert cell.numerator == sum(row["numerator"] for row in behind.values())
    assert cell.value == pytest.approx(float(cell.numerator) / 2)


def test_weights_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[inputs.open_tickets]\nweight = 1\nworst = 4\nbest = 0\n")
    cell = made(*health_inputs(path)).compute(kpi_of("health_score"), JUNE).cell("2026-06")
    # Account 1 has two of four: 50; account 2 has none: 100.
    assert cell.value == 75


def test_without_any_fact_the_score_is_unknown_not_zero() -> None:
    tables = {
        "mrr_change": [change(1, "2026-01-01", "new", 20)],
        "event": [{"event": "opened", "account_id": 1, "occurred_at": day("2026-06-01")}],
    }
    only_nps = MetricSettings(health=(HealthInput("nps", 1, 0, 10),))
    engine = book(tables, as_of=AS_OF, settings=only_nps)
    assert engine.compute(kpi_of("health_score"), JUNE).cell("2026-06").value is None


def test_the_shipped_weights_hold_every_input_once() -> None:
    assert tuple(one.name for one in shipped()) == tuple(sorted(INPUTS, key=[one.name for one in shipped()].index))
    assert {one.name for one in shipped()} == set(INPUTS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "mine.toml: no inputs"),
        ("[inputs.mood]\nweight = 1", "inputs.mood: there is no such input"),
        ("[inputs.nps]\nweight = 1\nworst = 0", "inputs.nps: give weight, worst and best"),
        ("[inputs.nps]\nweight = 'a'\nworst = 0\nbest = 10", "inputs.nps.weight: 'a' is not a number"),
        ("[inputs.nps]\nweight = -1\nworst = 0\nbest = 10", "inputs.nps.weight: -1 is below zero"),
        ("[inputs.nps]\nweight = 1\nworst = 5\nbest = 5", "inputs.nps: worst and best are both 5"),
        ("[inputs.nps]\nweight = 0\nworst = 0\nbest = 5", "all weights are zero"),
        ("[inputs", "not valid TOML"),
    ],
)
def test_a_wrong_weight_is_named(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(BadHealthFile) as refused:
        health_inputs(path)
    assert message in refused.value.message
