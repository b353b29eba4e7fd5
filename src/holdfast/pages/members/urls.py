from __future__ import annotations

from django.urls import path

from holdfast.pages.members import audit, views, workspaces

urlpatterns = [
    path("members/", views.members, name="members"),
    path("members/invite/", views.invite, name="members-invite"),
    path("members/leave/", views.leave, name="members-leave"),
    path("members/invitations/<int:pk>/revoke/", views.revoke, name="members-revoke"),
    path("members/<int:pk>/role/", views.change_role, name="members-role"),
    path("members/<int:pk>/remove/", views.remove, name="members-remove"),
    path("members/<int:pk>/reset/", views.reset, name="members-reset"),
    path("members/<int:pk>/second-factor/", views.second_factor_off, name="members-second-factor"),
    path("workspaces/", workspaces.workspaces, name="members-workspaces"),
    path("workspaces/rename/", workspaces.rename, name="members-rename"),
    path("workspaces/new/", workspaces.create, name="members-create"),
    path("audit/", audit.audit_log, name="audit"),
    path("audit.csv", audit.audit_csv, name="audit-csv"),
]
