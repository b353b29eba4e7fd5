"""A book of subscriptions of any size, for measuring: the same rows for the same size."""

from __future__ import annotations

from pathlib import Path

import duckdb

MONTHS = 60
DAYS = 1826

_ROWS = """
with start as (
    select i as number, hash(i, 1) as h, hash(i, 2) as g, hash(i, 3) as k
    from range({subscriptions}) numbers(i)
), term as (
    select number, 'acct-' || (number * 7919 % {accounts}) as account,
        list_value('Starter', 'Team', 'Business', 'Enterprise')[1 + (h % 4)::int] as plan,
        timestamptz '2020-01-01 00:00:00+00' + to_days((h % {days})::int) as began,
        case when k % 3 = 0 then null else 30 + (g % 700)::int end as lasts,
        case when g % 5 = 0 then 'year' else 'month' end as "interval",
        (900 + k % 9900)::decimal(18, 6) / 100 as monthly, (g % 2 = 0) as grows
    from start
), state as (
    -- Half of those that grow do so after two thirds of their time; the others end.
    select number, account, plan, "interval", began as valid_from,
        case when lasts is null then null else began + to_days(lasts) end as valid_to, monthly as price,
        lasts is null as runs, grows from term
    union all
    select number, account, plan, "interval", began + to_days(lasts), null, monthly * 1.2, true, grows
    from term where lasts is not null and grows
)
select 'sub-' || number as subscription, '1' as item, account, plan, 'EUR' as currency,
    valid_from, valid_to, 'active' as status, 1::decimal(18, 6) as quantity,
    (price * case when "interval" = 'year' then 12 else 1 end)::decimal(18, 6) as amount,
    0::decimal(18, 6) as discount, "interval", 1::int as interval_count,
    null::varchar as reason, case when not grows then 'voluntary' end as end_reason,
    null::timestamptz as scheduled_end, null::timestamptz as scheduled_at, null::varchar as moved_from,
    false as reconstructed, null::varchar as source_row
from state where valid_from < timestamptz '2025-01-01 00:00:00+00'
"""


def write(path: Path, subscriptions: int) -> int:
    """Write the states of so many subscriptions over 60 months as Parquet; returns the number of rows."""
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    query = _ROWS.format(subscriptions=subscriptions, accounts=max(1, subscriptions * 7 // 10), days=DAYS)
    con.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
    return int(con.execute(f"SELECT count(*) FROM '{path}'").fetchall()[0][0])


def write_csv(source: Path, path: Path) -> None:
    """The same rows as a CSV file, the way a company would export them."""
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    con.execute(
        f"""COPY (SELECT subscription AS subscription_id, account AS customer, valid_from::date AS "start",
        valid_to::date AS "end", plan, currency, amount, "interval" FROM '{source}') TO '{path}' (HEADER)"""
    )
