"""What the page of one account shows beside its row: what makes its health score, and how much it was used."""

from __future__ import annotations

import ibis
import pyarrow as pa
from ibis import _

from holdfast.book.book import Book
from holdfast.metrics.kernel.kpis.activity import days_active
from holdfast.metrics.kernel.kpis.health import contributions
from holdfast.metrics.registry import kpi_of

HEALTH = pa.schema(
    [
        ("account", pa.string()),
        ("input", pa.string()),
        ("value", pa.float64()),
        ("weight", pa.float64()),
        ("points", pa.float64()),
        ("before", pa.float64()),
    ]
)
SEEN = pa.schema(
    [
        ("account", pa.string()),
        ("label", pa.string()),
        ("days", pa.int64()),
        ("people", pa.int64()),
    ]
)


def healths(book: Book) -> pa.Table:
    """Columns of HEALTH for every account that has a score; sorted by account, largest weight first."""
    if not book.engine.available(kpi_of("health_score")):
        return HEALTH.empty_table()
    over = book.calendar("month")
    number = over.periods[-1].number
    rows = contributions(book.engine.frame(over)).select("period", "subject_id", "input", "value", "weight", "points")
    now, then = rows.filter(_.period == number), rows.filter(_.period == number - 1)
    earlier = then.select("subject_id", "input", before="points")
    both = now.left_join(earlier, ["subject_id", "input"])
    named = both.inner_join(book.facts["account"].select("account_id", "account"), [("subject_id", "account_id")])
    ordered = named.order_by("account", ibis.desc("weight"), "input").select(*HEALTH.names)
    return book.con.to_pyarrow(ordered).cast(HEALTH)


def seen(book: Book) -> pa.Table:
    """Columns of SEEN, by account and month of the calendar; sorted by account and month."""
    if "event" not in book.facts.present:
        return SEEN.empty_table()
    over = book.calendar("month")
    frame = book.engine.frame(over)
    # People whom the source does not name are somebody: their account was in use on that day.
    sums = (
        frame.within(days_active(frame).filter(_.account_id.notnull()), "first_at")
        .group_by("account_id", "period")
        .agg(days=_.day.nunique(), people=_.subject_id.nunique())
    )
    labels = pa.table({"period": pa.array([each.number for each in over], pa.int32()),
                       "label": [each.label for each in over]})  # fmt: skip
    named = sums.inner_join(ibis.memtable(labels), "period")
    named = named.inner_join(book.facts["account"].select("account_id", "account"), "account_id")
    return book.con.to_pyarrow(named.order_by("account", "label").select(*SEEN.names)).cast(SEEN)
