"""Who has which value of a trait, as bitmaps: a filter or breakdown of activity intersects with them."""

from __future__ import annotations

from array import array
from datetime import datetime
from itertools import groupby
from typing import Any

import ibis.expr.types as ir
from ibis import _
from pyroaring import BitMap


def holders(con: Any, trait: ir.Table, subject: str, name: str, *, at: datetime) -> dict[str, BitMap]:
    """Value -> ids of the people or accounts that had it at an instant. trait: the fact, merges resolved."""
    held = trait.filter(
        (_.subject == subject)
        & (_.name == name)
        & _.value.notnull()
        & (_.valid_from.isnull() | (_.valid_from <= at))
        & (_.valid_to.isnull() | (_.valid_to > at))
    )
    rows = con.to_pyarrow(held.select("value", "subject_id").order_by("value", "subject_id"))
    values, ids = rows["value"].to_pylist(), rows["subject_id"].to_pylist()
    grouped = groupby(zip(values, ids, strict=True), key=lambda row: row[0])
    return {value: BitMap(array("I", [key for _, key in group])) for value, group in grouped}
