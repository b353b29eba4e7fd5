"""Addresses of a member that belong to no workspace."""

from __future__ import annotations

from django.urls import path

from holdfast.pages.members import invitation, profile

urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("profile/theme/", profile.theme, name="profile-theme"),
    path("profile/sessions/end/", profile.end_sessions, name="profile-end-sessions"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
]
