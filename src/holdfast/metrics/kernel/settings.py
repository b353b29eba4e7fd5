"""The settings of a workspace that change a number. They are stored with every result."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from holdfast.metrics.kernel.models.health import HealthInput


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSettings:
    """Defaults are those of the definitions in docs/reference/kpis.

    week_start is an ISO weekday (1 Monday), year_start the month a fiscal year begins in; gross_margin a share;
    activation_event the event that means a new person has got value (none: the activation KPIs stay empty);
    discount_rate what money in a year is worth less than money now; health the
    inputs of the health score (none: those that come with Holdfast).
    """

    currency: str = "EUR"
    timezone: str = "UTC"
    week_start: int = 1
    year_start: int = 1
    gross_margin: Decimal = Decimal(1)
    acquisition_lag_months: int = 0
    activation_event: str | None = None
    activation_days: int = 14
    onboarding_event: str | None = None
    recently_seen_days: int = 30
    first_response_target_hours: int = 24
    resolution_target_hours: int = 72
    discount_rate: Decimal = Decimal("0.10")
    health: tuple[HealthInput, ...] = ()
