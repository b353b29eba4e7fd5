"""Addresses of a member that belong to no workspace."""

from __future__ import annotations

from django.urls import path

from holdfast.pages import home

urlpatterns = [path("profile/", home.home, name="profile")]
