from __future__ import annotations

from django.urls import path

from holdfast.pages.insights import views

urlpatterns = [
    path("insights/", views.insights, name="insights"),
    path("insights/report/", views.report, name="insights-report"),
    path("insights/ask/", views.ask, name="insights-ask"),
    path("insights/export/", views.export, name="insights-export"),
    path("insights/behind/", views.behind, name="insights-behind"),
    path("insights/behind/export/", views.export_behind, name="insights-behind-export"),
    path("insights/behind/save/", views.save_behind, name="insights-behind-save"),
    path("insights/names/", views.names, name="insights-names"),
    path("insights/values/", views.values, name="insights-values"),
]
