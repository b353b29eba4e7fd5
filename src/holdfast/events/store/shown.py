"""What of the parts may be shown: until they are rewritten they still hold the events of people who were erased.

Whoever reads parts asks for `erased` first and for the list of parts after it. In the other order the parts could be
those from before a rewriting and the erased those from after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import ibis.expr.types as ir
from pyroaring import BitMap

from holdfast.customers.api import erased_ids
from holdfast.events.activity.format import PartIndex, Subject

KEPT = 500  # as many as indexes are kept open

Erased = tuple[int, ...]
"""Ordinals of people, rising."""


def erased() -> Erased:
    """Of whom nothing may be shown, in the entered workspace."""
    return erased_ids()


def shown(erased: Sequence[int]) -> str:
    """A condition of SQL over the columns of a part."""
    if not erased:
        return "true"
    return f"(person_ordinal IS NULL OR person_ordinal NOT IN ({', '.join(str(int(each)) for each in erased)}))"


def only_shown(rows: ir.Table, erased: Sequence[int]) -> ir.Table:
    """The same for a table of parts with all their columns."""
    if not erased:
        return rows
    return rows.filter(rows.person_ordinal.isnull() | rows.person_ordinal.notin(list(erased)))


@lru_cache(maxsize=KEPT)
def hidden_in(index: PartIndex, erased: Erased) -> Erased:
    """Those of the erased who did anything in the part that has this index."""
    wanted, found = BitMap(erased), BitMap()
    for _, active in index.days(Subject.PERSON):
        found |= active & wanted
    return tuple(found)
