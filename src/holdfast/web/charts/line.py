"""The course of a KPI: a line for each slice, its interval, benchmark band and goal; the partial period dashed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.web.charts.axes import Scale, Write, hits, label_axis, nice_scale, tipped, value_axis, x_of, y_of
from holdfast.web.charts.flags import Flag, flags
from holdfast.web.charts.spec import TEXT, Spec, layer, layered, said
from holdfast.web.charts.theme import Theme

LINE_HEIGHT = 14  # of the words at the ends of lines, in px


@dataclass(frozen=True, slots=True)
class Point:
    """A period: its label ("2026-03") and the same for the reader ("Mar 2026"); tip is all there is to say about it."""

    label: str
    text: str
    value: float | None
    tip: str
    partial: bool = False
    low: float | None = None
    high: float | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One series; `end` is written where it ends."""

    name: str
    end: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """lines: all over the same periods. band: the usual range, in words and numbers; goal: what is good in general.

    target: what the company itself wants to reach; flags: what happened, at the top of the plot.
    """

    lines: tuple[Line, ...]
    write: Write
    band: tuple[float, float, str] | None = None
    goal: tuple[float, str] | None = None
    target: tuple[float, str] | None = None
    flags: tuple[Flag, ...] = ()
    zero: bool = False
    ceiling: float | None = None
    width: int = 640
    height: int = 200


def line_chart(what: LineChart, theme: Theme) -> Spec:
    """The definition; see LineChart."""
    points = what.lines[0].points if what.lines else ()
    labels = [point.label for point in points]
    scale = nice_scale(_extent(what), zero=what.zero, ceiling=what.ceiling)
    x = x_of(labels)
    layers = [*_band(what, scale, theme), *value_axis(scale, what.write, theme)]
    layers += _goal(what.goal, scale, theme) + _target(what, scale, theme)
    if len(what.lines) == 1:
        layers += _interval(what.lines[0], scale, x, theme)
    for line, colour in zip(what.lines, _colours(what, theme), strict=False):
        layers += _drawn(line, colour, scale, x, theme)
    layers += _ends(what, scale, theme)
    layers.append(label_axis(labels, [point.text for point in points], x, width=what.width, height=what.height))
    layers.append(hits(_tips(what), x, theme))
    layers += _marks(what, scale, x, theme) + flags(what.flags, x, theme)
    return layered(layers, theme, width=what.width, height=what.height)


def _extent(what: LineChart) -> list[float]:
    """Values; the benchmark only if it does not push them into a corner."""
    values = [bound for line in what.lines for point in line.points if (bound := point.value) is not None]
    single = len(what.lines) == 1
    bounds = [b for line in what.lines for p in line.points for b in (p.low, p.high) if b is not None] if single else []
    marks = [*(what.band[:2] if what.band else ()), *([what.goal[0]] if what.goal else ())]
    wanted = [what.target[0]] if what.target else []
    if not values:
        return marks + wanted
    low, high = min(values), max(values)
    room = max((high - low) * 0.7, abs(high) * 0.05)
    near = [extra for extra in (*marks, *bounds) if low - room <= extra <= high + room]
    # What the company itself wants may take half of the plot.
    return values + near + [extra for extra in wanted if low - 1.5 * room <= extra <= high + 1.5 * room]


def _colours(what: LineChart, theme: Theme) -> list[str]:
    return theme.categories if len(what.lines) > 1 else [theme.colour("accent")]


