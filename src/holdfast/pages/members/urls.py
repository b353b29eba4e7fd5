from __future__ import annotations

from django.urls import path

from holdfast.pages.members import views

urlpatterns = [
    path("members/", views.members, name="members"),
]
