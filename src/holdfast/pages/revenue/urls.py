from __future__ import annotations

from django.urls import path

from holdfast.pages.revenue import views

urlpatterns = [
    path("revenue/", views.revenue, name="revenue"),
]
