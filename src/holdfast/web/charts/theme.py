"""Colours and type of a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from holdfast.web.tokens import CATEGORIES, HEAT, ROLES, Pair

# The page's own font where there is one; Liberation Sans is what the renderer carries.
FONT = "system-ui, 'Liberation Sans', Arial, sans-serif"
SIZE = 12


@dataclass(frozen=True, slots=True)
class Theme:
    """Light or dark, in the sRGB hex notation that every renderer knows."""

    dark: bool = False
    font: str = FONT
    ground: bool = False  # a file stands alone: it brings the paper it is drawn on

    def colour(self, role: str) -> str:
        return self._pick(ROLES[role])

    @property
    def categories(self) -> list[str]:
        return [self._pick(pair) for pair in CATEGORIES]

    @property
    def heat(self) -> list[str]:
        return [self._pick(pair) for pair in HEAT]

    @property
    def config(self) -> dict[str, Any]:
        """Transparent ground, no frame, our type; marks are left out of the accessibility tree unless they say more."""
        return {
            "background": self.colour("surface") if self.ground else "transparent",
            "font": self.font,
            "view": {"stroke": None, "fill": None},
            "padding": 16 if self.ground else 2,
            "text": {"fontSize": SIZE, "fill": self.colour("quiet"), "aria": False},
            "line": {"strokeWidth": 2, "strokeCap": "round", "strokeJoin": "round", "aria": False},
            "rule": {"aria": False},
            "area": {"aria": False},
            "bar": {"aria": False},
            "rect": {"aria": False},
            "point": {"aria": False},
        }

    def _pick(self, pair: Pair) -> str:
        return pair[self.dark].hex
