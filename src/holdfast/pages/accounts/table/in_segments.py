"""The segments that accounts are in, as a column of their table."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from holdfast.book.board import Board, usage_of
from holdfast.metrics.kernel.bitmaps import ordinals_of
from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.conditions import InSegment, Unit
from holdfast.pages.accounts.table.columns import SEGMENTS
from holdfast.pages.accounts.table.filters import UNARY, BadFilter, Condition


def asked_for(conditions: Iterable[Condition], shown: Collection[str], every: Collection[str]) -> frozenset[str]:
    """The keys of the segments that a table has to tell apart; `every` is there."""
    mine = [condition for condition in conditions if condition.column == SEGMENTS]
    if SEGMENTS in shown or any(condition.operator in UNARY for condition in mine):
        return frozenset(every)
    return frozenset(condition.value for condition in mine)


def with_segments(rows: pa.Table, board: Board, wanted: Collection[str], now: datetime) -> pa.Table:
    """With the keys of those of the segments `wanted` that each account is in, joined by commas.

    Raises BadFilter when one is asked for alone and cannot be found; among many it is left out.
    """
    holding = usage_of(board, now).asking.holding
    ids, joined = rows["account_id"].to_numpy(), pa.nulls(rows.num_rows, pa.string())
    for key in sorted(wanted):
        try:
            inside = np.isin(ids, ordinals_of(holding.of(InSegment(key), Unit.ACCOUNT)))
        except BadQuery as problem:
            if len(wanted) == 1:
                raise BadFilter(problem.problem) from problem
            continue
        named = pc.if_else(pa.array(inside), key, pa.scalar(None, pa.string()))
        joined = pc.coalesce(pc.binary_join_element_wise(joined, named, ", "), joined, named)
    return rows.append_column(SEGMENTS, joined)
