from __future__ import annotations

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "holdfast.insights.alerts"
    label = "alerts"
