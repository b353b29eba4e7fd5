"""What crosses the border of alerts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from holdfast.core.errors import UserFacingError


class BadAlert(UserFacingError):
    """An alert cannot be kept like this; the message says what to change."""

    code = "bad_alert"
    http_status = 422


class Test(StrEnum):
    """When an alert fires: by the value itself, by the change since the period before, when the value is unusual for
    its season and trend, or when an event stops coming.
    """

    __test__ = False  # for pytest: it tests numbers

    ABOVE = "above"
    BELOW = "below"
    RISES = "rises"
    FALLS = "falls"
    CHANGES = "changes"
    UNUSUAL = "unusual"
    STOPPED = "stopped"


OF_VALUE = (Test.ABOVE, Test.BELOW)
OF_CHANGE = (Test.RISES, Test.FALLS, Test.CHANGES)


class Sensitivity(StrEnum):
    """From how many standard deviations on a value is unusual."""

    FINE = "fine"
    USUAL = "usual"
    COARSE = "coarse"


LIMITS: Mapping[Sensitivity, float] = {Sensitivity.FINE: 2.5, Sensitivity.USUAL: 3.5, Sensitivity.COARSE: 5.0}


class State(StrEnum):
    """OPEN: nobody has said anything. ACKNOWLEDGED: somebody looks after it. RESOLVED: it is over, or taken for it."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """The number under watch: one of a saved report (`pick` as insights.usage.courses finds it), or a KPI by `grain`,
    of the slice of `by` or, both empty, of everything together.
    """

    report_id: int | None = None
    pick: str = ""
    kpi: str = ""
    grain: str = "month"
    by: str = ""
    slice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """amount: of ABOVE and BELOW in the unit of the number; of changes a share of the value before (0.2 for 20 %) if
    `relative`, else in the unit of the number.
    """

    test: Test
    amount: float | None = None
    relative: bool = True
    sensitivity: Sensitivity = Sensitivity.USUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFacts:
    """recipients: ids of members; nobody in particular means owners and admins. left: who wants no mails.
    problem: why it could not be checked the last time, empty when it could.
    """

    alert_id: int
    name: str
    what: What
    rule: Rule
    recipients: tuple[int, ...]
    left: tuple[int, ...]
    made_by: str
    made_at: datetime
    paused_at: datetime | None
    checked_for: str
    checked_at: datetime | None
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """What made an alert fire. label: of the period; subject: the event that stopped, empty for a number.

    unit: how the numbers are written, see reporting.watch. found: what explains most of it, as reporting.watch told it.
    """

    label: str = ""
    subject: str = ""
    unit: str = ""
    value: float | None = None
    before: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    found: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFacts:
    """An alert that fired. lasted: for how many periods in a row; ended_at: when the number was ordinary again."""

    incident_id: int
    alert_id: int
    alert: str
    test: Test
    state: State
    fired: Fired
    opened_at: datetime
    last_label: str
    lasted: int
    ended_at: datetime | None
    changed_by: str
    changed_at: datetime | None
