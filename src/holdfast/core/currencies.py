"""Which codes name a currency."""

from __future__ import annotations

from functools import cache


def is_currency(code: str) -> bool:
    """Whether ISO 4217 has, or had, a currency of this code.

    Codes with an X at the front name none of a country: whoever counts in one of their own writes such a code.
    """
    own = len(code) == 3 and code.isascii() and code.isalpha() and code.isupper() and code.startswith("X")
    return own or code in _iso_codes()


@cache
def _iso_codes() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())
