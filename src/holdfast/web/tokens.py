"""The colours of every page, chart and document, in light and dark: declared once, read by CSS and by charts."""

from __future__ import annotations

from holdfast.web.colour import Colour

Pair = tuple[Colour, Colour]


def _pair(light: tuple[float, float, float], dark: tuple[float, float, float]) -> Pair:
    return Colour(*light), Colour(*dark)


# Text: ink at least 7:1 on paper and surface, quiet at least 4.5:1. Hairlines and fills carry no information.
ROLES: dict[str, Pair] = {
    "paper": _pair((0.985, 0.004, 200), (0.19, 0.014, 220)),
    "surface": _pair((1, 0, 0), (0.225, 0.016, 220)),
    "sunken": _pair((0.962, 0.006, 200), (0.265, 0.017, 220)),
    "line": _pair((0.9, 0.008, 210), (0.33, 0.017, 220)),
    "ink": _pair((0.25, 0.025, 225), (0.94, 0.008, 210)),
    "quiet": _pair((0.47, 0.022, 222), (0.73, 0.014, 215)),
    "accent": _pair((0.48, 0.085, 197), (0.76, 0.1, 192)),
    "good": _pair((0.45, 0.115, 152), (0.78, 0.15, 152)),
    "bad": _pair((0.48, 0.17, 27), (0.75, 0.135, 25)),
    "warn": _pair((0.47, 0.105, 70), (0.81, 0.125, 80)),
    "band": _pair((0.945, 0.022, 195), (0.3, 0.035, 197)),
}

# Eight colours that stay apart for readers without red, green or blue cones (tests/test_tokens.py simulates them);
# they differ in lightness too, so that a grey print can be read.
CATEGORIES: tuple[Pair, ...] = (
    _pair((0.48, 0.085, 197), (0.76, 0.1, 192)),  # kelp
    _pair((0.72, 0.15, 62), (0.8, 0.14, 68)),  # amber
    _pair((0.4, 0.13, 265), (0.58, 0.16, 265)),  # indigo
    _pair((0.58, 0.19, 35), (0.66, 0.19, 35)),  # vermilion
    _pair((0.7, 0.11, 235), (0.87, 0.06, 230)),  # sky
    _pair((0.62, 0.13, 350), (0.66, 0.16, 350)),  # rose
    _pair((0.83, 0.13, 100), (0.92, 0.13, 102)),  # straw
    _pair((0.3, 0.03, 225), (0.47, 0.025, 225)),  # slate
)

# One hue from nearly paper to the accent, for heat tables; the figure is printed in every cell.
# Lightness jumps over the middle, where neither dark nor light figures could be read.
_LIGHTNESS = (
    (0.975, 0.255), (0.93, 0.29), (0.88, 0.325), (0.825, 0.36), (0.77, 0.4), (0.715, 0.44), (0.525, 0.7), (0.47, 0.76),
    (0.41, 0.82),
)  # fmt: skip
STEPS = len(_LIGHTNESS)
HEAT: tuple[Pair, ...] = tuple(
    _pair((light, 0.008 + 0.0095 * step, 197), (dark, 0.016 + 0.009 * step, 197))
    for step, (light, dark) in enumerate(_LIGHTNESS)
)
# From this step on the figure is written in the colour of the paper.
HEAT_INVERTED = 6


def named() -> dict[str, Pair]:
    """Every colour by the name of its custom property."""
    return {
        **ROLES,
        **{f"series-{number}": pair for number, pair in enumerate(CATEGORIES, 1)},
        **{f"heat-{step}": pair for step, pair in enumerate(HEAT)},
    }


def tokens_css() -> str:
    """The layer `tokens`. A page follows the reader's system unless `data-theme` on the root says otherwise."""
    colours = "".join(f"--{name}:light-dark({light.css},{dark.css});" for name, (light, dark) in named().items())
    return (
        "@layer tokens{:root{color-scheme:light dark;" + colours + "}"
        ':root[data-theme="light"]{color-scheme:light}:root[data-theme="dark"]{color-scheme:dark}'
        "@media print{:root,:root[data-theme]{color-scheme:light}}}"
    )


def chart_css() -> str:
    """Rules that let a chart drawn in light colours follow the theme of the page it stands in."""
    by_hex: dict[str, str] = {}
    for name, (light, _) in named().items():
        by_hex.setdefault(light.hex, name)
    rules = "".join(
        f'.chart [fill="{value}"]{{fill:var(--{name})}}.chart [stroke="{value}"]{{stroke:var(--{name})}}'
        for value, name in by_hex.items()
    )
    return "@layer components{" + rules + "}"


def heat_css() -> str:
    """Classes of the cells of a heat table."""
    rules = "".join(
        f".heat-{step}{{background:var(--heat-{step});color:var(--{'surface' if step >= HEAT_INVERTED else 'ink'})}}"
        for step in range(STEPS)
    )
    return "@layer components{" + rules + "}"
