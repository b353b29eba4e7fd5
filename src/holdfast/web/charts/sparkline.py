"""A sparkline: the course of a value in the height of a line of text.

A scorecard has more than a hundred of them. So they are the one chart that a page writes by itself (`spark_svg`); the
definition says the same for a notebook or any other place, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from holdfast.web.charts.spec import Spec, layer, layered
from holdfast.web.charts.theme import Theme

WIDTH, HEIGHT = 110, 26
PADDING = 4  # around the plot, room for the dot at its edge
DOT = 2.345  # radius in px of a mark of 22 px², whose side or width is its root


def sparkline(values: Sequence[float | None], theme: Theme, *, width: int = WIDTH, height: int = HEIGHT) -> Spec:
    """Without axes; the last value is a dot. Gaps stay gaps."""
    rows: list[Spec] = [{"at": at, "value": value} for at, value in enumerate(values)]
    known = [row for row in rows if row["value"] is not None]
    at = {"x": _axis("at", [0, max(len(rows) - 1, 1)]), "y": _axis("value", list(_domain(values)))}
    colour = theme.colour("accent")
    layers = [
        layer(rows, "line", at, stroke=colour, strokeWidth=1.5),
        layer(known[-1:], "point", at, filled=True, fill=colour, size=22, opacity=1),
    ]
    return layered(layers, theme, width=width, height=height)


def spark_svg(
    values: Sequence[float | None], theme: Theme, name: str, *, width: int = WIDTH, height: int = HEIGHT
) -> str:
    """The same as SVG, written here; `name` is what a screen reader calls it."""
    points = _points(values, width, height)
    lines = "".join(f"M{'L'.join(run)}" for run in _runs(points) if len(run) > 1)
    colour = theme.colour("accent")
    path = f'<path d="{lines}" stroke="{colour}" stroke-width="1.5" stroke-linecap="round"/>' if lines else ""
    last = next((point for point in reversed(points) if point), None)
    x, y = last.split(",") if last else ("", "")
    dot = f'<circle cx="{x}" cy="{y}" r="{DOT}" fill="{colour}"/>' if last else ""
    box = f'width="{width + 2 * PADDING}" height="{height + 2 * PADDING}"'
    view = f'viewBox="{-PADDING} {-PADDING} {width + 2 * PADDING} {height + 2 * PADDING}"'
    return f'<svg class="chart" role="img" aria-label="{escape(name)}" {box} {view} fill="none">{path}{dot}</svg>'


def _points(values: Sequence[float | None], width: int, height: int) -> list[str]:
    """x,y of every value; empty where there is none."""
    low, high = _domain(values)
    step = width / max(len(values) - 1, 1)
    return [
        "" if value is None else f"{at * step:.1f},{height * (high - value) / (high - low):.1f}"
        for at, value in enumerate(values)
    ]


def _runs(points: Sequence[str]) -> list[list[str]]:
    return [list(run) for known, run in groupby(points, key=bool) if known]


def _domain(values: Sequence[float | None]) -> tuple[float, float]:
    known = [value for value in values if value is not None] or [0.0]
    low, high = min(known), max(known)
    return (low, high) if high > low else (low - 1, high + 1)


def _axis(field: str, domain: list[float]) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": domain, "zero": False, "nice": False},
    }
