from __future__ import annotations

from django.urls import path

from holdfast.pages.cohorts import views

urlpatterns = [
    path("cohorts/", views.cohorts, name="cohorts"),
]
