"""Who is behind a cell of a cohort table."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
from ibis import _

from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.cohorts import COHORTS
from holdfast.metrics.kernel.kpis.activity import actor
from holdfast.metrics.kernel.period import Calendar

COLUMNS = ("of", "subject_id", "subject", "name", "started_at", "numerator", "denominator")
ORDER = [("d", "ascending"), ("n", "ascending"), ("s", "ascending")]


def members(engine: Engine, kind: str, over: Calendar, cohort: str, age: int) -> pa.Table:
    """Who began in the cohort, largest first, with COLUMNS.

    `of` is account or person: what subject_id is the id of. The sums are the cell's; a numerator of zero is somebody
    who is not there any more. cohort: the label of a period of the calendar; age: periods since. KeyError if the
    calendar has no such period.
    """
    began = over.labelled(cohort)
    place = began.number - over.periods[0].number + age
    if age < 0 or place >= len(over.periods):
        raise KeyError(f"no cell of age {age} for {cohort}; the last period is {over.periods[-1].label}")
    rows = engine.behind(COHORTS[kind], over, over.periods[place], None, str(began.number))
    return with_starts(rows, starts(engine, kind))


def starts(engine: Engine, kind: str) -> pa.Table:
    """of, subject_id, subject, name, started_at: when each account first paid, or each person was first seen."""
    subject = engine.subject(COHORTS[kind])
    if kind == "usage":
        rows = actor(engine.facts["event"]).filter(_.subject_id.notnull())
        firsts = rows.group_by("subject_id").agg(started_at=_.occurred_at.min())
    else:
        news = engine.facts["mrr_change"].filter(_.kind == "new")
        firsts = news.group_by(subject_id=_.account_id).agg(started_at=_.effective_at.min())
    names = engine.facts[subject].select(subject_id=f"{subject}_id", subject=subject, name="name")
    named = firsts.left_join(names, "subject_id").select("subject_id", "subject", "name", "started_at")
    table = engine.con.to_pyarrow(named.order_by("subject_id"))
    return table.add_column(0, "of", pa.repeat(pa.scalar(subject), table.num_rows))


def with_starts(rows: pa.Table, firsts: pa.Table) -> pa.Table:
    """The contributions of a cell (subject_id, numerator, denominator) with what `starts` knows, largest first."""
    known = firsts.take(pc.index_in(rows["subject_id"], firsts["subject_id"].combine_chunks()))
    for side in ("numerator", "denominator"):
        known = known.append_column(side, rows[side])
    sizes = [pc.negate(known[side]) for side in ("denominator", "numerator")]
    return known.take(pc.sort_indices(pa.table([*sizes, known["subject"]], names=["d", "n", "s"]), sort_keys=ORDER))
