"""What holds for every KPI whatever the data: bounds, and that a list adds up to its number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

import pytest

from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.kpi import Kpi, Statistic, Unit
from holdfast.metrics.kernel.settings import MetricSettings
from holdfast.metrics.registry import all_kpis
from holdfast.metrics.tests.books import book, change, months

AS_OF = "2026-05-20T15:00:00"
START = datetime(2026, 1, 1, tzinfo=UTC)
SPRING = months("2026-03-01", "2026-05-31", as_of=AS_OF, lead=2)
SUMS = [kpi for kpi in all_kpis() if kpi.combine is None and kpi.fit is None and "cost" not in kpi.needs]


def _moment(random: Random, least: int = 0, most: int = 150) -> datetime:
    return START + timedelta(hours=random.randint(least * 24, most * 24))


def _later(random: Random, start: datetime) -> datetime | None:
    return None if random.random() < 0.2 else start + timedelta(hours=random.randint(0, 300))


def _changes(random: Random) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for account in range(12):
        began = _moment(random, 0, 60)
        rows.append({**change(account, "2026-01-01", "new", 20, plan=random.choice("AB")), "effective_at": began})
        if random.random() < 0.5:
            last = {**rows[-1], "kind": "churn", "amount": Decimal(-20), "amount_reporting": Decimal(-20)}
            rows.append({**last, "effective_at": began + timedelta(days=random.randint(1, 80))})
    return rows


def _tickets(random: Random) -> list[dict[str, Any]]:
    rows = []
    for number in range(60):
        opened = _moment(random)
        rows.append(
            {
                "ticket": str(number), "account_id": random.randrange(14), "opened_at": opened,
                "first_response_at": _later(random, opened), "solved_at": _later(random, opened),
                "satisfaction": random.choice([None, 1.0, 3.0, 4.0, 5.0, 9.0]),
            }
        )  # fmt: skip
    return rows


def _answers(random: Random) -> list[dict[str, Any]]:
    rows = []
    for number in range(120):
        asked = _moment(random)
        answered = _later(random, asked)
        rows.append(
            {
                "response": str(number), "survey": random.choice(["nps", "csat", "ces"]),
                "account_id": random.randrange(14),
                "person_id": random.choice([None, *range(30)]), "asked_at": asked, "answered_at": answered,
                "score": None if answered is None else float(random.randrange(11)),
            }
        )  # fmt: skip
    return rows


@cache
def _engine(seed: int) -> Engine:
    random = Random(seed)  # noqa: S311 - test data, no secret
    tables = {
        "mrr_change": _changes(random),
        "ticket": _tickets(random),
        "survey_answer": _answers(random),
        "event": [
            {
                "event": random.choice(["opened", "invited"]), "person_id": random.choice([None, *range(30)]),
                "account_id": random.randrange(14), "occurred_at": _moment(random),
            }
            for _ in range(400)
        ],
        "purchase": [
            {
                "purchase": str(number), "account_id": random.randrange(14), "bought_at": _moment(random),
                "currency": "EUR", "amount_reporting": Decimal(random.randint(-500, 5000)) / 100,
            }
            for number in range(80)
        ],
    }  # fmt: skip
    return book(tables, as_of=AS_OF, settings=MetricSettings(activation_event="invited"))


@pytest.mark.parametrize("kpi", SUMS, ids=lambda kpi: kpi.key)
@pytest.mark.parametrize("by", [None, "plan"])
def test_values_lie_within_their_bounds(kpi: Kpi, by: str | None) -> None:
    for cell in _engine(1).compute(kpi, SPRING, by):
        if cell.value is None:
            continue
        if kpi.unit is Unit.SHARE:
            assert 0 <= cell.value <= 1, cell
        if kpi.unit is Unit.POINTS:
            assert -100 <= cell.value <= 100, cell
        if kpi.interval is not None:
            assert cell.low is not None
            assert cell.low <= cell.high, cell
        if kpi.interval is not None and kpi.unit is Unit.SHARE:
            assert cell.low <= cell.value <= cell.high, cell


@pytest.mark.parametrize("kpi", SUMS, ids=lambda kpi: kpi.key)
def test_the_list_behind_a_number_adds_up_to_it(kpi: Kpi) -> None:
    engine = _engine(1)
    for cell in engine.compute(kpi, SPRING):
        behind = engine.behind(kpi, SPRING, SPRING.labelled(cell.label))
        for side in ("numerator", "denominator"):
            total = sum(behind[side].to_pylist(), Decimal())
            number = getattr(cell, side)
            if number is not None and not (kpi.statistic is Statistic.MEDIAN and side == "numerator"):
                assert total == pytest.approx(number, abs=Decimal("1e-9")), (cell, side)
