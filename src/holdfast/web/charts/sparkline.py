"""A sparkline: the course of a value in the height of a line of text."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.web.charts.spec import Spec, layer, layered
from holdfast.web.charts.theme import Theme


def sparkline(values: Sequence[float | None], theme: Theme, *, width: int = 110, height: int = 26) -> Spec:
    """Without axes; the last value is a dot. Gaps stay gaps."""
    rows: list[Spec] = [{"at": at, "value": value} for at, value in enumerate(values)]
    known = [row for row in rows if row["value"] is not None]
    bounds = [row["value"] for row in known] or [0.0]
    low, high = min(bounds), max(bounds)
    domain = [low, high] if high > low else [low - 1, high + 1]
    at = {"x": _axis("at", [0, max(len(rows) - 1, 1)]), "y": _axis("value", domain)}
    colour = theme.colour("accent")
    layers = [
        layer(rows, "line", at, stroke=colour, strokeWidth=1.5),
        layer(known[-1:], "point", at, filled=True, fill=colour, size=22, opacity=1),
    ]
    return layered(layers, theme, width=width, height=height)


def _axis(field: str, domain: list[float]) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": domain, "zero": False, "nice": False},
    }
