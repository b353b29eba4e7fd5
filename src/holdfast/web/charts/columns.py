"""A KPI as columns: one for each period, or one for each slice. Columns stand on zero, so that they can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.web.charts.axes import Write, hits, label_axis, nice_scale, text_width, value_axis, x_of, y_of
from holdfast.web.charts.flags import Flag, flags
from holdfast.web.charts.spec import TEXT, Spec, layer, layered
from holdfast.web.charts.theme import Theme

ROW = 28  # of a column that lies, in px


@dataclass(frozen=True, slots=True)
class Column:
    """A period or a slice; `written` is its value as text."""

    label: str
    text: str
    value: float | None
    tip: str
    written: str = ""
    partial: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChart:
    """target: a line to reach, in number and words; flags: what happened, at the top of the plot."""

    columns: tuple[Column, ...]
    write: Write
    target: tuple[float, str] | None = None
    flags: tuple[Flag, ...] = ()
    ceiling: float | None = None
    width: int = 640
    height: int = 200


def column_chart(what: ColumnChart, theme: Theme) -> Spec:
    """Periods from left to right; one that is not over is pale with a dashed edge."""
    labels = [column.label for column in what.columns]
    known = [column for column in what.columns if column.value is not None]
    reach = [what.target[0]] if what.target else []
    scale = nice_scale([column.value for column in known if column.value is not None] + reach, zero=True,
                       ceiling=what.ceiling)  # fmt: skip
    x = x_of(labels, padding=0.25)
    place = {"x": x, "y": y_of("value", scale), "y2": {"field": "zero"}}
    fill = theme.colour("accent")
    layers = [
        *value_axis(scale, what.write, theme),
        layer(_rows([column for column in known if not column.partial]), "bar", place, fill=fill, cornerRadius=1),
    ]
    if pale := [column for column in known if column.partial]:
        edge = {"fill": fill, "fillOpacity": 0.25, "stroke": fill, "strokeDash": [2, 2], "strokeWidth": 1}
        layers.append(layer(_rows(pale), "bar", place, **edge))
    if what.target is not None:
        row = [{"goal": what.target[0], "text": what.target[1]}]
        ink, at = theme.colour("ink"), {"y": y_of("goal", scale)}
        layers.append(layer(row, "rule", at, strokeDash=[6, 3], stroke=ink))
        words = {"align": "left", "baseline": "bottom", "fontSize": 11, "fontWeight": 600, "fill": ink}
        layers.append(layer(row, "text", {**at, **TEXT}, x=6, dy=-5, **words))
    texts = [column.text for column in what.columns]
    layers.append(label_axis(labels, texts, x, width=what.width, height=what.height))
    tips = [{"label": column.label, "tip": column.tip, "address": column.address} for column in what.columns]
    layers += [hits(tips, x_of(labels), theme), *flags(what.flags, x, theme)]
    return layered(layers, theme, width=what.width, height=what.height)


def ranking(columns: Sequence[Column], theme: Theme, *, width: int = 640, least: float = 0.0) -> Spec:
    """Slices from above to below, each with its name on the left and its value at the end."""
    values = [column.value or 0.0 for column in columns]
    low, high = min([*values, least, 0.0]), max([*values, 0.0])
    scale = {"domain": [low, high if high > low else low + 1], "nice": False, "zero": False}
    x: Spec = {"field": "value", "type": "quantitative", "axis": None, "scale": scale}
    band = {"type": "band", "domain": [column.label for column in columns], "paddingInner": 0.35}
    y: Spec = {"field": "label", "type": "ordinal", "axis": None, "sort": None, "scale": band}
    rows = [{**row, "value": row["value"] or 0.0} for row in _rows(columns)]
    names = [{"label": column.label, "text": _fitting(column.text, width // 3)} for column in columns]
    ends = [{**row, "text": column.written} for row, column in zip(rows, columns, strict=True)]
    fill = {"fill": theme.colour("accent"), "cornerRadius": 1}
    tips = [{"label": column.label, "tip": column.tip, "address": column.address} for column in columns]
    words = {"align": "left", "baseline": "middle", "dx": 6, "fill": theme.colour("ink"), "fontWeight": 600}
    layers = [
        layer(rows, "bar", {"y": y, "x": x, "x2": {"field": "zero"}}, **fill),
        layer(names, "text", {"y": y, **TEXT}, align="right", baseline="middle", x=-8),
        layer(ends, "text", {"y": y, "x": {**x, "field": "end"}, **TEXT}, **words),
        _over(tips, y, theme),
    ]
    return layered(layers, theme, width=width, height=ROW * max(len(columns), 1))


def _over(tips: list[Spec], y: Spec, theme: Theme) -> Spec:
    """The same as `hits`, lying."""
    marks = hits(tips, y, theme)
    marks["encoding"]["y"] = marks["encoding"].pop("x")
    return marks


def _fitting(text: str, room: float) -> str:
    """A name cut off where it would need more than `room` px."""
    if text_width(text) <= room:
        return text
    return text[: max(int(len(text) * room / text_width(text)) - 1, 1)] + "…"


def _rows(columns: Sequence[Column]) -> list[Spec]:
    return [
        {"label": column.label, "value": column.value, "zero": 0.0, "end": max(column.value or 0.0, 0.0)}
        for column in columns
    ]
