import ibis
import pyarrow as pa
import pytest

from holdfast.billing.facts import supply
from holdfast.billing.ledger.identity import LedgerDoesNotAddUp, check
from holdfast.billing.tests.histories import Ledger, at, state
from holdfast.core.errors import HoldfastError
from holdfast.metrics.kernel import facts


def test_every_supplied_fact_has_the_declared_schema():
    supplied = Ledger([state("a", "2024-01-01", None, 10)]).facts
    declared = {fact.name: fact for fact in facts.ALL}
    assert set(supplied) == {
        "mrr_change", "mrr_series", "scheduled_change", "subscription_term", "trial", "cash", "purchase",
        "cancellation", "cost",
    }  # fmt: skip
    assert {name: table.schema() for name, table in supplied.items()} == {
        name: declared[name].schema for name in supplied
    }


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda t: t.mutate(amount=ibis.ifelse(t.kind == "expansion", t.amount + 1, t.amount)), "the MRR"),
        (lambda t: t.filter(t.kind != "churn"), "the MRR"),
        (lambda t: t.mutate(kind=ibis.ifelse(t.kind == "churn", "contraction", t.kind)), "the number of customers"),
        (lambda t: t.mutate(plan=ibis.literal("pro")), "the MRR"),
    ],
)
def test_a_ledger_that_does_not_add_up_is_refused_with_the_accounts(spoil, what):
    states = [
        state("fine", "2024-01-01", None, 10),
        state("grown", "2024-01-01", "2024-02-01", 10),
        state("grown", "2024-02-01", None, 15, plan="max"),
        state("gone", "2024-01-01", "2024-02-01", 10),
    ]
    ledger = Ledger(states)
    balances, accounts = standing(states, ledger.accounts), ledger.ordinals.to_pyarrow()
    now = int(at("2025-01-01").timestamp()) * 1_000_000
    changes = ledger.facts["mrr_change"]
    check(changes.to_pyarrow(), balances, accounts, now)
    with pytest.raises(LedgerDoesNotAddUp, match=f"{what} of these accounts: (gone|grown)$|{what} .*: (gone|grown)\\."):
        check(spoil(changes).to_pyarrow(), balances, accounts, now)


def standing(states, accounts):
    rows = [
        {"account_id": accounts[row["account"]], "plan": row["plan"], "currency": "USD", "mrr": row["amount"],
         "starts_at": row["valid_from"], "ends_at": row["valid_to"]}
        for row in states
    ]  # fmt: skip
    schema = ibis.schema(
        {"account_id": "int64", "plan": "string", "currency": "string", "mrr": "decimal(18, 6)",
         "starts_at": "timestamp('UTC', 6)", "ends_at": "timestamp('UTC', 6)"}
    )  # fmt: skip
    return pa.Table.from_pylist(rows, schema=schema.to_pyarrow())


def test_late_news_has_the_time_it_was_learnt():
    states = [
        state("a", "2024-01-01", "2024-03-01", 10, recorded_at="2024-01-01"),
        state("a", "2024-03-01", None, 20, recorded_at="2024-05-05"),
    ]
    assert Ledger(states).movements("recorded_at", "amount")[1] == ("2024-03-01", "2024-05-05", 10)
    assert Ledger([state("a", "2024-01-01", None, 10)]).movements("recorded_at") == [("2024-01-01", "2024-01-01")]


def test_an_account_without_an_ordinal_is_not_dropped_in_silence():
    ledger = Ledger([state("a", "2024-01-01", None, 10)])
    nobody = ledger.ordinals.filter(ledger.ordinals.key != "a")
    with pytest.raises(HoldfastError, match="no ordinal"):
        supply(ledger.con, ledger.records, nobody, ledger.settings, at("2025-01-01"))


def test_currencies_are_the_same_in_small_letters():
    ledger = Ledger([state("a", "2024-01-01", "2024-02-01", 10, currency="usd"), state("a", "2024-02-01", None, 15)])
    assert ledger.movements("currency", "kind", "amount_reporting") == [
        ("2024-01-01", "USD", "new", 10),
        ("2024-02-01", "USD", "expansion", 5),
    ]
