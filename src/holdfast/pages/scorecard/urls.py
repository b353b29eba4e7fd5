from __future__ import annotations

from django.urls import path

from holdfast.pages.scorecard import views

urlpatterns = [
    path("", views.scorecard, name="scorecard"),
]
