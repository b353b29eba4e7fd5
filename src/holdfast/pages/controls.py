"""The controls above a page's numbers. All of their state is in the address, so links, back and bookmarks keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from holdfast.book.board import Board
from holdfast.insights.words import by_title
from holdfast.metrics.kernel.period import Grain

PERIODS = {
    "month": gettext_lazy("month"),
    "quarter": gettext_lazy("quarter"),
    "year": gettext_lazy("year"),
    "week": gettext_lazy("week"),
}
GRAINS = frozenset(Grain)
COMPARISONS = {
    "both": gettext_lazy("previous period and a year ago"),
    "previous": gettext_lazy("previous period"),
    "year": gettext_lazy("same period a year ago"),
    "none": gettext_lazy("nothing"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is looked at. from_, to: labels of periods, "" for all; by: what it is sliced by, slice_ one value of it."""

    period: str = "month"
    from_: str = ""
    to: str = ""
    compare: str = "both"
    by: str = ""
    slice_: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Unknown words fall back to their default: an address somebody shortened still opens."""
        period, compare = query.get("period", "month"), query.get("compare", "both")
        return cls(
            period=period if period in GRAINS else "month",
            from_=query.get("from", ""),
            to=query.get("to", ""),
            compare=compare if compare in COMPARISONS else "both",
            by=query.get("by", ""),
            slice_=query.get("slice", "") if query.get("by") else "",
        )

    def query(self, **changes: str) -> str:
        """The query string of this choice with some changes; what is default is left out."""
        chosen = asdict(replace(self, **changes))
        usual = asdict(Choice())
        return urlencode({name.strip("_"): value for name, value in chosen.items() if value != usual[name]})

    @property
    def range(self) -> dict[str, Any]:
        """The arguments that the methods of a board share."""
        return {"period": self.period, "from_": self.from_ or None, "to": self.to or None}


def controls(choice: Choice, board: Board, write: Any, *, slices: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What pages/_controls.html shows. slices: value -> text of what can be chosen of `by`; None: no slicing."""
    every = board.calendar(choice.period)
    return {
        "choice": choice,
        "periods": PERIODS,
        "comparisons": COMPARISONS,
        "labels": [(period.label, write.period(period.label)) for period in every],
        "traits": [(name, by_title(name)) for name in board.traits],
        "slices": slices,
    }
