"""What pages may call."""

from holdfast.insights.reconciliation import balances, changes
from holdfast.insights.reconciliation.actions import keep
from holdfast.insights.reconciliation.contracts import BadMetricsFile, Difference, Month, Moved, Ours
from holdfast.insights.reconciliation.files import Files, read
from holdfast.insights.reconciliation.queries import Kept, find_reconciliation, reconciliations
from holdfast.insights.reconciliation.store import Line, Outcome, outcome

__all__ = [
    "BadMetricsFile",
    "Difference",
    "Files",
    "Kept",
    "Line",
    "Month",
    "Moved",
    "Ours",
    "Outcome",
    "balances",
    "changes",
    "find_reconciliation",
    "keep",
    "outcome",
    "read",
    "reconciliations",
]
