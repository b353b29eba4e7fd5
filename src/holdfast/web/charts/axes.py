"""Axes as text and rules: figures as in the tables, few lines, and never more labels than fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from holdfast.web.charts.spec import TEXT, Spec, colour, layer, linking, said
from holdfast.web.charts.theme import Theme

LETTER = 6.6  # mean width of a letter at 12 px
Write = Callable[[float, float], str]
"""(value, distance between ticks) -> what is written at the tick."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where an axis begins and ends, and its ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]
    step: float

    @property
    def domain(self) -> list[float]:
        return [self.low, self.high]


def nice_scale(values: Sequence[float], *, zero: bool = False, ceiling: float | None = None, count: int = 4) -> Scale:
    """Round bounds around the values with about `count` ticks; `zero`: from zero; `ceiling`: what no value exceeds."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high == low:
        apart = abs(high) * 0.1 or 1.0
        low, high = (0.0, high or 1.0) if zero and high >= 0 else (low - apart, high + apart)
    raw = (high - low) / count
    magnitude = 10.0 ** floor(log10(raw))
    step = next(nice * magnitude for nice in (1, 2, 2.5, 5, 10) if nice * magnitude >= raw * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    top = last * step
    if ceiling is not None and high <= ceiling < top:
        top = ceiling
    ticks = tuple(number * step for number in range(first, last + 1) if number * step <= top + step * 1e-6)
    return Scale(first * step, top, ticks, step)


def value_axis(scale: Scale, write: Write, theme: Theme) -> list[Spec]:
    """Hairlines across the plot and their figures left of it; the line at zero is stronger."""
    zero, other = theme.colour("quiet"), theme.colour("line")
    rows = [
        {"value": tick, "text": write(tick, scale.step), "stroke": zero if abs(tick) < scale.step / 1000 else other}
        for tick in scale.ticks
    ]
    y = {"y": y_of("value", scale)}
    return [
        layer(rows, "rule", {**y, "stroke": colour("stroke")}, strokeWidth=1),
        layer(rows, "text", {**y, **TEXT}, align="right", baseline="middle", x=-8),
    ]


def label_axis(labels: Sequence[str], texts: Sequence[str], x: Spec, *, width: int, height: int) -> Spec:
    """The names of the periods below the plot, as many as fit; the last one is always among them."""
    rows = [{"label": labels[index], "text": texts[index]} for index in thinned(texts, width)]
    return layer(rows, "text", {"x": x, **TEXT}, baseline="top", y=height + 8)


def thinned(texts: Sequence[str], width: int) -> list[int]:
    """Evenly spaced indices, counted from the last, whose texts do not touch."""
    if not texts:
        return []
    room = max(len(text) for text in texts) * LETTER + 14
    every = max(1, ceil(room / (width / len(texts))))
    return list(range(len(texts) - 1, -1, -every))[::-1]


def y_of(field: str, scale: Scale) -> Spec:
    """A vertical position; its axis is drawn by value_axis."""
    bounds = {"domain": scale.domain, "zero": False, "nice": False}
    return {"field": field, "type": "quantitative", "axis": None, "scale": bounds}


def x_of(labels: Sequence[str], *, padding: float = 0) -> Spec:
    """Periods as text in their order, never as instants: a viewer in another time zone must not move them."""
    scale = {"type": "band", "domain": list(labels), "paddingInner": padding, "paddingOuter": 0}
    return {"field": "label", "type": "ordinal", "axis": None, "sort": None, "scale": scale}


def hits(rows: Sequence[Spec], x: Spec, theme: Theme) -> Spec:
    """An invisible bar over each period: what it says on hovering is also what a screen reader reads.

    Rows have label, tip and, where a click leads somewhere, address.
    """
    marks = [tipped(row["label"], row["tip"], row.get("address", "")) for row in rows]
    return layer(marks, "bar", {"x": x, **said(marks)}, opacity=0, fill=theme.colour("ink"), aria=True)


def tipped(label: str, tip: str, address: str = "") -> Spec:
    """A row of a layer that is encoded with `said`."""
    return {"label": label, "tip": tip, "href": linking(address)}


def text_width(text: str) -> float:
    return len(text) * LETTER
