"""One KPI: its course, its definition and the customers behind it."""

from __future__ import annotations

from django.urls import path

from holdfast.pages.kpi.views import behind, counts, course, export, notes

urlpatterns = [
    path("kpi/<slug:key>/", course.course, name="kpi"),
    path("kpi/<slug:key>/counts/", counts.counts, name="kpi-counts"),
    path("kpi/<slug:key>/export/", export.export, name="kpi-export"),
    path("kpi/<slug:key>/behind/", behind.behind, name="kpi-behind"),
    path("kpi/<slug:key>/behind/export/", behind.export, name="kpi-behind-export"),
    path("kpi/<slug:key>/behind/list/", behind.save_list, name="kpi-behind-list"),
    path("kpi/<slug:key>/notes/", notes.new, name="kpi-note-new"),
    path("kpi/<slug:key>/notes/<int:note_id>/", notes.change, name="kpi-note"),
    path("kpi/<slug:key>/notes/<int:note_id>/delete/", notes.delete, name="kpi-note-delete"),
]
