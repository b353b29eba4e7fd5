"""Charts as pictures: SVG for a page or a document, PNG where nothing else is read."""

from __future__ import annotations

import re

import vl_convert

from holdfast.web.charts.spec import HERE, Spec

_TAG = re.compile(r"<\w[^<>]*>")
_ATTRIBUTE = re.compile(r' ([\w:-]+)="([^"]*)"')
_NUMBER = re.compile(r"-?\d+\.\d{2,}")
# What the page gives by itself, and what no reader hears.
_NOISE = {"aria-roledescription", "aria-hidden", "class", "version", "xmlns:xlink", "font-family", "stroke-miterlimit"}
_GEOMETRY = {"d", "transform", "x", "y", "x2", "y2"}
_LINK = re.compile(rf'<a xlink:href="{re.escape(HERE)}([^"]*)">(<\w[^<>]*>)')
_NAME = re.compile(r' aria-label="[^"]*"')
_NOTHING = re.compile(r'<path d=""[^<>]*/>|<path d="M0\.?5?,0\.?5?h[^"]*"/>|<rect [^<>]*fill="transparent"/>')


def svg(chart: Spec) -> str:
    """The chart as SVG, complete in itself."""
    return str(vl_convert.vegalite_to_svg(chart))


def png(chart: Spec, scale: float = 2) -> bytes:
    return bytes(vl_convert.vegalite_to_png(chart, scale=scale))


def page_svg(chart: Spec, name: str, *, narrow: bool = False) -> str:
    """SVG to stand in a page: its type and colours are the page's; `name` is what a screen reader calls it.

    What is said of a mark stays on it as `aria-label`, from where the page's script shows it on hovering. No style
    attributes, so it is allowed under a policy without inline styles. A mark with an address is a link named by what is
    said of it; the picture is then a group, because nothing inside an image can be reached.
    """
    text = _NOTHING.sub("", _TAG.sub(lambda tag: _ATTRIBUTE.sub(_shortened, tag[0]), svg(chart)))
    text, links = _LINK.subn(_link, text)
    kind, role = ("chart narrow" if narrow else "chart"), ("group" if links else "img")
    return text.replace("<svg ", f'<svg class="{kind}" role="{role}" aria-label="{_attribute(name)}" ', 1)


def _link(opened: re.Match[str]) -> str:
    """The link has the name, not the mark in it: else it would be read twice."""
    address, mark = opened.groups()
    name = _NAME.search(mark)
    plain = _NAME.sub("", mark).replace(' role="graphics-symbol"', "")
    return f'<a href="{address}"{name[0] if name else ""}>{plain}'


def _shortened(attribute: re.Match[str]) -> str:
    """Nothing for noise; coordinates to a tenth of a pixel."""
    name, value = attribute.groups()
    if name in _NOISE or (name == "role" and value == "graphics-object"):
        return ""
    if name in _GEOMETRY:
        value = _NUMBER.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), value)
    return f' {name}="{value}"'


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
