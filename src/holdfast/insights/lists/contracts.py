"""What crosses the border of lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from holdfast.core.errors import UserFacingError


class BadList(UserFacingError):
    """A list or view cannot be kept like this; the message says what to change."""

    code = "bad_list"
    http_status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFacts:
    """A list without its members. made_by: the name of the member, empty when it is gone."""

    list_id: int
    name: str
    subject: str
    why: str
    origin: Mapping[str, Any]
    made_by: str
    made_at: datetime
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewFacts:
    """shared: everybody sees it; mine: this member made it and may delete it."""

    view_id: int
    name: str
    query: str
    shared: bool
    mine: bool
