"""Segments and lists of a workspace, for the questions that a book answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyroaring import BitMap

from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.segment import Segment


@dataclass(frozen=True)
class Groups:
    """segments: their definitions, by key. lists: of whom, and who is in it, by number. Neither without a workspace."""

    segments: Mapping[str, Segment] = field(default_factory=dict)
    lists: Mapping[int, tuple[Unit, BitMap]] = field(default_factory=dict)

    def in_list(self, number: int) -> tuple[Unit, BitMap]:
        """See `metrics.reports.supply.Who`."""
        return self.lists[number]


def groups_of_workspace() -> Groups:
    """Of the entered workspace, as they are now: who belonged to a list earlier is not kept."""
    from holdfast.book.usage.segments import in_list  # its tables are there only once Django is ready
    from holdfast.insights.lists.api import lists
    from holdfast.insights.segments.api import definitions

    return Groups(definitions(), {one.list_id: in_list(one.list_id) for one in lists()})
