"""The charts of tiles outside of pages: the same definitions, in the type of a document or on the ground of a mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from holdfast.insights.page.plots import LIGHT
from holdfast.insights.paper.content import THEME
from holdfast.web.charts.draw import png, svg
from holdfast.web.charts.spec import Spec

# Of the plot, in px, by the width of a tile in columns.
WIDE: Mapping[int, int] = {3: 190, 4: 260, 6: 430, 8: 620, 12: 880}
MAIL = 520  # of the plot of every chart in a mail


def paper_svg(chart: Spec) -> str:
    return svg(_with(chart, font=THEME.font))


def mail_png(chart: Spec) -> bytes:
    """On white, twice as many dots as it takes up: mails are read on fine screens, and in the dark."""
    return png(_with(chart, background=LIGHT.colour("surface"), padding=8))


def _with(chart: Spec, **changes: Any) -> Spec:
    return {**chart, "config": {**chart["config"], **changes}}
