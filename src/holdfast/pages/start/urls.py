from __future__ import annotations

from django.urls import path

from holdfast.pages.start import views

urlpatterns = [
    path("start/", views.start, name="start"),
    path("start/demo/<str:token>/", views.try_demo, name="start-demo"),
]
