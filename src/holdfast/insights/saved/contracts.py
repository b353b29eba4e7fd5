"""What crosses the border of saved reports."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from holdfast.core.errors import UserFacingError

if TYPE_CHECKING:
    from holdfast.metrics.reports.query.reading import AnyQuery


class BadSavedReport(UserFacingError):
    """A report cannot be saved like this; the message says what to change."""

    code = "bad_saved_report"
    http_status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFacts:
    """One saved report. shared: everybody finds it; made_by: the name of the member, empty when it is gone."""

    report_id: int
    name: str
    kind: str
    stored: Mapping[str, Any]
    version: int
    shared: bool
    made_by: str
    made_at: datetime
    changed_at: datetime | None

    @property
    def query(self) -> AnyQuery:
        """Raises BadQuery for one that this code cannot read, as after going back to an older version."""
        from holdfast.metrics.reports.query.reading import read_data

        return read_data({**self.stored, "version": self.version})

    @property
    def text(self) -> str:
        """Its JSON: the same text for the same question."""
        return json.dumps(self.stored, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
