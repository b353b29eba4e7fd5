"""Between which values a KPI can lie: no forecast leaves them, and no target."""

from __future__ import annotations

from holdfast.metrics.kernel.kpi import Kpi, Unit
from holdfast.metrics.kernel.kpis.voice import SCALES

NO_LESS = (Unit.SHARE, Unit.COUNT, Unit.DAYS, Unit.HOURS, Unit.MONTHS)
OF_UNITS = {Unit.POINTS: (-100.0, 100.0), Unit.SHARE: (0.0, 1.0)}
# A score says by itself from where to where it goes.
OF_SCORES = {"health_score": (0.0, 100.0), "ces": tuple(map(float, SCALES["ces"]))}


def bounds(kpi: Kpi) -> tuple[float | None, float | None]:
    """The lowest and the highest value; None where there is no such end."""
    if kpi.key in OF_SCORES:
        lowest, highest = OF_SCORES[kpi.key]
        return lowest, highest
    if kpi.unit in OF_UNITS:
        return OF_UNITS[kpi.unit]
    return (0.0 if kpi.unit in NO_LESS else None), None