def _band(what: LineChart, scale: Scale, theme: Theme) -> list[Spec]:
    if what.band is None:
        return []
    low, high = max(what.band[0], scale.low), min(what.band[1], scale.high)
    if low >= high:
        return []
    rows = [{"low": low, "high": high, "text": what.band[2]}]
    area = layer(rows, "rect", {"y": y_of("low", scale), "y2": {"field": "high"}}, fill=theme.colour("band"))
    early = [
        point.value for line in what.lines for point in line.points[: max(len(line.points) // 3, 1)] if point.value
    ]
    # The words stand at the edge of the band that the lines are farther away from.
    below = bool(early) and min(abs(value - low) for value in early) > min(abs(value - high) for value in early)
    if below:
        return [area, _note(rows, "low", scale, dy=-5, baseline="bottom")]
    return [area, _note(rows, "high", scale, dy=5, baseline="top")]


def _target(what: LineChart, scale: Scale, theme: Theme) -> list[Spec]:
    """The company's own goal, stronger than a benchmark's line."""
    if what.target is not None and not scale.low <= what.target[0] <= scale.high:
        return [_beyond(what.target, scale, what.height, theme)]
    drawn = _goal(what.target, scale, theme)
    for one in drawn[:1]:
        one["mark"] |= {"strokeDash": [6, 3], "stroke": theme.colour("ink")}
    for one in drawn[1:]:
        one["mark"] |= {"fill": theme.colour("ink"), "fontWeight": 600}
    return drawn


def _beyond(target: tuple[float, str], scale: Scale, height: int, theme: Theme) -> Spec:
    """In words where the target would be, if the scale reached so far: drawing it would flatten the course."""
    above = target[0] > scale.high
    text = f"{target[1]} {'↑' if above else '↓'}"
    style = {"align": "left", "fontSize": 11, "fontWeight": 600, "fill": theme.colour("ink")}
    place = {"y": 4, "baseline": "top"} if above else {"y": height - 4, "baseline": "bottom"}
    return layer([{"text": text}], "text", TEXT, x=6, **place, **style)


def _goal(goal: tuple[float, str] | None, scale: Scale, theme: Theme) -> list[Spec]:
    if goal is None or not scale.low <= goal[0] <= scale.high:
        return []
    rows = [{"goal": goal[0], "text": goal[1]}]
    rule = layer(rows, "rule", {"y": y_of("goal", scale)}, strokeDash=[2, 3], stroke=theme.colour("quiet"))
    below = goal[0] > (scale.low + scale.high) / 2
    return [rule, _note(rows, "goal", scale, dy=5 if below else -5, baseline="top" if below else "bottom")]


def _note(rows: list[Spec], field: str, scale: Scale, *, dy: int, baseline: str) -> Spec:
    place = {"y": y_of(field, scale), **TEXT}
    return layer(rows, "text", place, align="left", x=6, dy=dy, baseline=baseline, fontSize=11)


def _interval(line: Line, scale: Scale, x: Spec, theme: Theme) -> list[Spec]:
    """The 95 % interval, cut off where it leaves the plot: it must not flatten the line."""
    rows = [
        {"label": point.label, "low": max(point.low, scale.low), "high": min(point.high, scale.high)}
        for point in line.points
        if point.low is not None and point.high is not None and not point.partial
    ]
    if len(rows) < 2:
        return []
    place = {"x": x, "y": y_of("low", scale), "y2": {"field": "high"}}
    return [layer(rows, "area", place, fill=theme.colour("accent"), fillOpacity=0.1)]


def _drawn(line: Line, colour: str, scale: Scale, x: Spec, theme: Theme) -> list[Spec]:
    complete = [point for point in line.points if not point.partial]
    known = [point for point in complete if point.value is not None]
    partial = [point for point in line.points if point.partial and point.value is not None]
    at = {"x": x, "y": y_of("value", scale)}
    dot = {"filled": True, "fill": colour, "opacity": 1}
    layers = [layer(_rows(complete), "line", at, stroke=colour)]
    if alone := _isolated(complete):
        layers.append(layer(_rows(alone), "point", at, size=26, **dot))
    if partial:
        layers.append(layer(_rows(known[-1:] + partial), "line", at, stroke=colour, strokeDash=[3, 4]))
        hollow = {"stroke": colour, "fill": theme.colour("surface"), "strokeWidth": 1.5, "opacity": 1}
        layers.append(layer(_rows(partial[-1:]), "point", at, size=36, **hollow))
    if known:
        layers.append(layer(_rows(known[-1:]), "point", at, size=44, **dot))
    return layers


def _ends(what: LineChart, scale: Scale, theme: Theme) -> list[Spec]:
    """Right of the plot, the last complete value of each line, and its name when there are several.

    Each stands at the height of that value, moved apart where they meet.
    """
    named = len(what.lines) > 1
    ends = []
    for line, colour in zip(what.lines, _colours(what, theme), strict=False):
        if known := [point.value for point in line.points if point.value is not None and not point.partial]:
            ends.append((known[-1], f"{line.name} {line.end}" if named else line.end, colour))
    heights = spread([_pixel(value, scale, what.height) for value, _, _ in ends], LINE_HEIGHT, what.height)
    named_ends = [(words, height, colour) for (_, words, colour), height in zip(ends, heights, strict=True)]
    return end_labels(named_ends, what.width, theme, dotted=named)


def end_labels(ends: Sequence[tuple[str, float, str]], width: int, theme: Theme, *, dotted: bool) -> list[Spec]:
    """(words, height, colour) right of the plot. Several have a dot each: not every colour can be read as text."""
    style = {"align": "left", "baseline": "middle", "fontWeight": 600}
    layers = []
    for words, height, colour in ends:
        if dotted:
            dot = {"filled": True, "fill": colour, "opacity": 1, "size": 50}
            layers.append(layer([{}], "point", {}, x=width + 13, y=height, **dot))
        ink = theme.colour("ink") if dotted else colour
        layers.append(
            layer([{"text": words}], "text", TEXT, x=width + (21 if dotted else 8), y=height, fill=ink, **style)
        )
    return layers


def _pixel(value: float, scale: Scale, height: int) -> float:
    return height * (scale.high - value) / (scale.high - scale.low)


def spread(places: Sequence[float], least: float, most: float) -> list[float]:
    """The places moved as little as needed so that any two are at least `least` apart and none is below `most`."""
    order = sorted(range(len(places)), key=places.__getitem__)
    found = list(places)
    for above, below in itertools.pairwise(order):
        found[below] = max(found[below], found[above] + least)
    if order:
        found[order[-1]] = min(found[order[-1]], most)
    for below, above in itertools.pairwise(reversed(order)):
        found[above] = min(found[above], found[below] - least)
    return found


def _isolated(points: Sequence[Point]) -> list[Point]:
    """Known points between unknown ones, which a line alone would not show."""
    return [
        point
        for index, point in enumerate(points)
        if point.value is not None
        and (index == 0 or points[index - 1].value is None)
        and (index + 1 == len(points) or points[index + 1].value is None)
    ]


def _rows(points: Sequence[Point]) -> list[Spec]:
    return [{"label": point.label, "value": point.value} for point in points]


def _tips(what: LineChart) -> list[Spec]:
    """One text for each period; with several lines, one row of it for each, and each point is a link of its own."""
    rows = []
    for together in zip(*(line.points for line in what.lines), strict=True):
        tips = [point.tip for point in together]
        address = together[0].address if len(together) == 1 else ""
        rows.append({"label": together[0].label, "tip": "\n".join(tips), "address": address})
    return rows


def _marks(what: LineChart, scale: Scale, x: Spec, theme: Theme) -> list[Spec]:
    """Of several lines the points that are links, unseen until they are pointed at."""
    if len(what.lines) < 2:
        return []
    rows = [
        {**tipped(point.label, point.tip, point.address), "value": point.value}
        for line in what.lines
        for point in line.points
        if point.address and point.value is not None
    ]
    if not rows:
        return []
    place = {"x": x, "y": y_of("value", scale), **said(rows)}
    return [layer(rows, "point", place, filled=True, fill=theme.colour("ink"), opacity=0, size=110, aria=True)]
