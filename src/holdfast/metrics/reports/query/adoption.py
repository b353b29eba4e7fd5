"""Which features are used, by how many and how often."""

from __future__ import annotations

from typing import Annotated

import msgspec

from holdfast.metrics.reports.query.base import Breakdown, Picked, Piece, Query, Span
from holdfast.metrics.reports.query.conditions import Text
from holdfast.metrics.reports.query.frequency import Often


class Feature(Piece, frozen=True):
    """Something to be used. name: what it is called; none: the names of its events."""

    picked: Picked
    name: Text = ""

    @property
    def title(self) -> str:
        return self.name or " / ".join(self.picked.events) or "any event"


def told_apart(features: tuple[Feature, ...], field: str) -> None:
    """Raises ValueError for two of one name."""
    names = [feature.title for feature in features]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"`{field}` has {twice[0]!r} twice; give them different names")


class Adoption(Query, frozen=True, tag="adoption"):
    """For each feature the share of the active who used it in the span, and how often each of them did.

    active: who counts as active at all.
    """

    span: Span
    features: Annotated[tuple[Feature, ...], msgspec.Meta(min_length=1, max_length=100)]
    active: Picked = Picked()
    often: Often = Often.DAYS
    breakdown: Breakdown | None = None

    def __post_init__(self) -> None:
        told_apart(self.features, "features")
