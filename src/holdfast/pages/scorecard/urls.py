"""The home page: every KPI at a glance."""

from __future__ import annotations

from django.urls import path

from holdfast.pages.scorecard import views

urlpatterns = [
    path("", views.scorecard, name="scorecard"),
    path("scorecard/changed/", views.changed, name="scorecard-changed"),
    path("scorecard/layout/", views.layout, name="scorecard-layout"),
]
