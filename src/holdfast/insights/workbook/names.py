"""Names of sheets: what a spreadsheet program allows, and each one once."""

from __future__ import annotations

import re

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
# A sheet cannot have this name: it is that of the change history.
_RESERVED = "history"


class SheetNames:
    """Hands out names. Case does not tell two sheets apart."""

    def __init__(self) -> None:
        self._taken = {_RESERVED}

    def new(self, title: str) -> str:
        """`title` made valid; with a number after it if it is taken."""
        base = " ".join(_FORBIDDEN.sub(" ", title).split()).strip("'").strip() or "-"
        name, number = base[:LONGEST].rstrip(" '"), 1
        while name.lower() in self._taken:
            number += 1
            tail = f" {number}"
            name = base[: LONGEST - len(tail)].rstrip(" '") + tail
        self._taken.add(name.lower())
        return name


def quoted(sheet: str) -> str:
    """The name as a formula writes it."""
    return "'" + sheet.replace("'", "''") + "'"
