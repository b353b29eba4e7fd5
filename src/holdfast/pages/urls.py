"""The pages of a workspace; each folder lists its own."""

from __future__ import annotations

from django.urls import include, path

PLACES = (
    "scorecard", "kpi", "revenue", "cohorts", "insights", "dashboards", "alerts", "subscriptions", "segments",
    "accounts", "goals", "imports", "events", "members", "settings", "privacy",
)  # fmt: skip

urlpatterns = [path("", include(f"holdfast.pages.{place}.urls")) for place in PLACES]
