"""The controls above a page's numbers. All of their state is in the address, so links, back and bookmarks keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy

from holdfast.book.board import Board
from holdfast.insights.segments.api import DIMENSION
from holdfast.insights.words import by_titles, slice_title
from holdfast.metrics.kernel.frame import TOTAL
from holdfast.metrics.kernel.period import Grain
from holdfast.web.format import Formatter

PERIODS = {
    "month": gettext_lazy("month"),
    "quarter": gettext_lazy("quarter"),
    "year": gettext_lazy("year"),
    "week": gettext_lazy("week"),
}
GRAINS = frozenset(Grain)
SLICED_FIRST = ("mrr", "customers", "buyers", "active_accounts", "tickets_opened", "nps", "csat")  # who has slices
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


def writer(board: Board) -> Formatter:
    """Numbers in the reader's language and the reporting currency."""
    return Formatter(get_language() or "en", board.settings.currency)


def slices_of(board: Board, choice: Choice) -> dict[str, str]:
    """value -> text of what can be chosen of `choice.by`; nothing when it is not sliced, or by what nobody has."""
    if choice.by not in board.traits:
        return {}
    key = next((key for key in SLICED_FIRST if key in board.available), None)
    found = board.result(key, choice.period, by=choice.by).slices if key else []
    return {value: slice_title(value) for value in found if value != TOTAL}


def settled(choice: Choice, slices: Mapping[str, str]) -> Choice:
    """The choice without a way of slicing that there is not, or a slice of another one."""
    if not slices:
        return replace(choice, by="", slice_="")
    return choice if choice.slice_ in slices else replace(choice, slice_="")


def freshness(board: Board, write: Formatter) -> dict[str, Any]:
    """What pages/_freshness.html shows in the frame."""
    zone = ZoneInfo(board.settings.timezone)
    return {"moment": write.until(board.as_of, zone), "stale": board.stale}


def controls(
    choice: Choice, board: Board, write: Any, *,
    slices: Mapping[str, str] | None = None, compare: bool = False, kept: Mapping[str, str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """What pages/_controls.html shows. slices: value -> text of what can be chosen of `by`; None: no slicing.

    kept: what else the address holds, and should hold after another choice.
    """
    every = board.calendar(choice.period)
    sliced = by_titles(board.traits) if slices is not None else {}
    return {
        "choice": choice,
        "periods": PERIODS,
        "comparisons": COMPARISONS,
        "labels": [(period.label, write.period(period.label)) for period in every],
        "traits": [one for one in sliced.items() if not one[0].startswith(DIMENSION)],
        "segments": [one for one in sliced.items() if one[0].startswith(DIMENSION)],
        "slices": slices,
        "compare": compare,
        "kept": {name: value for name, value in (kept or {}).items() if value},
    }
