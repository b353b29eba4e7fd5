"""A report once for each value of a breakdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyroaring import BitMap

from holdfast.metrics.kernel.active import union
from holdfast.metrics.kernel.bitmaps import grouped, ordinals_of
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.moments import Moments
from holdfast.metrics.reports.query.base import Breakdown
from holdfast.metrics.reports.query.conditions import Unit

OTHER = "Other"
NO_VALUE = "(none)"


@dataclass(frozen=True)
class Group:
    """value: null where there is none. members: None: everybody, of a report that is not broken down."""

    label: str
    value: str | None
    members: BitMap | None

    def of(self, found: BitMap) -> BitMap:
        """Those of `found` that are in the group."""
        return found if self.members is None else found & self.members


EVERYBODY = Group("", None, None)


def groups(
    asking: Asking, breakdown: Breakdown | None, unit: Unit, among: Callable[[], BitMap], firsts: Callable[[], Moments]
) -> tuple[Group, ...]:
    """The largest `top` groups of those `among` whom the report counts, and the others together.

    firsts: for a property of the event, the one event of each actor whose value decides, with the property asked for.
    """
    if breakdown is None:
        return (EVERYBODY,)
    counted = among()
    if breakdown.by == "event":
        found = list(_of_events(firsts()))
    else:
        held = asking.holding.groups(breakdown.by, breakdown.name, unit)
        found = [*held.items(), (None, counted - union(held.values()))]
    return ranked(((value, members & counted) for value, members in found), breakdown.top)


def ranked(found: Iterable[tuple[str | None, BitMap]], top: int) -> tuple[Group, ...]:
    """The largest first; equally large ones in the order of the alphabet. Empty ones are left out."""
    ordered = sorted(((value, members) for value, members in found if members),
                     key=lambda one: (-len(one[1]), one[0] is None, one[0] or ""))  # fmt: skip
    shown = [Group(NO_VALUE if value is None else value, value, members) for value, members in ordered[:top]]
    others = union(members for _, members in ordered[top:])
    return (*shown, Group(OTHER, None, others)) if others else tuple(shown)


def numbers_of(found: tuple[Group, ...], actors: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """The number of the group of each actor, every one of whom is in one."""
    if len(found) == 1:
        return np.zeros(len(actors), np.int64)
    members = [ordinals_of(group.members or BitMap()) for group in found]
    ids = np.concatenate([*members, np.zeros(0, np.uint32)])
    order = np.argsort(ids)
    codes = np.repeat(np.arange(len(members)), [len(one) for one in members])[order]
    numbers: npt.NDArray[np.int64] = codes[np.searchsorted(ids[order], actors)]
    return numbers


def _of_events(moments: Moments) -> Iterable[tuple[str | None, BitMap]]:
    """Value -> whose event has it. moments: one of each actor, with one property."""
    coded = pa.chunked_array(moments.values[0].chunks, pa.string()).combine_chunks().dictionary_encode()
    codes = coded.indices.fill_null(-1).to_numpy().astype(np.int64)
    for code, members in grouped(codes, moments.actors):
        yield None if code < 0 else coded.dictionary[code].as_py(), members
