"""The colours: read by everybody, in light and dark."""

from __future__ import annotations

import itertools
import re
from math import dist

import numpy as np
import pytest

from holdfast.web.charts.theme import Theme
from holdfast.web.colour import Colour, contrast
from holdfast.web.tokens import CATEGORIES, HEAT, HEAT_INVERTED, ROLES, chart_css, named, tokens_css

# Severity 1.0 on linear sRGB, by Machado, Oliveira and Fernandes (2009), table 1.
BLINDNESS = {
    "none": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
APART = 0.06  # in OKLab; about three just noticeable differences


def oklab(linear):
    """Ottosson's OKLab of a linear sRGB colour."""
    red, green, blue = np.clip(linear, 0, 1)
    long = np.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = np.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = np.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("role", "least"), [("ink", 7), ("quiet", 4.5), ("accent", 4.5), ("good", 4.5), ("bad", 4.5)])
@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_text_can_be_read(theme, role, least, ground):
    assert contrast(ROLES[role][theme], ROLES[ground][theme]) >= least


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_categories_stay_apart_for_colour_blind_readers(theme, blindness):
    seen = {pair[theme].css: oklab(BLINDNESS[blindness] @ np.array(pair[theme].linear)) for pair in CATEGORIES}
    close = {pair: round(dist(seen[pair[0]], seen[pair[1]]), 3) for pair in itertools.combinations(seen, 2)}
    assert {pair: apart for pair, apart in close.items() if apart < APART} == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_figures_in_a_heat_table_can_be_read(theme):
    for step, pair in enumerate(HEAT):
        ink = ROLES["surface" if step >= HEAT_INVERTED else "ink"][theme]
        assert contrast(pair[theme], ink) >= 4.5, step


def test_known_colours_convert():
    # White, black, and the sRGB primary red, whose OKLCH is 0.62796 0.25768 29.234.
    assert Colour(1, 0, 0).hex == "#ffffff"
    assert Colour(0, 0, 0).hex == "#000000"
    assert Colour(0.62796, 0.25768, 29.234).hex == "#ff0000"


def test_each_colour_has_a_property_and_charts_know_them_by_their_light_value():
    css, rules = tokens_css(), chart_css()
    assert all(f"--{name}:light-dark(" in css for name in named())
    used = {Theme().colour(role) for role in ("ink", "quiet", "line", "accent")} | set(Theme().categories)
    assert used <= set(re.findall(r'\[fill="(#\w{6})"\]', rules))
