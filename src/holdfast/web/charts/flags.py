"""Flags: what happened, as a small sign at the top of the plot over its period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.web.charts.axes import tipped
from holdfast.web.charts.spec import Spec, layer, said
from holdfast.web.charts.theme import Theme


@dataclass(frozen=True, slots=True)
class Flag:
    """label: of the period it stands over; tip: everything that is noted there."""

    label: str
    tip: str
    address: str = ""


def flags(what: Sequence[Flag], x: Spec, theme: Theme) -> list[Spec]:
    """A pole through the plot and its sign above it, drawn last so that it can be pointed at."""
    if not what:
        return []
    rows = [tipped(flag.label, flag.tip, flag.address) for flag in what]
    ink = theme.colour("warn")
    sign = {"shape": "triangle-right", "filled": True, "fill": ink, "size": 90, "opacity": 1}
    return [
        layer(rows, "rule", {"x": x}, stroke=ink, strokeWidth=1, strokeDash=[1, 3]),
        layer(rows, "point", {"x": x, **said(rows)}, y=-6, aria=True, **sign),
    ]
