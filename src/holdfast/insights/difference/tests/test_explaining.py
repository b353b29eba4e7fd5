"""Every figure of a roll-forward that changed is explained by the movements that changed, to the cent."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

import pyarrow as pa
import pytest

from holdfast.insights.difference import CAUSES, Explained, Span, explain
from holdfast.insights.difference.explain import COLUMNS, FLOWS

module = import_module("holdfast.insights.difference.explain")  # its function has the same name

MARCH = Span(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 3, 20, tzinfo=UTC))
INSTANT = pa.timestamp("us", tz="UTC")
SCHEMA = pa.schema(
    [
        ("account", pa.string()), ("effective_at", INSTANT), ("kind", pa.string()), ("reason", pa.string()),
        ("plan", pa.string()), ("currency", pa.string()), ("amount", pa.decimal128(18, 6)),
        ("amount_reporting", pa.decimal128(18, 6)), ("subscription", pa.string()), ("recorded_at", INSTANT),
    ]
)  # fmt: skip
Told = tuple[str, str, str, int]


def table(*told: Told, **other: Any) -> pa.Table:
    rows = [
        {
            "account": account, "effective_at": datetime.fromisoformat(f"2026-{day}T00:00:00+00:00"), "kind": kind,
            "plan": "Basic", "currency": "EUR", "amount": Decimal(amount), "amount_reporting": Decimal(amount),
            "subscription": f"s-{account}", **other,
        }
        for account, day, kind, amount in told
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def rollforward(movements: pa.Table) -> dict[str, Decimal]:
    """What March comes to, worked out the plain way."""
    row = dict.fromkeys(COLUMNS, Decimal())
    for moved in movements.to_pylist():
        if moved["effective_at"] < MARCH.start:
            row["start"] += moved["amount_reporting"]
        elif moved["effective_at"] < MARCH.end:
            row[moved["kind"]] += moved["amount_reporting"]
    row["end"] = row["start"] + sum((row[kind] for kind in FLOWS), Decimal())
    return row


def explained(before: pa.Table, after: pa.Table) -> Explained:
    return explain(before, after, (rollforward(before), rollforward(after)), MARCH)


def test_only_movements_that_differ_are_looked_at_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    alike = [(f"a{number}", "02-10", "new", 10) for number in range(50)]
    looked_at: list[int] = []
    index = module._indexed
    monkeypatch.setattr(module, "_indexed", lambda rows: looked_at.append(rows.num_rows) or index(rows))
    # Those alike have neither reason nor currency told: nothing is the same as nothing.
    before = pa.concat_tables([table(*alike, currency=None), table(("beta", "03-05", "new", 90))])
    after = pa.concat_tables([table(("beta", "03-05", "new", 95)), table(*reversed(alike), currency=None)])
    assert [change.row["account"] for change in explained(before, after).changes] == ["beta"]
    assert looked_at == [1, 1]
    assert explained(before, before).changes == ()


@pytest.fixture
def found() -> Explained:
    # Known at A: a 100 since January, b 50 since March, c 30 since February and gone in March.
    # At B also: d was there in February all along (20), e came on 25 March (40), b pays 60, and c has not left.
    before = table(
        ("a", "01-05", "new", 100), ("b", "03-02", "new", 50), ("c", "02-03", "new", 30), ("c", "03-10", "churn", -30)
    )
    after = table(
        ("a", "01-05", "new", 100), ("b", "03-02", "new", 60), ("c", "02-03", "new", 30),
        ("d", "02-07", "new", 20), ("e", "03-25", "new", 40), ("f", "04-02", "new", 99),
    )  # fmt: skip
    return explained(before, after)


def test_every_change_has_its_cause(found: Explained) -> None:
    got = {(change.row["account"], change.column, change.cause, int(change.amount)) for change in found.changes}
    assert got == {
        ("b", "new", "corrected", 10),
        ("c", "churn", "withdrawn", 30),
        ("d", "start", "backdated", 20),
        ("e", "new", "new_data", 40),
    }


def test_every_difference_is_the_sum_of_its_changes(found: Explained) -> None:
    assert {cell.column: int(cell.difference) for cell in found.cells if cell.difference} == {
        "start": 20, "new": 50, "churn": 30, "end": 100,
    }  # fmt: skip
    assert all(cell.explained == cell.difference and not cell.rates for cell in found.cells)


def test_the_causes_sum_to_the_difference_of_the_end(found: Explained) -> None:
    assert {cause: int(amount) for cause, amount in found.by_cause.items()} == {
        "new_data": 40, "backdated": 20, "corrected": 10, "withdrawn": 30, "revalued": 0, "rates": 0,
    }  # fmt: skip
    assert set(found.by_cause) == {*CAUSES, "rates"}


def test_another_rate_is_no_correction() -> None:
    before = table(("a", "03-05", "new", 100), currency="USD", amount_reporting=Decimal(90))
    after = table(("a", "03-05", "new", 100), currency="USD", amount_reporting=Decimal(91))
    found = explained(before, after)
    assert [(change.cause, int(change.amount)) for change in found.changes] == [("revalued", 1)]


def test_what_movements_do_not_explain_is_named_rates() -> None:
    # 100 USD since February: 90 EUR at the rate of its day, 92 EUR at the end of February; known at B only.
    after = table(("a", "02-05", "new", 100), currency="USD", amount_reporting=Decimal(90))
    row = dict.fromkeys(COLUMNS, Decimal()) | {"start": Decimal(92), "fx": Decimal(3), "end": Decimal(95)}
    found = explain(table(), after, (None, row), MARCH)
    cells = {cell.column: cell for cell in found.cells}
    assert (cells["start"].explained, cells["start"].rates) == (90, 2)
    assert (cells["fx"].explained, cells["fx"].rates) == (0, 3)
    assert found.by_cause["backdated"] + found.by_cause["rates"] == cells["end"].difference == 95


def test_a_kind_that_changed_leaves_one_column_and_enters_another() -> None:
    # An earlier payment became known: what was new is a return.
    before = table(("a", "03-05", "new", 10))
    after = table(("a", "01-05", "new", 10), ("a", "01-20", "churn", -10), ("a", "03-05", "reactivation", 10))
    found = explained(before, after)
    cells = {cell.column: int(cell.difference) for cell in found.cells if cell.difference}
    assert cells == {"new": -10, "reactivation": 10}
    assert all(not cell.rates for cell in found.cells)
