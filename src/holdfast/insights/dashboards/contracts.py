"""What crosses the border of dashboards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from holdfast.core.errors import UserFacingError

WIDTHS = (3, 4, 6, 8, 12)
HEIGHTS = (1, 2, 3)
DAYS = (7, 14, 30, 60, 90, 180, 365)
LASTS = (1, 7, 30, 90, 365)  # days that a link may last


class BadDashboard(UserFacingError):
    """A dashboard cannot be like this; the message says what to change."""

    code = "bad_dashboard"
    http_status = 422


class Kind(StrEnum):
    """What a tile shows: a report as chart, as table or one number of it; a KPI of the scorecard; a text."""

    CHART = "chart"
    TABLE = "table"
    NUMBER = "number"
    KPI = "kpi"
    TEXT = "text"


OF_REPORTS = (Kind.CHART, Kind.TABLE, Kind.NUMBER)
FIRST_SIZES: Mapping[Kind, tuple[int, int]] = {
    Kind.CHART: (6, 2), Kind.TABLE: (12, 2), Kind.NUMBER: (3, 1), Kind.KPI: (3, 1), Kind.TEXT: (12, 1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Override:
    """What every report of a dashboard shows instead of what it was saved with: the last so many days, one segment."""

    days: int | None = None
    segment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardFacts:
    """made_by: the name of the member, empty when it is gone. shared: everybody in the workspace finds it."""

    dashboard_id: int
    name: str
    shared: bool
    override: Override
    made_by: str
    changed_at: datetime
    tiles: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TileFacts:
    """See models.Tile."""

    tile_id: int
    kind: Kind
    title: str
    width: int
    height: int
    report_id: int | None = None
    kpi: str = ""
    text: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFacts:
    """A link that still works, or is shown as one that did. seen_at: when somebody last opened it."""

    link_id: int
    people: bool
    made_by: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    seen_at: datetime | None

    def works(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at
