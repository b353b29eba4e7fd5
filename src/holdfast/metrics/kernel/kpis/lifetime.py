"""KPIs estimated by a model."""

from __future__ import annotations

from holdfast.metrics.kernel.kpi import Kpi

KPIS: tuple[Kpi, ...] = ()
