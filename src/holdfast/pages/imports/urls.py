from __future__ import annotations

from django.urls import path

from holdfast.pages.imports import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
]
