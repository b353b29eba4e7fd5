"""Random histories: the KPIs agree with a plain-Python reading of the same histories, and their bounds hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.period import Calendar
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.tables import rollforward
from holdfast.metrics.tests.books import book, change, day, months

FIRST = date(2024, 1, 1)
History = list[tuple[datetime, Decimal, Decimal]]  # when, MRR on Basic from then on, MRR on Pro from then on

amounts = st.sampled_from(
    [Decimal(0), Decimal(0), Decimal("0.01"), Decimal("19.99"), Decimal("33.333333"), Decimal(250)]
)
steps = st.tuples(st.integers(0, 720), amounts, amounts)
histories = st.lists(st.lists(steps, min_size=1, max_size=7, unique_by=lambda step: step[0]), min_size=1, max_size=5)


def history(raw: list[tuple[int, Decimal, Decimal]]) -> History:
    return [(day((FIRST + timedelta(days=at)).isoformat()), basic, pro) for at, basic, pro in sorted(raw)]


def movements(account: int, steps_: History) -> list[dict[str, Any]]:
    """The movements of a history, derived step by step; kinds at account level, opposite components as transfers."""
    rows, basic, pro, paid = [], Decimal(0), Decimal(0), False
    for at, to_basic, to_pro in steps_:
        deltas = {"Basic": to_basic - basic, "Pro": to_pro - pro}
        before, after = basic + pro, to_basic + to_pro
        carried = min(sum(d for d in deltas.values() if d > 0), -sum(d for d in deltas.values() if d < 0))
        kind = "new" if not before and not paid else "reactivation" if not before else "churn" if not after else (
            "expansion" if after > before else "contraction")  # fmt: skip
        for plan, delta in deltas.items():
            moved = min(abs(delta), carried) * (1 if delta > 0 else -1)
            for what, amount in (("transfer", moved), (kind, delta - moved)):
                if amount:
                    rows.append(change(account, at.isoformat()[:10], what, str(amount), plan=plan))
        basic, pro, paid = to_basic, to_pro, paid or bool(after)
    return rows


def paid_at(steps_: History, moment: datetime) -> Decimal:
    """MRR just before an instant."""
    states = [basic + pro for at, basic, pro in steps_ if at < moment]
    return states[-1] if states else Decimal(0)


def engine_of(books: list[History]) -> Engine:
    rows = [row for number, steps_ in enumerate(books) for row in movements(number, steps_)]
    return book({"mrr_change": rows})


def expected(books: list[History], over: Calendar, measure: Callable[[Decimal, Decimal], Decimal]) -> list[Decimal]:
    """Sum over the accounts that pay at the start of each period of a measure of (MRR at start, MRR at end)."""
    return [
        sum((measure(m0, paid_at(b, p.end)) for b in books if (m0 := paid_at(b, p.start))), Decimal()) for p in over
    ]


MEASURES: dict[tuple[str, str], Callable[[Decimal, Decimal], Decimal]] = {
    ("nrr", "numerator"): lambda m0, m1: m1,
    ("grr", "numerator"): min,
    ("nrr", "denominator"): lambda m0, m1: m0,
    ("customer_churn", "numerator"): lambda m0, m1: Decimal(m1 == 0),
    ("customer_retention_rate", "numerator"): lambda m0, m1: Decimal(m1 > 0),
    ("customer_churn", "denominator"): lambda m0, m1: Decimal(1),
}
over_months = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])


@over_months
@given(histories)
def test_snapshots_agree_with_plain_python(raw: list[list[tuple[int, Decimal, Decimal]]]) -> None:
    books = [history(steps_) for steps_ in raw]
    engine, over = engine_of(books), months("2024-01-01", "2025-12-31")
    if "mrr_change" not in engine.facts.present:
        return
    for (key, side), measure in MEASURES.items():
        found = [getattr(cell, side) for cell in engine.compute(kpi_of(key), over)]
        assert found == expected(books, over, measure), key
    mrr = [cell.numerator for cell in engine.compute(kpi_of("mrr"), over)]
    assert mrr == [sum(paid_at(b, p.end) for b in books) for p in over]


@over_months
@given(histories)
def test_the_trailing_year_agrees_with_plain_python(raw: list[list[tuple[int, Decimal, Decimal]]]) -> None:
    books = [history(steps_) for steps_ in raw]
    engine, over = engine_of(books), months("2024-12-01", "2026-03-31", lead=12)
    if "mrr_change" not in engine.facts.present:
        return
    then = [p.start for p in over.whole]
    for key, measure in (("nrr_12m", lambda m0, m1: m1), ("grr_12m", min)):
        for cell, period in zip(engine.compute(kpi_of(key), over), over, strict=True):
            start = then[period.number - 11]
            pairs = [(paid_at(b, start), paid_at(b, period.end)) for b in books]
            assert cell.denominator == sum(m0 for m0, _ in pairs)
            assert cell.numerator == sum((measure(m0, m1) for m0, m1 in pairs if m0), Decimal())


@over_months
@given(histories)
def test_bounds_hold_in_total_and_in_every_plan(raw: list[list[tuple[int, Decimal, Decimal]]]) -> None:
    engine, over = engine_of([history(steps_) for steps_ in raw]), months("2024-01-01", "2025-12-31", grain="quarter")
    if "mrr_change" not in engine.facts.present:
        return
    for by in (None, "plan"):
        nrr = list(engine.compute(kpi_of("nrr"), over, by))
        grr = list(engine.compute(kpi_of("grr"), over, by))
        churn = [cell.value for cell in engine.compute(kpi_of("customer_churn"), over, by)]
        assert all(value is None or 0 <= value <= 1 for value in churn)
        for net, gross in zip(nrr, grr, strict=True):
            assert gross.value is None or (-1e-12 <= gross.value <= 1 + 1e-12 and gross.value <= net.value + 1e-12)
        rollforward(engine, over, by)  # raises if start and movements do not give the end


@pytest.mark.parametrize(
    ("zone", "months_seen"), [("Pacific/Kiritimati", ["2024-02"]), ("Pacific/Midway", ["2024-01"])]
)
def test_months_are_months_of_the_zone_and_years_keep_their_sum(zone: str, months_seen: list[str]) -> None:
    # 31 January 12:00 UTC is 1 February, 02:00 at UTC+14 and 31 January, 01:00 at UTC-11.
    engine = book({"mrr_change": [change(1, "2024-01-31T12:00:00", "new", 10)]})
    found = engine.compute(kpi_of("new_mrr"), months("2024-01-01", "2024-12-31", zone=zone))
    assert [cell.label for cell in found if cell.numerator] == months_seen
    assert sum(cell.numerator for cell in found) == 10
