"""Survival curves: the share that stays, age by age, with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.web.charts.axes import Scale, Write, nice_scale, value_axis, y_of
from holdfast.web.charts.line import LINE_HEIGHT, end_labels, spread
from holdfast.web.charts.spec import TEXT, TIP, Spec, layer, layered
from holdfast.web.charts.theme import Theme


@dataclass(frozen=True, slots=True)
class Survivors:
    """From `age` on the share `value` is left; low and high bound it."""

    age: float
    value: float
    low: float | None
    high: float | None
    tip: str


@dataclass(frozen=True, slots=True)
class Curve:
    """One segment."""

    name: str
    end: str
    steps: tuple[Survivors, ...]


def survival_chart(
    curves: Sequence[Curve], write: Write, age: Write, title: str, theme: Theme, *, width: int = 640, height: int = 240
) -> Spec:
    """Steps from 100 % at age 0. `age` writes the ages below, `title` says what they are counted in."""
    scale = Scale(0.0, 1.0, (0.0, 0.25, 0.5, 0.75, 1.0), 0.25)
    oldest = max((step.age for curve in curves for step in curve.steps), default=1.0) or 1.0
    ages = nice_scale([0.0, oldest], zero=True, count=max(3, width // 110))
    bounds = {"domain": [0, oldest], "nice": False}
    x: Spec = {"field": "age", "type": "quantitative", "axis": None, "scale": bounds}
    layers = [*value_axis(scale, write, theme), _ages(ages, oldest, age, title, x, height)]
    colours = theme.categories if len(curves) > 1 else [theme.colour("accent")]
    for curve, colour in zip(curves, colours, strict=False):
        layers += _curve(curve, colour, scale, x, alone=len(curves) == 1)
    layers += _ends(curves, colours, theme, width, height)
    return layered(layers, theme, width=width, height=height)


def _curve(curve: Curve, colour: str, scale: Scale, x: Spec, *, alone: bool) -> list[Spec]:
    rows = [
        {"age": step.age, "value": step.value, "low": step.low, "high": step.high, "tip": step.tip}
        for step in curve.steps
    ]
    bounded = [row for row in rows if row["low"] is not None]
    at = {"x": x, "y": y_of("value", scale)}
    within = {"x": x, "y": y_of("low", scale), "y2": {"field": "high"}}
    return [
        layer(bounded, "area", within, interpolate="step-after", fill=colour, fillOpacity=0.14 if alone else 0.07),
        layer(rows, "line", at, interpolate="step-after", stroke=colour),
        layer(rows, "point", {**at, **TIP}, filled=True, fill=colour, opacity=0, size=120, aria=True),
    ]


def _ages(ages: Scale, oldest: float, write: Write, title: str, x: Spec, height: int) -> Spec:
    ticks = [tick for tick in ages.ticks if tick <= oldest]
    rows = [
        {"age": tick, "text": write(tick, ages.step) + (f" {title}" if tick == ticks[-1] else "")} for tick in ticks
    ]
    return layer(rows, "text", {"x": x, **TEXT}, baseline="top", y=height + 8)


def _ends(curves: Sequence[Curve], colours: list[str], theme: Theme, width: int, height: int) -> list[Spec]:
    shown = [(curve, colour) for curve, colour in zip(curves, colours, strict=False) if curve.steps]
    places = spread([height * (1 - curve.steps[-1].value) for curve, _ in shown], LINE_HEIGHT, height)
    ends = [
        (f"{curve.name} {curve.end}".strip(), place, colour)
        for (curve, colour), place in zip(shown, places, strict=True)
    ]
    return end_labels(ends, width, theme, dotted=len(shown) > 1)
