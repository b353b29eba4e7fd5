from __future__ import annotations

from django.urls import path

from holdfast.pages.insights import views

urlpatterns = [
    path("insights/", views.insights, name="insights"),
    path("insights/report/", views.report, name="insights-report"),
    path("insights/ask/", views.ask, name="insights-ask"),
    path("insights/save/", views.save, name="insights-save"),
    path("insights/saved/<int:report_id>/", views.open_saved, name="insights-saved"),
    path("insights/saved/<int:report_id>/again/", views.save_again, name="insights-saved-again"),
    path("insights/saved/<int:report_id>/change/", views.change, name="insights-saved-change"),
    path("insights/saved/<int:report_id>/copy/", views.duplicate, name="insights-saved-copy"),
    path("insights/saved/<int:report_id>/delete/", views.delete, name="insights-saved-delete"),
    path("insights/export/", views.export, name="insights-export"),
    path("insights/behind/", views.behind, name="insights-behind"),
    path("insights/behind/export/", views.export_behind, name="insights-behind-export"),
    path("insights/behind/save/", views.save_behind, name="insights-behind-save"),
    path("insights/notes/", views.new_note, name="insights-note-new"),
    path("insights/notes/<int:note_id>/", views.change_note, name="insights-note"),
    path("insights/notes/<int:note_id>/delete/", views.delete_note, name="insights-note-delete"),
    path("insights/names/", views.names, name="insights-names"),
    path("insights/values/", views.values, name="insights-values"),
]
