"""The roll-forward of MRR: a waterfall from start to end, and what moved it in every period."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.web.charts.axes import Scale, Write, hits, label_axis, nice_scale, text_width, value_axis, x_of, y_of
from holdfast.web.charts.spec import TEXT, Spec, colour, layer, layered
from holdfast.web.charts.theme import Theme

BALANCE = "balance"


@dataclass(frozen=True, slots=True)
class Step:
    """A bar of the waterfall: a balance stands on zero, a movement on the end of the bar before it.

    colour: BALANCE, or the number of the movement's category from 0.
    """

    name: str
    amount: float
    text: str
    tip: str
    colour: int | str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Stack:
    """The movements of one period: amounts of either sign, in the order of `StackChart.names`."""

    label: str
    text: str
    amounts: tuple[float, ...]
    tip: str
    partial: bool = False
    address: str = ""


def waterfall(steps: Sequence[Step], write: Write, theme: Theme, *, width: int = 640, height: int = 240) -> Spec:
    """From the balance at start to that at the end. Bars stand on zero, so that their lengths can be compared."""
    rows = _waterfall_rows(steps, theme)
    scale = nice_scale([row[name] for row in rows for name in ("low", "high")], zero=True)
    labels = [step.name for step in steps]
    x = x_of(labels, padding=0.35)
    bars = layer(
        rows, "bar", {"x": x, "y": y_of("low", scale), "y2": {"field": "high"}, "fill": colour("fill")}, cornerRadius=1
    )
    style = {"baseline": "bottom", "dy": -5, "fill": theme.colour("ink"), "fontWeight": 600}
    words = layer(rows, "text", {"x": x, "y": y_of("top", scale), **TEXT}, **style)
    layers = [*value_axis(scale, write, theme), *_links(rows, scale, x, theme), bars, words]
    layers += [_names(labels, x, height), hits(rows, x_of(labels), theme)]
    return layered(layers, theme, width=width, height=height)


def _waterfall_rows(steps: Sequence[Step], theme: Theme) -> list[Spec]:
    rows, level = [], 0.0
    for step in steps:
        start = 0.0 if step.colour == BALANCE else level
        level = start + step.amount
        fill = theme.colour("quiet") if isinstance(step.colour, str) else theme.categories[step.colour]
        low, high = sorted((start, level))
        rows.append({"label": step.name, "low": low, "high": high, "top": max(high, 0.0), "level": level,
                     "text": step.text, "tip": step.tip, "fill": fill, "address": step.address})  # fmt: skip
    return rows


def _links(rows: list[Spec], scale: Scale, x: Spec, theme: Theme) -> list[Spec]:
    """A hairline from the end of each bar to the next one."""
    links = []
    for row, after in itertools.pairwise(rows):
        pair = [{"label": row["label"], "level": row["level"]}, {"label": after["label"], "level": row["level"]}]
        place = {"x": x, "y": y_of("level", scale)}
        links.append(layer(pair, "line", place, stroke=theme.colour("quiet"), strokeWidth=1, strokeDash=[2, 2]))
    return links


def _names(labels: Sequence[str], x: Spec, height: int) -> Spec:
    rows = [{"label": label, "text": label} for label in labels]
    return layer(rows, "text", {"x": x, **TEXT}, baseline="top", y=height + 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class StackChart:
    """names: what moves, with the number of its colour."""

    names: tuple[tuple[str, int], ...]
    stacks: tuple[Stack, ...]
    write: Write
    width: int = 640
    height: int = 220


def stacked(what: StackChart, theme: Theme) -> Spec:
    """Gains above zero, losses below it, period by period; a period that is not over is pale with a dashed edge."""
    labels = [stack.label for stack in what.stacks]
    texts = [stack.text for stack in what.stacks]
    rows = [row for stack in what.stacks for row in _stack_rows(what, stack, theme)]
    scale = nice_scale([row[name] for row in rows for name in ("low", "high")], zero=True)
    x = x_of(labels, padding=0.25)
    place = {"x": x, "y": y_of("low", scale), "y2": {"field": "high"}, "fill": colour("fill")}
    layers = [
        *_legend(what, theme),
        *value_axis(scale, what.write, theme),
        layer([row for row in rows if not row["partial"]], "bar", place),
    ]
    if pale := [row for row in rows if row["partial"]]:
        edge = {**place, "stroke": colour("fill")}
        layers.append(layer(pale, "bar", edge, fillOpacity=0.25, strokeDash=[2, 2], strokeWidth=1))
    layers.append(label_axis(labels, texts, x, width=what.width, height=what.height))
    tips = [{"label": stack.label, "tip": stack.tip, "address": stack.address} for stack in what.stacks]
    layers.append(hits(tips, x_of(labels), theme))
    return layered(layers, theme, width=what.width, height=what.height)


def _stack_rows(what: StackChart, stack: Stack, theme: Theme) -> list[Spec]:
    up = down = 0.0
    rows = []
    for (_, number), amount in zip(what.names, stack.amounts, strict=True):
        if not amount:
            continue
        low, high = (up, up + amount) if amount > 0 else (down + amount, down)
        up, down = max(up, high), min(down, low)
        rows.append(
            {"label": stack.label, "low": low, "high": high, "fill": theme.categories[number], "partial": stack.partial}
        )
    return rows


def _legend(what: StackChart, theme: Theme) -> list[Spec]:
    """What the colours mean, above the plot, in as many lines as the width asks for."""
    places, at, line = [], 0.0, 0
    for name, _ in what.names:
        room = text_width(name) + 32
        if at and at + room > what.width:
            at, line = 0.0, line + 1
        places.append((at, line))
        at += room
    layers = []
    for (name, number), (left, row) in zip(what.names, places, strict=True):
        y = -18 - 18 * (line - row)
        square = {"shape": "square", "filled": True, "size": 90, "opacity": 1, "fill": theme.categories[number]}
        layers.append(layer([{}], "point", {}, x=left + 5, y=y, **square))
        layers.append(layer([{"text": name}], "text", TEXT, align="left", baseline="middle", x=left + 15, y=y))
    return layers
