"""Ids of people and messages: which are none, and what stands in for a missing one."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import orjson

# What programs write when they know nobody. Binding it to a person would make strangers one person.
BLOCKED = frozenset(
    {
        "undefined", "null", "none", "nil", "nan", "unknown", "n/a", "na", "anonymous", "guest", "true", "false",
        "object", "[object object]", "user", "userid", "user_id", "distinct_id", "id", "email", "0", "-1",
        "not set", "(not set)", "not authenticated", "not_authenticated",
    }
)  # fmt: skip
_EMPTYISH = re.compile(r"[0\-\s]*")


def text_id(value: Any) -> str | None:
    """An id as text; None for nothing and for what is no id at all (true, lists, objects)."""
    if type(value) is str:  # nearly always
        return value.strip() or None
    if value is None or isinstance(value, bool | list | dict):
        return None
    found = str(value).strip()
    return found or None


def is_blocked(value: str) -> bool:
    return value.lower() in BLOCKED or (value[:1] in "0-" and _EMPTYISH.fullmatch(value) is not None)


def message_id(given: Any, told: Any) -> str:
    """The client's id of a message, or a hash of all it says, so that sending it again is seen to be the same."""
    known = text_id(given)
    if known is not None and len(known) <= 200 and "\x00" not in known:
        return known
    spelled = orjson.dumps(told, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    return "h-" + hashlib.sha256(spelled).hexdigest()[:40]
