"""Addresses of those who have a link and are no members."""

from __future__ import annotations

from django.urls import path

from holdfast.pages.dashboards.views import shared

urlpatterns = [
    path("shared/<str:token>/", shared.dashboard, name="shared-dashboard"),
    path("shared/<str:token>/tiles/<int:tile_id>/", shared.tile, name="shared-tile"),
    path("shared/<str:token>/tiles/<int:tile_id>/behind/", shared.behind, name="shared-behind"),
]
