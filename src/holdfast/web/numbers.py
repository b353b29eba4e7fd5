"""Whole numbers as an address or a form says them. Whoever writes an address by hand may write anything."""

from __future__ import annotations

# Eighteen digits fit into any database's whole numbers, and Python reads them without asking how many there are.
_MOST_DIGITS = 18
_MOST_PAGES = 999_999


def whole_number(text: str) -> int | None:
    """A number from zero on; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def page_number(text: str) -> int:
    """Pages count from one; what is no page is the first."""
    return min(max(whole_number(text) or 1, 1), _MOST_PAGES)
