"""Flows from column to column: a bar for everything there is in a column, bands from one bar to those of the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.web.charts.axes import LETTER
from holdfast.web.charts.spec import TEXT, Spec, layer, layered, linking, nominal, said
from holdfast.web.charts.theme import Theme

BODY, LOW = 260, 80  # px that the largest column has for its bars, beside what lies between them; in a small plot
SMALL_PLOT = 600
BAR, GAP = 9, 7
LINE = 14
LEAST = 2 * LINE + 2  # px from the top of a bar to where the next may begin, so that its two lines of text fit
PITCH = 96  # px that a column needs for its names
SMALL = 11


@dataclass(frozen=True, slots=True)
class FlowBar:
    """column: from the left. amount: its height. written: what stands below its name. quiet: it is an end of flows."""

    key: str
    column: int
    name: str
    amount: float
    written: str
    tip: str
    address: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class FlowBand:
    """start, end: keys of bars in columns next to each other."""

    start: str
    end: str
    amount: float
    tip: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowChart:
    """columns: their titles. bars: from above to below in each column."""

    columns: tuple[str, ...]
    bars: tuple[FlowBar, ...]
    bands: tuple[FlowBand, ...]
    width: int = 640


@dataclass(frozen=True, slots=True)
class _Placed:
    bar: FlowBar
    x: float
    top: float
    height: float


def columns_that_fit(width: int) -> int:
    """At least two: else nothing flows."""
    return max(width // PITCH, 2)


def flow_chart(what: FlowChart, theme: Theme) -> Spec:
    """Bars stand as high as their amounts, bands as wide; names stand right of the bars."""
    placed = _placed(what)
    height = int(max((one.top + max(one.height, LEAST) for one in placed.values()), default=LEAST)) + 1
    pitch = what.width / max(len(what.columns), 1)
    x, y = _pixels("x", what.width), _pixels("y", height, down=True)
    titles = [{"x": number * pitch, "text": _fitting(title, pitch)} for number, title in enumerate(what.columns)]
    layers = [
        *_bands(what, placed, x, y, theme),
        *_bars(placed, x, y, theme),
        layer(titles, "text", {"x": x, **TEXT}, align="left", baseline="bottom", y=-8, fontSize=SMALL),
        *_names(placed, pitch, x, y, theme),
    ]
    return layered(layers, theme, width=what.width, height=height)


def _placed(what: FlowChart) -> dict[str, _Placed]:
    """Where each bar stands, in px from the left and from above."""
    pitch = what.width / max(len(what.columns), 1)
    totals = [sum(bar.amount for bar in what.bars if bar.column == number) for number in range(len(what.columns))]
    scale = (BODY if what.width >= SMALL_PLOT else LOW) / max([*totals, 1])
    below = [0.0] * len(what.columns)
    found: dict[str, _Placed] = {}
    for bar in what.bars:
        height = max(bar.amount * scale, 1)
        found[bar.key] = _Placed(bar, bar.column * pitch, below[bar.column], height)
        below[bar.column] += max(height, LEAST) + GAP
    return found


def _bands(what: FlowChart, placed: dict[str, _Placed], x: Spec, y: Spec, theme: Theme) -> list[Spec]:
    """Each begins and ends where those of its bars that lie above it leave off."""
    leaves, comes = _stacked(what.bands, placed)
    rows: dict[bool, list[Spec]] = {False: [], True: []}
    for number, band in enumerate(what.bands):
        start, end = placed[band.start], placed[band.end]
        wide = (_wide(start, band), _wide(end, band))
        left, right = start.x + BAR, end.x
        bend = (right - left) * 0.2
        for at, top, thick in (
            (left, leaves[number], wide[0]), (left + bend, leaves[number], wide[0]),
            (right - bend, comes[number], wide[1]), (right, comes[number], wide[1]),
        ):  # fmt: skip
            row = {"x": at, "y": top, "y2": top + thick, "flow": number, "tip": band.tip}
            rows[start.bar.quiet or end.bar.quiet].append(row | {"href": linking(band.address)})
    return [
        layer(
            part, "area", {"x": x, "y": y, "y2": {"field": "y2"}, "detail": nominal("flow"), **said(part)},
            fill=theme.colour("quiet" if quiet else "accent"), fillOpacity=0.2, interpolate="monotone", aria=True,
        )
        for quiet, part in rows.items() if part
    ]  # fmt: skip


def _stacked(bands: Sequence[FlowBand], placed: dict[str, _Placed]) -> tuple[list[float], list[float]]:
    """For each band its upper edge at its start, and at its end."""
    tops = {"leaves": [0.0] * len(bands), "comes": [0.0] * len(bands)}
    for side, own, other in (("leaves", "start", "end"), ("comes", "end", "start")):
        used: dict[str, float] = {}
        order = sorted(range(len(bands)), key=lambda number: placed[getattr(bands[number], other)].top)
        for number in order:
            key = getattr(bands[number], own)
            tops[side][number] = placed[key].top + used.get(key, 0.0)
            used[key] = used.get(key, 0.0) + _wide(placed[key], bands[number])
    return tops["leaves"], tops["comes"]


def _wide(bar: _Placed, band: FlowBand) -> float:
    return bar.height * band.amount / bar.bar.amount if bar.bar.amount else 0.0


def _bars(placed: dict[str, _Placed], x: Spec, y: Spec, theme: Theme) -> list[Spec]:
    layers = []
    for quiet in (False, True):
        rows = [
            {"x": one.x, "x2": one.x + BAR, "y": one.top, "y2": one.top + one.height, "tip": one.bar.tip,
             "href": linking(one.bar.address)}
            for one in placed.values() if one.bar.quiet is quiet
        ]  # fmt: skip
        if rows:
            at = {"x": x, "x2": {"field": "x2"}, "y": y, "y2": {"field": "y2"}, **said(rows)}
            layers.append(layer(rows, "rect", at, fill=theme.colour("quiet" if quiet else "accent"), aria=True))
    return layers


def _names(placed: dict[str, _Placed], pitch: float, x: Spec, y: Spec, theme: Theme) -> list[Spec]:
    """Its name at the top of each bar, below it its figure."""
    room = pitch - BAR - 10
    at = [(one.x + BAR + 5, one.top, one.bar) for one in placed.values()]
    names = [{"x": left, "y": top, "text": _fitting(bar.name, room)} for left, top, bar in at]
    figures = [{"x": left, "y": top + LINE, "text": _fitting(bar.written, room)} for left, top, bar in at]
    style = {"align": "left", "baseline": "top", "fontSize": SMALL, "dy": 1}
    place = {"x": x, "y": y, **TEXT}
    return [
        layer(names, "text", place, fill=theme.colour("ink"), fontWeight=600, **style),
        layer(figures, "text", place, fill=theme.colour("ink"), **style),
    ]


def _fitting(text: str, room: float) -> str:
    most = max(int(room / (LETTER * SMALL / 12)), 2)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _pixels(field: str, length: float, *, down: bool = False) -> Spec:
    """A position in px from the left, or from above."""
    scale = {"domain": [0, length], "zero": False, "nice": False, "reverse": down}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}
