"""When somebody started: what periods that begin with one's own start are counted from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from holdfast.metrics.kernel.active import ActiveDays
from holdfast.metrics.kernel.bitmaps import grouped
from holdfast.metrics.kernel.days import local_days
from holdfast.metrics.reports.query.base import Picked
from holdfast.metrics.reports.query.leaves import Unit
from holdfast.metrics.reports.query.periods import After, Period, Start
from holdfast.metrics.reports.segments.days import Reach

if TYPE_CHECKING:
    from holdfast.metrics.reports.asking import Asking


@dataclass(frozen=True)
class Starts:
    """Read once for a state of the data."""

    asking: Asking
    _kept: dict[Unit, ActiveDays] = field(default_factory=dict)

    def reach(self, period: Period | None, unit: Unit) -> Reach:
        """The days that a period holds, of everybody or of each."""
        starts = self._of(period.start, unit) if isinstance(period, After) else None
        return Reach.of(period, self.asking.clock, starts)

    def _of(self, start: Start, unit: Unit) -> ActiveDays:
        """Everybody on the day of one's own start."""
        if start is Start.FIRST_EVENT:
            return self.asking.active(Picked(), unit).first_seen
        if unit not in self._kept:
            created = self.asking.who.created(unit)
            ids = np.fromiter(created.keys(), np.uint32, len(created))
            at = np.fromiter(created.values(), np.int64, len(created))
            days = local_days(at, self.asking.clock.zone).astype(np.int64)
            self._kept[unit] = ActiveDays.of(dict(grouped(days, ids)))
        return self._kept[unit]
