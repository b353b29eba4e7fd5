"""Who is behind a cell of a cohort table."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
from ibis import _

from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.cohorts import COHORTS
from holdfast.metrics.kernel.kpis.activity import actor
from holdfast.metrics.kernel.period import Calendar
from holdfast.metrics.kernel.result import INSTANT


def members(engine: Engine, kind: str, over: Calendar, cohort: str, age: int) -> pa.Table:
    """Who began in the cohort, largest first: subject_id, subject, name, started_at, numerator, denominator.

    The sums are the cell's; a numerator of zero is somebody who is not there any more. cohort: the label of a period of
    the calendar; age: periods since. KeyError if the calendar has no such period.
    """
    began = over.labelled(cohort)
    place = began.number - over.periods[0].number + age
    if age < 0 or place >= len(over.periods):
        raise KeyError(f"no cell of age {age} for {cohort}; the last period is {over.periods[-1].label}")
    table = engine.behind(COHORTS[kind], over, over.periods[place], None, str(began.number))
    starts = _starts(engine, kind, began.start, began.end)
    started = pa.array([starts.get(key) for key in table["subject_id"].to_pylist()], INSTANT)
    return table.add_column(3, "started_at", started)


def _starts(engine: Engine, kind: str, start: datetime, end: datetime) -> dict[int, datetime]:
    """When each account first paid, or each person was first seen, of those who began from start to end."""
    if kind == "usage":
        rows = actor(engine.facts["event"]).filter(_.subject_id.notnull())
        firsts = rows.group_by("subject_id").agg(started_at=_.occurred_at.min())
    else:
        news = engine.facts["mrr_change"].filter(_.kind == "new")
        firsts = news.group_by(subject_id=_.account_id).agg(started_at=_.effective_at.min())
    found = engine.con.to_pyarrow(firsts.filter((_.started_at >= start) & (_.started_at < end)))
    return dict(zip(found["subject_id"].to_pylist(), found["started_at"].to_pylist(), strict=True))
