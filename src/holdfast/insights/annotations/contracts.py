"""What crosses the border of annotations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from holdfast.core.errors import UserFacingError


class BadAnnotation(UserFacingError):
    """A note cannot be kept like this; the message says what to change."""

    code = "bad_annotation"
    http_status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """kpi: empty when it is for every KPI. made_by: the name of the member, empty when it is gone."""

    note_id: int
    day: date
    kpi: str
    text: str
    made_by: str
    made_at: datetime
