"""The ledger once more, in another way: a calendar of days in SQLite and whole millionths. Shares no code with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

FIRST = date(2023, 1, 1)
DAYS = 760

_SCHEMA = """
create table interval (account, plan, currency, d0, d1, status, cents, months, times);
create table day (d);
create table rate (currency, d, hundredths);
create view value as
    select account, plan, currency, d0, d1, (2 * cents * 10000 * times + months) / (2 * months) as micro
    from interval where status in ('active', 'past_due');
create table balance as
    select account, plan, currency, d, sum(micro) as micro
    from value join day on d >= d0 and d < d1 group by account, plan, currency, d;
create index by_slice on balance (account, plan, currency, d);
create table slice as select distinct account, plan, currency from balance;
create table step as
    select s.account, s.plan, s.currency, day.d,
           coalesce(now.micro, 0) as micro, coalesce(now.micro, 0) - coalesce(old.micro, 0) as delta
    from slice s cross join day
    left join balance now
        on now.account = s.account and now.plan = s.plan and now.currency = s.currency and now.d = day.d
    left join balance old
        on old.account = s.account and old.plan = s.plan and old.currency = s.currency and old.d = day.d - 1;
create unique index by_day on rate (currency, d);
create table account_day as
    select step.account, step.d, sum(micro) as after, sum(micro - delta) as before,
           sum(sign(delta) * ((abs(delta) * hundredths + 50) / 100)) as net
    from step join rate on rate.currency = step.currency and rate.d = step.d
    group by step.account, step.d;
create index by_account on account_day (account, d);
"""

_MOVEMENTS = """
select account, d, case
    when before = 0 and after > 0 and not exists
        (select 1 from account_day p where p.account = a.account and p.d < a.d and p.after > 0) then 'new'
    when before = 0 and after > 0 then 'reactivation'
    when before > 0 and after = 0 then 'churn'
    when net > 0 then 'expansion'
    else 'contraction' end as kind, net
from account_day a where net <> 0
"""


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


class Oracle:
    """`intervals`: account, plan, currency, first day, first day without, status, cents, months, times (per month)."""

    def __init__(self, intervals: Iterable[tuple[Any, ...]], rates: Mapping[str, int]) -> None:
        self.db = sqlite3.connect(":memory:")
        tables, _, computed = _SCHEMA.partition("create view")
        self.db.executescript(tables)
        self.db.executemany("insert into interval values (?, ?, ?, ?, ?, ?, ?, ?, ?)", intervals)
        self.db.executemany("insert into day values (?)", [(number,) for number in range(-1, DAYS)])
        monthly = [
            (currency, number, hundredths + (day(number).month if currency != "USD" else 0))
            for currency, hundredths in rates.items()
            for number in range(-1, DAYS)
        ]
        self.db.executemany("insert into rate values (?, ?, ?)", monthly)
        self.db.executescript("create view" + computed)

    def movements(self) -> set[tuple[str, int, str, int]]:
        """Account, day, kind and the change in millionths of the reporting currency, without transfers."""
        return set(self.db.execute(_MOVEMENTS))

    def steps(self) -> set[tuple[str, str, str, int, int]]:
        """Account, plan, currency, day and the change in millionths of the own currency."""
        return set(self.db.execute("select account, plan, currency, d, delta from step where delta <> 0"))

    def balances(self, number: int) -> set[tuple[str, str, str, int]]:
        query = "select account, plan, currency, micro from balance where d = ? and micro <> 0"
        return set(self.db.execute(query, (number,)))
