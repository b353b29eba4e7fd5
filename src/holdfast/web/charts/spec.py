"""The grammar that charts are written in: Vega-Lite, as the plain data it is.

Charts are not put together from Altair's objects, which copy and check everything at every step: a page of sixty KPIs
took half a minute, and takes seconds this way. `altair_chart` makes an Altair chart of the same definition, checked
against the schema, for notebooks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from holdfast.web.charts.theme import Theme

if TYPE_CHECKING:
    import altair as alt

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def layer(rows: Sequence[Spec], mark: str, encoding: Spec, **properties: Any) -> Spec:
    """One mark over its own rows."""
    return {"data": {"values": list(rows)}, "mark": {"type": mark, **properties}, "encoding": encoding}


def layered(layers: Sequence[Spec], theme: Theme, *, width: int, height: int) -> Spec:
    """The whole chart: layers share the width and height of the plot, in pixels."""
    return {"$schema": SCHEMA, "width": width, "height": height, "layer": list(layers), "config": theme.config}


def nominal(field: str) -> Spec:
    """A field read as it is: a text, or a colour when it is a fill or stroke."""
    return {"field": field, "type": "nominal"}


def colour(field: str) -> Spec:
    """A field that holds the colour itself."""
    return {"field": field, "type": "nominal", "scale": None}


TEXT = {"text": nominal("text")}
# What a mark says on hovering in a viewer, and to a screen reader anywhere.
TIP = {"description": nominal("tip"), "tooltip": nominal("tip")}


# Vega refuses addresses without a host, and writes its own in front; this one, which no host can have, is taken off
# again when the picture is placed in a page.
HERE = "https://here.invalid"


def linking(address: str) -> str:
    """What a row's field `href` holds for an address within this site, such as "/w/harbour/kpi/mrr/"; "" for none."""
    return f"{HERE}{address}" if address else ""


def said(rows: Sequence[Spec]) -> Spec:
    """The encoding of marks that say their `tip`, and are links where their `href` is not empty. Every row has both."""
    return {**TIP, "href": nominal("href")} if any(row["href"] for row in rows) else TIP


def altair_chart(spec: Spec) -> alt.LayerChart:
    """The same definition for a notebook. Altair is loaded here only: it is slow to start."""
    import altair as alt

    return alt.LayerChart.from_dict(spec)
