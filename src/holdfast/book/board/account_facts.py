"""What the page of one account shows beside its row: what makes its health score."""

from __future__ import annotations

import ibis
import pyarrow as pa
from ibis import _

from holdfast.book.book import Book
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
