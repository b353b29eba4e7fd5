"""Random histories: the ledger agrees with an independent one, whatever happened and in whatever order it was told."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from holdfast.billing.tests.histories import D, Ledger, state
from holdfast.billing.tests.oracle import day
from holdfast.billing.tests.random_histories import (
    INTERVALS,
    LAST,
    PLANS,
    RATES,
    State,
    agrees,
    company,
    ledger_of,
    movement_rows,
    oracle_of,
    spans,
    told_differently,
)

ACCOUNTS = ("ada", "bob", "cy")
accounts, plans = st.sampled_from(ACCOUNTS), st.sampled_from(PLANS)
currencies, intervals = st.sampled_from(list(RATES)), st.sampled_from(list(INTERVALS))
days = st.integers(0, LAST)
cents = st.one_of(st.sampled_from([0, 1000, 2000]), st.integers(0, 250_000))


class Histories(RuleBasedStateMachine):
    """Subscriptions as days and the states that begin there; None ends one."""

    def __init__(self) -> None:
        super().__init__()
        self.told: dict[str, dict[int, State | None]] = {}
        self.merged: dict[str, str] = {}
        self.refunds: list[dict[str, object]] = []

    @initialize(start=days, account=accounts, amount=cents)
    def begin(self, start: int, account: str, amount: int) -> None:
        self.told["s0"] = {start: State(account, "pro", "USD", amount)}

    @rule(
        start=days, account=accounts, plan=plans, currency=currencies, amount=cents, interval=intervals,
        status=st.sampled_from(["active", "trialing"]),
    )  # fmt: skip
    def create(self, start, account, plan, currency, amount, interval, status) -> None:
        self.told[f"s{len(self.told)}"] = {start: State(account, plan, currency, amount, interval, status)}

    @rule(data=st.data(), plan=plans, amount=cents)
    def change_plan_up_or_down(self, data, plan, amount) -> None:
        self._change(data, plan=plan, cents=amount)

    @rule(data=st.data(), seats=st.integers(1, 9))
    def change_quantity(self, data, seats) -> None:
        if picked := self._pick(data):
            name, when, now = picked
            self.told[name][when] = replace(now, quantity=seats, cents=now.cents // now.quantity * seats)

    @rule(data=st.data())
    def pause(self, data) -> None:
        self._change(data, status="paused")

    @rule(data=st.data())
    def resume_or_pay(self, data) -> None:
        self._change(data, status="active")

    @rule(data=st.data(), status=st.sampled_from(["past_due", "unpaid"]))
    def miss_a_payment(self, data, status) -> None:
        self._change(data, status=status)

    @rule(data=st.data(), currency=currencies)
    def change_currency(self, data, currency) -> None:
        self._change(data, currency=currency)

    @rule(data=st.data())
    def cancel(self, data) -> None:
        if not (picked := self._pick(data)):
            return
        name, when, _ = picked
        self.told[name] = {at: told for at, told in self.told[name].items() if at < when} | {when: None}

    @rule(data=st.data(), earlier=st.integers(1, 200))
    def backdate(self, data, earlier) -> None:
        name = data.draw(st.sampled_from(sorted(self.told)))
        first = min(self.told[name])
        self.told[name][max(first - earlier, 0)] = self.told[name][first]

    @rule(account=accounts, when=days, amount=cents)
    def refund(self, account, when, amount) -> None:
        at = datetime.combine(day(when), time(), UTC)
        number = str(len(self.refunds))
        self.refunds.append({"invoice": number, "line": "1", "account": account, "kind": "refund", "currency": "USD",
                             "amount": D(amount) / 100, "invoiced_at": at})  # fmt: skip

    @rule(one=st.sampled_from(ACCOUNTS[1:]))
    def merge(self, one) -> None:
        self.merged[one] = ACCOUNTS[0]

    def _pick(self, data) -> tuple[str, int, State] | None:
        """A subscription, a day, and the state it is in that day; None when all have ended at once."""
        alive = [(span.name, span.begin, span.end, span.state) for span in spans(self.told)]
        if not alive:
            return None
        name, begin, end, now = data.draw(st.sampled_from(alive))
        return name, data.draw(st.integers(begin, LAST if end is None else end - 1)), now

    def _change(self, data, **what) -> None:
        if picked := self._pick(data):
            name, when, now = picked
            self.told[name][when] = replace(now, **what)

    def teardown(self) -> None:
        found = list(spans(self.told))
        if not found:
            return
        ledger = ledger_of(found, self.merged, self.refunds)
        agrees(ledger, oracle_of(found, self.merged), self.merged)
        twins = {f"{name}'": self.merged.get(name, name) for name in ACCOUNTS}
        again = ledger_of(told_differently(found), self.merged | twins, self.refunds)
        assert movement_rows(again) == movement_rows(ledger)


_SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
_QUICK = [Phase.explicit, Phase.reuse, Phase.generate]  # the soak shrinks; this one only has to fail
TestRandomHistories = Histories.TestCase
TestRandomHistories.settings = settings(
    max_examples=5, stateful_step_count=20, suppress_health_check=_SLOW, phases=_QUICK
)


@pytest.mark.soak
class TestManyRandomHistories(Histories.TestCase):
    settings = settings(max_examples=1000, stateful_step_count=25, suppress_health_check=_SLOW)


def _a_company_agrees(chance: random.Random, accounts: int) -> None:
    """Many histories in one ledger: as sharp as one by one, and far faster."""
    found = list(spans(company(chance, accounts)))
    merged = {f"account-{number}": f"account-{number + 1}" for number in range(0, accounts - 1, 10)}
    ledger = ledger_of(found, merged, [])
    agrees(ledger, oracle_of(found, merged), merged)
    twins = {f"account-{number}'": f"account-{number}" for number in range(accounts)}
    twins = {twin: merged.get(key, key) for twin, key in twins.items()}
    again = ledger_of(told_differently(found), merged | twins, [])
    assert movement_rows(again) == movement_rows(ledger)


@given(chance=st.randoms(use_true_random=True))
@settings(max_examples=3, phases=_QUICK)
def test_a_random_company_agrees_with_the_oracle(chance):
    _a_company_agrees(chance, 100)


@pytest.mark.soak
@given(chance=st.randoms(use_true_random=True))
@settings(max_examples=50, phases=_QUICK)
def test_ten_thousand_random_histories_agree_with_the_oracle(chance):
    _a_company_agrees(chance, 200)


@pytest.mark.parametrize(
    "choices",
    [
        {"past_due_churn_days": 20},
        {"bridge_gap_days": 30},
        {"reactivation_window_days": 45, "past_due_churn_days": 5, "bridge_gap_days": 10},
    ],
    ids=lambda choices: "+".join(choices),
)
@given(chance=st.randoms(use_true_random=True))
@settings(max_examples=2, phases=_QUICK)
def test_every_setting_leaves_a_ledger_that_adds_up(choices, chance):
    found = list(spans(company(chance, 60)))
    ledger = ledger_of(found, {}, [], now=str(day(chance.randrange(200, LAST))), **choices)  # refuses what does not
    kinds = {kind for _, kind, _ in ledger.movements()}
    assert kinds <= {"new", "reactivation", "expansion", "contraction", "churn", "transfer"}
    assert "new" in kinds


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"])
def test_another_zone_moves_months_and_keeps_the_year(zone):
    # Changes in the first and last hours of months, none near New Year: 20 subscriptions of 10, 20, ... 200.
    states = [
        state(f"a{n}", f"2024-{2 + n % 9:02}-01T{n:02}:30:00", f"2024-{3 + n % 9:02}-01T00:30:00", 10 * (n + 1))
        for n in range(20)
    ]
    changes = Ledger(states).facts["mrr_change"].to_pyarrow().to_pylist()

    def sums(zone, label):
        found = defaultdict(Decimal)
        for row in changes:
            found[row["effective_at"].astimezone(ZoneInfo(zone)).strftime(label), row["kind"]] += row["amount"]
        return found

    assert sums(zone, "%Y") == sums("UTC", "%Y")
    assert (sums(zone, "%Y-%m") != sums("UTC", "%Y-%m")) is (zone != "Pacific/Kiritimati" and zone != "Europe/Berlin")
