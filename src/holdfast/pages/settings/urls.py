from __future__ import annotations

from django.urls import path

from holdfast.pages.settings.views import design, health, metrics, workspace

urlpatterns = [
    path("settings/", workspace.settings, name="settings"),
    path("settings/metrics/", metrics.metrics, name="settings-metrics"),
    path("settings/metrics/preview/", metrics.preview, name="settings-metrics-preview"),
    path("settings/metrics/changes/", metrics.changes, name="settings-metrics-changes"),
    path("settings/health/", health.health, name="settings-health"),
    path("settings/health/preview/", health.preview, name="settings-health-preview"),
    path("settings/design/", design.design, name="settings-design"),
]
