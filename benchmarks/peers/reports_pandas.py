"""The questions of the benchmark of reports in pandas, as an analyst would ask them of one table in memory.

A script for an environment of its own: `python reports_pandas.py PARTS RUNS` prints seconds and answers as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pandas as pd
import reports_asked as asked

DAY = 86_400_000_000
COLUMNS = ["event", "person_ordinal", "occurred_at", "properties"]


def day_of(text: str) -> int:
    """Its number since 1970."""
    return (pd.Timestamp(text) - pd.Timestamp(0)).days


FIRST_WEEK, QUARTER, LAST_90 = (day_of(text) for text in (asked.FIRST_WEEK, asked.QUARTER, asked.LAST_90))
LAST_DAY = day_of(asked.LAST_DAY)


def read(parts: str) -> pd.DataFrame:
    """p: the person after merges; at: microseconds; day, week: numbers."""
    rows = pd.concat([pd.read_parquet(path, columns=COLUMNS) for path in sorted(Path(parts).glob("*.parquet"))])
    merged = rows.person_ordinal % asked.MERGED == 0
    rows["p"] = rows.person_ordinal.where(~merged, rows.person_ordinal - asked.SHIFT)
    rows["at"] = rows.occurred_at.astype("datetime64[us, UTC]").astype("int64")
    rows["day"] = (rows["at"] // DAY).astype("int32")
    rows["week"] = ((rows.day - FIRST_WEEK) // 7).astype("int32")
    return rows.drop(columns=["person_ordinal", "occurred_at"]).astype({"event": "category"})


def weeks(rows: pd.DataFrame) -> pd.DataFrame:
    """Who was active in which week."""
    return rows.loc[rows.week < asked.WEEKS, ["p", "week"]].drop_duplicates()


def retention(start: pd.DataFrame, back: pd.DataFrame) -> asked.Answer:
    """Both: p and week."""
    both = start.merge(back, on="p", suffixes=("", "_back"))
    both = both[both.week_back >= both.week]
    return counted(both.assign(later=both.week_back - both.week).groupby(["week", "later"]).size())


def later(rows: pd.DataFrame) -> asked.Answer:
    """In each week or later."""
    found = weeks(rows)
    found["later"] = found.groupby("p").week.transform("max") - found.week
    sizes = found.groupby(["week", "later"]).size()
    return asked.cumulated((int(week), int(after), int(n)) for (week, after), n in sizes.items())


def lifecycle(rows: pd.DataFrame) -> asked.Answer:
    """By the week before and after, within each person."""
    found = weeks(rows).sort_values(["p", "week"])
    before, after = found.groupby("p").week.shift(1), found.groupby("p").week.shift(-1)
    stage = pd.Series("resurrected", found.index).mask(before == found.week - 1, "returning").mask(before.isna(), "new")
    left = found[(after != found.week + 1) & (found.week + 1 < asked.WEEKS)]
    return counted(found.groupby([stage, "week"]).size()) | counted(
        left.assign(stage="dormant", week=left.week + 1).groupby(["stage", "week"]).size()
    )


def stickiness(rows: pd.DataFrame) -> asked.Answer:
    """On how many days of the quarter."""
    days = rows.loc[rows.day >= QUARTER, ["p", "day"]].drop_duplicates().groupby("p").size()
    return counted(days.value_counts())


def daily(rows: pd.DataFrame) -> asked.Answer:
    """How many different people on each day."""
    return by_day(rows.groupby("day").p.nunique())


def sliding(rows: pd.DataFrame, days: int) -> asked.Answer:
    """A window at a time."""
    pairs = rows.loc[rows.day > LAST_90 - days, ["p", "day"]].drop_duplicates().sort_values("day")
    places = pairs.day.searchsorted
    found = {
        day: pairs.p.iloc[places(day - days + 1) : places(day + 1)].nunique() for day in range(LAST_90, LAST_DAY + 1)
    }
    return by_day(pd.Series(found))


def funnel(rows: pd.DataFrame, count: int) -> asked.Answer:
    """The next step after each way to the one before; of several ways to one event the one begun last."""
    rows = rows.loc[rows.day >= QUARTER, ["p", "event", "at"]].sort_values("at")
    ways = rows[rows.event == asked.STEPS[0]].assign(begun=lambda some: some["at"])[["p", "at", "begun"]]
    found = [(1, ways.p.nunique())]
    for number, name in enumerate(asked.STEPS[1:count], start=2):
        there = rows.loc[rows.event == name, ["p", "at"]].assign(next=lambda some: some["at"])
        ways = pd.merge_asof(ways, there, on="at", by="p", direction="forward").dropna()
        ways = ways[ways.next - ways.begun <= asked.WINDOW_DAYS * DAY]
        ways = ways.groupby(["p", "next"], as_index=False).begun.max().rename(columns={"next": "at"})
        ways = ways.astype({"at": "int64"}).sort_values("at")
        found.append((number, ways.p.nunique()))
    return asked.told(found)


def of_event(rows: pd.DataFrame) -> pd.DataFrame:
    """The events of one name, with their properties read."""
    found = rows[rows.event == asked.EVENT]
    return found.assign(**{asked.PROPERTY: found.properties.map(lambda one: json.loads(one)[asked.PROPERTY])})


def fitting(rows: pd.DataFrame) -> pd.DataFrame:
    """Those with the value that is asked for."""
    found = of_event(rows)
    return found[found[asked.PROPERTY] == asked.VALUE]


def broken_down(rows: pd.DataFrame) -> asked.Answer:
    """By value and day."""
    sizes = of_event(rows).groupby([asked.PROPERTY, "day"]).p.nunique()
    return asked.told((value, _text(day), n) for (value, day), n in sizes.items())


def by_day(sizes: pd.Series) -> asked.Answer:
    """Days as text."""
    return asked.told((_text(day), n) for day, n in sizes.items())


def counted(sizes: pd.Series) -> asked.Answer:
    """Of groups by one or two columns."""
    return asked.told((*(key if isinstance(key, tuple) else (key,)), n) for key, n in sizes.items())


def _text(day: int) -> str:
    return str((pd.Timestamp(0) + pd.Timedelta(days=int(day))).date())


def main(parts: str, runs: int) -> None:
    """Read once, ask everything."""
    began = time.perf_counter()
    rows = read(parts)
    seconds = time.perf_counter() - began
    questions = {
        asked.ON: lambda: retention(weeks(rows), weeks(rows)),
        asked.ON_OR_AFTER: lambda: later(rows),
        asked.STICKINESS: lambda: stickiness(rows),
        asked.LIFECYCLE: lambda: lifecycle(rows),
        asked.DAILY: lambda: daily(rows),
        asked.WEEKLY: lambda: sliding(rows, 7),
        asked.MONTHLY: lambda: sliding(rows, 30),
        **{name: lambda count=count: funnel(rows, count) for name, count in asked.FUNNELS.items()},
        asked.FILTERED: lambda: daily(fitting(rows)),
        asked.BROKEN_DOWN: lambda: broken_down(rows),
        asked.STARTED: lambda: retention(weeks(fitting(rows)), weeks(rows)),
    }
    asked.finish(asked.timed(questions, runs), read_seconds=seconds)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
