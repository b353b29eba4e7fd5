from __future__ import annotations

from django.apps import AppConfig


class ReconciliationConfig(AppConfig):
    name = "holdfast.insights.reconciliation"
    label = "reconciliation"
