"""Random histories of subscriptions, as records for the ledger and as intervals for the oracle."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from holdfast.billing.tests.histories import D, Ledger, Row, state
from holdfast.billing.tests.oracle import DAYS, FIRST, Oracle, day

RATES = {"USD": 100, "EUR": 108}
# Months per period, and for days and weeks how many periods those are.
INTERVALS = {
    ("month", 1): (1, 1),
    ("month", 3): (3, 1),
    ("year", 1): (12, 1),
    ("week", 2): (24, 52),
    ("day", 1): (12, 365),
}
PLANS = ("free", "pro", "max")
STATUSES = ("active", "trialing", "paused", "past_due", "unpaid")
LAST = DAYS - 40


@dataclass(frozen=True)
class State:
    account: str
    plan: str
    currency: str
    cents: int
    interval: tuple[str, int] = ("month", 1)
    status: str = "active"
    quantity: int = 1


Told = Mapping[str, Mapping[int, State | None]]
"""By subscription: the days on which a state begins; None ends the subscription."""


@dataclass(frozen=True)
class Span:
    """A state with its days. Sources often leave out an end that the next state tells anyway: `silent`."""

    name: str
    begin: int
    end: int | None
    state: State
    silent: bool


def spans(told: Told) -> Iterator[Span]:
    for name, states in told.items():
        begins = sorted(states)
        for begin, end in zip(begins, [*begins[1:], None], strict=True):
            now = states[begin]
            if now is not None:
                silent = end is not None and states[end] is not None and begin % 2 == 1
                yield Span(name, begin, end, now, silent)


def ledger_of(found: Iterable[Span], merged: Mapping[str, str], refunds: list[Row], **settings: Any) -> Ledger:
    found = list(found)
    rates = [
        {"day": day(number), "currency": "EUR", "to_currency": "USD", "rate": D(RATES["EUR"] + day(number).month) / 100}
        for number in range(-1, DAYS)
    ]
    used = {span.state.account for span in found} | {row["account"] for row in refunds}
    return Ledger(
        [_record(span) for span in found],
        now=settings.pop("now", str(day(DAYS - 1))),
        reporting_currency="USD",
        other={"exchange_rate": rates, "invoice_line": refunds},
        merged={alias: key for alias, key in merged.items() if alias in used},
        **settings,
    )


def _record(span: Span) -> Row:
    now, (interval, count) = span.state, span.state.interval
    told_end = None if span.end is None or span.silent else str(day(span.end))
    return state(
        now.account, str(day(span.begin)), told_end, D(now.cents) / 100, subscription=span.name, plan=now.plan,
        currency=now.currency, status=now.status, quantity=now.quantity, interval=interval, interval_count=count,
    )  # fmt: skip


def oracle_of(found: Iterable[Span], merged: Mapping[str, str]) -> Oracle:
    rows = []
    for span in found:
        now, until = span.state, DAYS if span.end is None else span.end
        account = merged.get(now.account, now.account)
        rows.append(
            (account, now.plan, now.currency, span.begin, until, now.status, now.cents, *INTERVALS[now.interval])
        )
    return Oracle(rows, RATES)


def agrees(ledger: Ledger, oracle: Oracle, merged: Mapping[str, str]) -> None:
    """Movements, changes of every slice and balances are those of the oracle; transfers sum to nothing."""
    names = {number: key for key, number in ledger.accounts.items() if key not in merged}
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
        balance: dict[Any, int] = defaultdict(int)
        for (account, plan, currency, when), value in steps.items():
            balance[account, plan, currency] += value if when <= number else 0
        assert {(*key, value) for key, value in balance.items() if value} == oracle.balances(number)


def told_differently(found: Iterable[Span]) -> list[Span]:
    """The same in another order, and half of each account under a second key, its name with a prime."""
    apart = [
        replace(span, state=replace(span.state, account=span.state.account + "'" * (span.begin % 2))) for span in found
    ]
    return sorted(apart, key=lambda span: span.begin * 7919 % 1009)


def movement_rows(ledger: Ledger) -> list[tuple[Any, ...]]:
    columns = ("effective_at", "subscription", "plan", "currency", "kind", "reason", "amount", "amount_reporting")
    return ledger.rows("mrr_change", *columns)


def company(chance: random.Random, accounts: int) -> dict[str, dict[int, State | None]]:
    """Accounts with one to three subscriptions that change up to six times each."""
    told: dict[str, dict[int, State | None]] = {}
    for number in range(accounts):
        for _ in range(chance.randint(1, 3)):
            days = sorted(chance.sample(range(LAST), chance.randint(1, 6)))
            now: State | None = _random_state(f"account-{number}", chance)
            states = {}
            for when in days:
                states[when] = now
                now = _next(now or _random_state(f"account-{number}", chance), chance)
            told[f"s{len(told)}"] = states
    return told


def _random_state(account: str, chance: random.Random) -> State:
    cents = chance.choice((0, 1000, 2000, chance.randint(1, 250_000)))
    currency, interval = chance.choice(list(RATES)), chance.choice(list(INTERVALS))
    return State(account, chance.choice(PLANS), currency, cents, interval, chance.choice(STATUSES[:2]))


def _next(now: State, chance: random.Random) -> State | None:
    """One change, as often an end as any of the others."""
    other = _random_state(now.account, chance)
    return chance.choice(
        (
            None,
            other,
            replace(now, plan=other.plan, cents=other.cents),
            replace(now, cents=now.cents * 2, quantity=now.quantity * 2),
            replace(now, currency=other.currency),
            replace(now, status=chance.choice(STATUSES)),
            replace(now, status="active"),
        )
    )


def _micro(amount: Decimal) -> int:
    return int(amount * 1_000_000)
