"""Which codes name a currency."""

from __future__ import annotations

import re
from functools import cache


def is_currency(code: str) -> bool:
    """Whether ISO 4217 has, or had, a currency of this code.

    Codes with an X at the front name none of a country: whoever counts in one of their own writes such a code.
    """
    return code in _iso_codes() or re.fullmatch("X[A-Z]{2}", code) is not None


@cache
def _iso_codes() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())
