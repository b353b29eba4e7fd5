"""Random histories: the ledger agrees with an independent one, whatever happened and in whatever order it was told."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from holdfast.billing.tests.histories import D, Ledger, state
from holdfast.billing.tests.oracle import DAYS, FIRST, Oracle, day

ACCOUNTS = ("ada", "bob", "cy")
RATES = {"USD": 100, "EUR": 108}
# Months per period, and for days and weeks how many periods those are.
INTERVALS = {
    ("month", 1): (1, 1),
    ("month", 3): (3, 1),
    ("year", 1): (12, 1),
    ("week", 2): (24, 52),
    ("day", 1): (12, 365),
}
LAST = DAYS - 40

days = st.integers(0, LAST)
cents = st.one_of(st.sampled_from([0, 1000, 2000]), st.integers(0, 250_000))
plans = st.sampled_from(["free", "pro", "max"])


@dataclass(frozen=True)
class State:
    account: str
    plan: str
    currency: str
    cents: int
    interval: tuple[str, int] = ("month", 1)
    status: str = "active"
    quantity: int = 1


class Histories(RuleBasedStateMachine):
    """Subscriptions as days and the states that begin there; None ends one."""

    def __init__(self) -> None:
        super().__init__()
        self.told: dict[str, dict[int, State | None]] = {}
        self.merged: dict[str, str] = {}
        self.refunds: list[dict[str, object]] = []

    @initialize(start=days, account=st.sampled_from(ACCOUNTS), amount=cents)
    def begin(self, start: int, account: str, amount: int) -> None:
        self.told["s0"] = {start: State(account, "pro", "USD", amount)}

    @rule(
        start=days, account=st.sampled_from(ACCOUNTS), plan=plans, currency=st.sampled_from(list(RATES)), amount=cents,
        interval=st.sampled_from(list(INTERVALS)), status=st.sampled_from(["active", "trialing"]),
    )  # fmt: skip
    def create(self, start, account, plan, currency, amount, interval, status) -> None:
        self.told[f"s{len(self.told)}"] = {start: State(account, plan, currency, amount, interval, status)}

    @rule(data=st.data(), plan=plans, amount=cents)
    def change_plan_up_or_down(self, data, plan, amount) -> None:
        self._change(data, plan=plan, cents=amount)

    @rule(data=st.data(), seats=st.integers(1, 9))
    def change_quantity(self, data, seats) -> None:
        name, when, now = self._pick(data)
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

    @rule(data=st.data(), currency=st.sampled_from(list(RATES)))
    def change_currency(self, data, currency) -> None:
        self._change(data, currency=currency)

    @rule(data=st.data())
    def cancel(self, data) -> None:
        name, when, _ = self._pick(data)
        self.told[name] = {at: told for at, told in self.told[name].items() if at < when} | {when: None}

    @rule(data=st.data(), earlier=st.integers(1, 200))
    def backdate(self, data, earlier) -> None:
        name = data.draw(st.sampled_from(sorted(self.told)))
        first = min(self.told[name])
        assume(first >= earlier)
        self.told[name][first - earlier] = self.told[name][first]

    @rule(account=st.sampled_from(ACCOUNTS), when=days, amount=cents)
    def refund(self, account, when, amount) -> None:
        at = datetime.combine(day(when), time(), UTC)
        number = str(len(self.refunds))
        self.refunds.append({"invoice": number, "line": "1", "account": account, "kind": "refund", "currency": "USD",
                             "amount": D(amount) / 100, "invoiced_at": at})  # fmt: skip

    @rule(one=st.sampled_from(ACCOUNTS[1:]))
    def merge(self, one) -> None:
        self.merged[one] = ACCOUNTS[0]

    def _pick(self, data) -> tuple[str, int, State]:
        """A subscription, a day, and the state it is in that day."""
        name = data.draw(st.sampled_from(sorted(self.told)))
        when = data.draw(st.integers(min(self.told[name]), LAST))
        now = self.told[name][max(at for at in self.told[name] if at <= when)]
        assume(now is not None)
        return name, when, now

    def _change(self, data, **what) -> None:
        name, when, now = self._pick(data)
        self.told[name][when] = replace(now, **what)

    def teardown(self) -> None:
        if not self.told:
            return
        spans = list(self._spans())
        ledger = self._ledger(spans)
        self._agrees(ledger, self._oracle(spans))
        # The same records in another order, those of one account under two keys that are merged.
        twins = {f"{name}'": self.merged.get(name, name) for name in ACCOUNTS}
        apart = [
            (*span[:3], replace(span[3], account=span[3].account + "'" * (span[1] % 2)), span[4]) for span in spans
        ]
        random.Random(len(apart)).shuffle(apart)  # noqa: S311
        assert _rows(self._ledger(apart, self.merged | twins)) == _rows(ledger)

    def _spans(self):
        for name, told in self.told.items():
            begins = sorted(told)
            for begin, end in zip(begins, [*begins[1:], None], strict=True):
                if told[begin] is not None:
                    # Sources often leave out an end that the next state tells anyway.
                    silent = end is not None and told[end] is not None and begin % 2
                    yield name, begin, end, told[begin], bool(silent)

    def _ledger(self, spans, merged=None) -> Ledger:
        rates = [{"day": day(number), "currency": "EUR", "to_currency": "USD",
                  "rate": D(RATES["EUR"] + day(number).month) / 100} for number in range(-1, DAYS)]  # fmt: skip
        other = {"exchange_rate": rates, "invoice_line": self.refunds}
        merged = self.merged if merged is None else merged
        used = {span[3].account for span in spans} | {row["account"] for row in self.refunds}
        return Ledger(
            [_record(*span) for span in spans], now=str(day(DAYS - 1)), reporting_currency="USD", other=other,
            merged={alias: key for alias, key in merged.items() if alias in used},
        )  # fmt: skip

    def _oracle(self, spans) -> Oracle:
        rows = []
        for _, begin, end, s, _ in spans:
            account, until = self.merged.get(s.account, s.account), DAYS if end is None else end
            rows.append((account, s.plan, s.currency, begin, until, s.status, s.cents, *INTERVALS[s.interval]))
        return Oracle(rows, RATES)

    def _agrees(self, ledger: Ledger, oracle: Oracle) -> None:
        names = {number: key for key, number in ledger.accounts.items() if key not in self.merged}
        kinds, steps, transfers = defaultdict(int), defaultdict(int), defaultdict(int)
        for row in ledger.facts["mrr_change"].to_pyarrow().to_pylist():
            account, when = names[row["account_id"]], (row["effective_at"].date() - FIRST).days
            steps[account, row["plan"], row["currency"], when] += _micro(row["amount"])
            if row["kind"] == "transfer":
                transfers[account, when] += _micro(row["amount_reporting"])
            else:
                kinds[account, when, row["kind"]] += _micro(row["amount_reporting"])
        assert {(*key, value) for key, value in kinds.items()} == oracle.movements()
        assert {(*key, value) for key, value in steps.items() if value} == oracle.steps()
        assert not any(transfers.values())
        for number in range(30, DAYS, 61):
            balance = defaultdict(int)
            for (account, plan, currency, when), value in steps.items():
                balance[account, plan, currency] += value if when <= number else 0
            assert {(*key, value) for key, value in balance.items() if value} == oracle.balances(number)


def _record(name, begin, end, s: State, silent: bool):
    told_end = None if end is None or silent else str(day(end))
    interval, count = s.interval
    return state(
        s.account, str(day(begin)), told_end, D(s.cents) / 100, subscription=name, plan=s.plan, currency=s.currency,
        status=s.status, quantity=s.quantity, interval=interval, interval_count=count,
    )  # fmt: skip


def _under_two_keys(span) -> State:
    _, begin, _, told, _ = span
    return replace(told, account=told.account + "'" * (begin % 2))


def _rows(ledger: Ledger):
    columns = ("effective_at", "subscription", "plan", "currency", "kind", "reason", "amount", "amount_reporting")
    return ledger.rows("mrr_change", *columns)


def _micro(amount: Decimal) -> int:
    return int(amount * 1_000_000)


_SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
_QUICK = [Phase.explicit, Phase.reuse, Phase.generate]  # the soak shrinks; this one only has to fail
TestRandomHistories = Histories.TestCase
TestRandomHistories.settings = settings(
    max_examples=20, stateful_step_count=14, deadline=None, suppress_health_check=_SLOW, phases=_QUICK
)


@pytest.mark.soak
class TestManyRandomHistories(Histories.TestCase):
    settings = settings(max_examples=2000, stateful_step_count=25, deadline=None, suppress_health_check=_SLOW)


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
