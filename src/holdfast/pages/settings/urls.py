from __future__ import annotations

from django.urls import path

from holdfast.pages.settings import views

urlpatterns = [
    path("settings/", views.settings, name="settings"),
]
