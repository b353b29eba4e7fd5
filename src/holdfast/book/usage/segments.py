"""Segments as lists of ids, and as something that KPIs are sliced by."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from pyroaring import BitMap

from holdfast.core.errors import NotFound
from holdfast.insights.lists import api as lists
from holdfast.insights.words import INSIDE, OUTSIDE
from holdfast.metrics.kernel.bitmaps import bitmap_of
from holdfast.metrics.kernel.dimension import always
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.query.conditions import InSegment, Unit


def in_list(number: int) -> tuple[Unit, BitMap]:
    """Who is in a list of the entered workspace; see `Who.in_list`."""
    try:
        found = lists.find_list(number)
    except NotFound:
        raise KeyError(number) from None
    return Unit(found.subject), bitmap_of(lists.ids_in(number).to_numpy().astype(np.uint32))


def history_of(asking: Asking, key: str) -> pa.Table:
    """What every account is to a segment (kernel.dimension.HISTORY): what it is now, at all times."""
    inside = asking.holding.of(InSegment(key), Unit.ACCOUNT)
    return always({INSIDE: inside, OUTSIDE: asking.who.everyone(Unit.ACCOUNT) - inside})
