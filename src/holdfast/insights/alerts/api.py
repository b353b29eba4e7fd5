"""What pages and the worker may call."""

from holdfast.insights.alerts.actions import (
    change_alert,
    change_state,
    create_alert,
    delete_alert,
    leave_alert,
    pause_alert,
    return_to_alert,
)
from holdfast.insights.alerts.contracts import (
    LIMITS,
    OF_CHANGE,
    OF_VALUE,
    AlertFacts,
    BadAlert,
    Fired,
    IncidentFacts,
    Rule,
    Sensitivity,
    State,
    Test,
    What,
)
from holdfast.insights.alerts.erasing import forget, held
from holdfast.insights.alerts.noting import (
    note_fired,
    note_ordinary,
    note_problem,
    note_stopped,
    stopped_alert,
)
from holdfast.insights.alerts.queries import (
    alerts,
    alerts_of,
    find_alert,
    find_incident,
    incidents,
    recipients,
)
from holdfast.insights.alerts.uses import alerts_with_segment

__all__ = [
    "LIMITS",
    "OF_CHANGE",
    "OF_VALUE",
    "AlertFacts",
    "BadAlert",
    "Fired",
    "IncidentFacts",
    "Rule",
    "Sensitivity",
    "State",
    "Test",
    "What",
    "alerts",
    "alerts_of",
    "alerts_with_segment",
    "change_alert",
    "change_state",
    "create_alert",
    "delete_alert",
    "find_alert",
    "find_incident",
    "forget",
    "held",
    "incidents",
    "leave_alert",
    "note_fired",
    "note_ordinary",
    "note_problem",
    "note_stopped",
    "pause_alert",
    "recipients",
    "return_to_alert",
    "stopped_alert",
]
