"""Whether a text names a person by one of its ids."""

from __future__ import annotations

import re
from collections.abc import Collection

# A shorter id, such as 7, stands in many texts without being meant.
SHORTEST = 5
BLANK = "…"


class Names:
    """The ids of one person, looked for in texts."""

    def __init__(self, keys: Collection[str]) -> None:
        self.keys = frozenset(keys)
        self._any = _pattern(self.keys)
        self._long = _pattern([key for key in keys if len(key) >= SHORTEST])

    def stand_in(self, text: str) -> bool:
        """Whether an id is the text, or stands in it as a word of its own; a short one has to be the whole text."""
        return text.strip() in self.keys or bool(self._long.search(text))

    def blank(self, text: str) -> str:
        """The text with every id in it left out, as `stand_in` finds them."""
        return BLANK if text.strip() in self.keys else self._long.sub(BLANK, text)

    def make_up(self, own_id: str) -> bool:
        """Whether the id of a record is made of an id, however short."""
        return bool(self._any.search(own_id))


def _pattern(keys: Collection[str]) -> re.Pattern[str]:
    if not keys:
        return re.compile("(?!)")
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(keys)))})(?!\w)")
