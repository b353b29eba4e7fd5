"""Names of what members keep."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext


def name_of_copy(name: str, taken: Collection[str], longest: int) -> str:
    """The name with “(copy)” behind it, or the first “(copy 2)”, “(copy 3)” … that nobody has taken."""
    number = 1
    while True:
        ending = gettext(" (copy)") if number == 1 else gettext(" (copy %(number)s)") % {"number": number}
        found = name[: longest - len(ending)] + ending
        if found not in taken:
            return found
        number += 1
