"""What crosses the border of this room."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.core.currencies import is_currency

__all__ = ["PutCount", "is_currency"]


@dataclass(frozen=True, slots=True)
class PutCount:
    """What storing records did: new ones, corrections of known ones, and those that said nothing new."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: PutCount) -> PutCount:
        return PutCount(self.added + other.added, self.changed + other.changed, self.unchanged + other.unchanged)

    @property
    def total(self) -> int:
        return self.added + self.changed + self.unchanged
