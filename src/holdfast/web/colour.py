"""Colours in OKLCH, the space they are chosen in, and as sRGB for what cannot read it."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin


@dataclass(frozen=True, slots=True)
class Colour:
    """lightness 0..1, chroma 0..0.4, hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    @property
    def css(self) -> str:
        return f"oklch({self.lightness * 100:g}% {self.chroma:g} {self.hue:g})"

    @property
    def hex(self) -> str:
        return "#" + "".join(f"{round(part * 255):02x}" for part in map(_gamma, self.linear))

    @property
    def linear(self) -> tuple[float, float, float]:
        """Linear sRGB, clipped to what a screen shows. Matrices: Ottosson, "A perceptual color space" (2020)."""
        a, b = self.chroma * cos(radians(self.hue)), self.chroma * sin(radians(self.hue))
        long = (self.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        middle = (self.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (self.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
        green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
        blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
        return _clip(red), _clip(green), _clip(blue)

    @property
    def luminance(self) -> float:
        """Relative luminance after WCAG 2."""
        red, green, blue = self.linear
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    dark, light = sorted((one.luminance, other.luminance))
    return (light + 0.05) / (dark + 0.05)


def _clip(part: float) -> float:
    return min(max(part, 0.0), 1.0)


def _gamma(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
