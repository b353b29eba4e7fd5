"""Exact numbers as text."""

from __future__ import annotations

from decimal import Decimal


def exact(number: Decimal) -> str:
    """All its digits, without an exponent or needless zeros, whatever the precision of the decimal context."""
    if not number:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
