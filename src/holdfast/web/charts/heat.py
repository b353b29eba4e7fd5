"""A heat table: one hue, and the figure in every cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.web.charts.spec import TEXT, Spec, colour, layer, layered, linking, nominal, said
from holdfast.web.charts.theme import Theme
from holdfast.web.tokens import HEAT_INVERTED, STEPS

ROW = 22
COLUMN = 40


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A figure and how strong it is, 0..1."""

    row: str
    column: str
    text: str
    strength: float
    tip: str
    address: str = ""


def heat_step(strength: float) -> int:
    """The step of the sequential palette, 0 to STEPS - 1."""
    return min(max(int(strength * STEPS), 0), STEPS - 1)


def heat_table(
    cells: Sequence[HeatCell], rows: Sequence[str], columns: Sequence[str], theme: Theme, *, column: int = COLUMN
) -> Spec:
    """Rows from above to below, columns from left to right; a cell that is not there stays empty."""
    data = [
        {
            "row": cell.row,
            "column": cell.column,
            "text": cell.text,
            "tip": cell.tip,
            "fill": theme.heat[heat_step(cell.strength)],
            "ink": theme.colour("surface" if heat_step(cell.strength) >= HEAT_INVERTED else "ink"),
            "href": linking(cell.address),
        }
        for cell in cells
    ]
    x = _side("column", columns, 0.03)
    y = _side("row", rows, 0.06)
    sides = [{"row": row} for row in rows]
    tops = [{"column": name} for name in columns]
    layers = [
        layer(data, "rect", {"x": x, "y": y, "fill": colour("fill"), **said(data)}, aria=True),
        layer(data, "text", {"x": x, "y": y, "fill": colour("ink"), **TEXT}, baseline="middle", fontSize=11),
        layer(sides, "text", {"y": y, "text": nominal("row")}, align="right", baseline="middle", x=-8),
        layer(tops, "text", {"x": x, "text": nominal("column")}, baseline="bottom", y=-5),
    ]
    return layered(layers, theme, width=column * max(len(columns), 1), height=ROW * max(len(rows), 1))


def _side(field: str, names: Sequence[str], padding: float) -> Spec:
    scale = {"type": "band", "domain": list(names), "paddingInner": padding}
    return {"field": field, "type": "ordinal", "axis": None, "sort": None, "scale": scale}
