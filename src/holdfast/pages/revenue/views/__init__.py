"""MRR: what moved it, by whom, what is known to come, and why it differs from what was shown before or elsewhere."""

from holdfast.pages.revenue.views.difference import difference, export_difference
from holdfast.pages.revenue.views.moved import export_movements, movements
from holdfast.pages.revenue.views.overview import export, revenue
from holdfast.pages.revenue.views.reconciliation import export_reconciliation, reconcile, reconciliation_page
from holdfast.pages.revenue.views.upcoming import export_upcoming, upcoming

__all__ = [
    "difference",
    "export",
    "export_difference",
    "export_movements",
    "export_reconciliation",
    "export_upcoming",
    "movements",
    "reconcile",
    "reconciliation_page",
    "revenue",
    "upcoming",
]
