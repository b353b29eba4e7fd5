"""Keys of accounts and people in addresses: external ids may hold anything, also what browsers would change."""

from __future__ import annotations

import re

# Everything else is written as ~ and two hexadecimal digits for each byte of its UTF-8; letters of all scripts stay.
_UNSAFE = re.compile(r"[^\w.@+,:=!$*()-]")
_ESCAPE = re.compile(r"~([0-9A-F]{2})")
_DOTS = re.compile(r"\.+")


def to_path(key: str) -> str:
    """One segment of a path that neither a browser nor a server takes for more: no slash, no "..", never empty."""
    if _DOTS.fullmatch(key):
        return "~2E" * len(key)
    return _UNSAFE.sub(lambda found: "".join(f"~{byte:02X}" for byte in found[0].encode()), key) or "~"


def from_path(segment: str) -> str:
    """The key of a segment. ValueError for what `to_path` would not have written: one key has one address."""
    raw = b"" if segment == "~" else _bytes(segment)
    key = raw.decode()
    if to_path(key) != segment:
        raise ValueError(segment)
    return key


def _bytes(segment: str) -> bytes:
    parts = _ESCAPE.split(segment)
    return b"".join(bytes.fromhex(part) if place % 2 else part.encode() for place, part in enumerate(parts))


class KeyConverter:
    """`<key:key>` in a route."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        return from_path(value)

    def to_url(self, value: str) -> str:
        return to_path(str(value))
