"""One line of a timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from holdfast.customers.api import NoteFacts


@dataclass(frozen=True, slots=True)
class Entry:
    """title: what happened, detail: what else is to say. Both, and body, may hold anything a customer wrote.

    kind: of entries.KINDS, or merges. css: whether it is good. body: a text of several lines. whole_day: `at` is only
    the last moment of it. source: the row of the file or table it came from.
    """

    at: datetime
    kind: str
    title: str
    detail: str
    css: str = ""
    body: str = ""
    person: str = ""
    source: str = ""
    whole_day: bool = False
    note: NoteFacts | None = None
