from __future__ import annotations

from django.urls import path

from holdfast.pages.alerts.views import changing, looking

urlpatterns = [
    path("alerts/", looking.alerts, name="alerts"),
    path("alerts/new/", changing.new, name="alert-new"),
    path("alerts/<int:alert_id>/", looking.alert, name="alert"),
    path("alerts/<int:alert_id>/change/", changing.change, name="alert-change"),
    path("alerts/<int:alert_id>/pause/", changing.pause, name="alert-pause"),
    path("alerts/<int:alert_id>/delete/", changing.delete, name="alert-delete"),
    path("alerts/<int:alert_id>/mails/", changing.own_mails, name="alert-mails"),
    path("alerts/<int:alert_id>/found/<int:incident_id>/", changing.state, name="alert-state"),
]
