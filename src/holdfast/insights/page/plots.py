"""Charts of the page, the main ones twice: for a wide column and for a phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import orjson
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from holdfast.insights.scorecard import Card
from holdfast.web.charts.draw import page_svg
from holdfast.web.charts.sparkline import spark_svg
from holdfast.web.charts.spec import Spec
from holdfast.web.charts.theme import Theme

WIDE = 540
NARROW = 215
TREND = 13  # periods of a sparkline: a year and the one before it
LIGHT = Theme()  # the page recolours it
KEPT = 300  # pictures of some 20 KB


@dataclass(frozen=True, slots=True)
class Plot:
    """SVG that is ours; what comes from data in it was escaped by the renderer."""

    wide: SafeString
    narrow: SafeString


def plot(draw: Callable[[int], Spec], name: str, *, wide: int = WIDE, narrow: int = NARROW) -> Plot:
    """`draw` makes the chart for a width of its plot in px. `narrow` 0: a phone scrolls sideways in the wide one."""
    return Plot(drawn(draw(wide), name), drawn(draw(narrow), name, narrow=True) if narrow else SafeString())


def spark(card: Card) -> SafeString:
    """The sparkline of a card; nothing where there is nothing to draw."""
    trend = card.trend(TREND)
    known = any(value is not None for value in trend)
    name = gettext("course of %(kpi)s") % {"kpi": card.title}
    return SafeString(spark_svg(trend, LIGHT, name)) if known else SafeString()


def drawn(chart: Spec, name: str, *, narrow: bool = False) -> SafeString:
    """A chart as part of a page. Drawing takes a tenth of a second, so what was drawn once is kept for a while."""
    return _drawn(orjson.dumps(chart), name, narrow)


@lru_cache(maxsize=KEPT)
def _drawn(chart: bytes, name: str, narrow: bool) -> SafeString:
    return SafeString(page_svg(orjson.loads(chart), name, narrow=narrow))
