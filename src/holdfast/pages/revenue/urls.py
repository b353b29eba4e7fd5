from __future__ import annotations

from django.urls import path

from holdfast.pages.revenue import views

urlpatterns = [
    path("revenue/", views.revenue, name="revenue"),
    path("revenue/export/", views.export, name="revenue-export"),
    path("revenue/movements/", views.movements, name="revenue-movements"),
    path("revenue/movements/export/", views.export_movements, name="revenue-movements-export"),
    path("revenue/upcoming/", views.upcoming, name="revenue-upcoming"),
    path("revenue/upcoming/export/", views.export_upcoming, name="revenue-upcoming-export"),
    path("revenue/difference/", views.difference, name="revenue-difference"),
    path("revenue/difference/export/", views.export_difference, name="revenue-difference-export"),
    path("revenue/reconciliation/", views.reconcile, name="revenue-reconciliation"),
    path(
        "revenue/reconciliation/<int:reconciliation_id>/", views.reconciliation_page, name="revenue-reconciliation-one"
    ),
    path(
        "revenue/reconciliation/<int:reconciliation_id>/export/",
        views.export_reconciliation,
        name="revenue-reconciliation-export",
    ),
]
