"""How much one request may hold, and what of it may be kept.

What exceeds a limit is refused before it can cost memory or time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from holdfast.events.consent.rules import ASK, ConsentRules
from holdfast.events.ingest.contracts import Json, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """body: bytes of a request after it is unpacked; item: bytes of one item.

    browser: nobody is proven to be who they say, so nothing is taken that makes two people one or tells of an account.
    consent: what becomes of items of people who do not want to be counted.
    """

    body: int = 20_000_000
    items: int = 2_500
    item: int = 32_768
    depth: int = 10
    properties: int = 255
    key: int = 200
    text: int = 8_192
    id: int = 200
    browser: bool = False
    consent: ConsentRules = ASK


_LARGE = (str, dict, list)  # what can exceed a limit

BROWSER = Limits(body=1_048_576, items=500, browser=True)
SERVER = Limits()


def plainly_fits(spelled: bytes, limits: Limits) -> bool:
    """Whether an item that is spelled like this exceeds no limit, by a look at its bytes: true of nearly all items.

    Where there is no backslash, nothing hides a quotation mark, and there is no NUL; what has 255 values is longer than
    twice as many bytes, or has as many commas; who counts brackets counts levels, and more.
    """
    return (
        len(spelled) <= limits.text
        and b"\\" not in spelled
        and spelled.count(b"{") + spelled.count(b"[") <= limits.depth
        and (len(spelled) < 2 * limits.properties or spelled.count(b",") < limits.properties)
        and (len(spelled) <= limits.key or _long_text(limits.key).search(spelled) is None)
    )


@lru_cache
def _long_text(most: int) -> re.Pattern[bytes]:
    return re.compile(rb'"[^"]{%d}' % (most + 1))


def fits(value: Json | list[Any], limits: Limits, depth: int = 1) -> bool:
    """Whether nothing in it exceeds a limit, NUL characters aside."""
    if depth > limits.depth or len(value) > limits.properties:
        return False
    if isinstance(value, dict) and value and max(map(len, value)) > limits.key:
        return False
    for each in value.values() if isinstance(value, dict) else value:
        kind = type(each)
        if kind is str:
            if len(each) > limits.text:
                return False
        elif (kind is dict or kind is list) and not fits(each, limits, depth + 1):
            return False
    return True


def problem(value: Any, limits: Limits, depth: int = 1) -> tuple[Reason, str] | None:
    """The first thing in the properties of an item that exceeds a limit, and the name of the field it is in."""
    if isinstance(value, str):
        return (Reason.BAD_TEXT, "") if len(value) > limits.text or "\x00" in value else None
    if not isinstance(value, dict | list):
        return None
    if depth > limits.depth:
        return Reason.TOO_DEEP, ""
    if len(value) > limits.properties:
        return Reason.TOO_MANY_PROPERTIES, ""
    pairs = value.items() if isinstance(value, dict) else ((None, each) for each in value)
    for name, each in pairs:
        if name is not None and (len(name) > limits.key or "\x00" in name):
            return Reason.BAD_TEXT, name[:40]
        if isinstance(each, _LARGE) and (found := problem(each, limits, depth + 1)) is not None:
            return found[0], found[1] or str(name or "")
    return None
