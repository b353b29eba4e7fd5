from __future__ import annotations

from django.urls import path

from holdfast.pages.goals import views

urlpatterns = [
    path("goals/", views.goals, name="goals"),
]
