from __future__ import annotations

from django.urls import path

from holdfast.pages.cohorts import views

urlpatterns = [
    path("cohorts/", views.cohorts, name="cohorts"),
    path("cohorts/export/", views.export, name="cohorts-export"),
    path("cohorts/members/", views.members, name="cohorts-members"),
    path("cohorts/members/export/", views.export_members, name="cohorts-members-export"),
    path("cohorts/members/save/", views.save_members, name="cohorts-members-save"),
    path("cohorts/survival/", views.survival, name="cohorts-survival"),
]
