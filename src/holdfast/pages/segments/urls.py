from __future__ import annotations

from django.urls import path

from holdfast.pages.segments import views

urlpatterns = [
    path("segments/", views.overview, name="segments"),
    path("segments/new/", views.new, name="segment-new"),
    path("segments/ask/", views.ask, name="segment-ask"),
    path("segments/save/", views.save, name="segment-save"),
    # Beside the ones above, so that no name of a segment can stand in their way.
    path("segment/<slug:key>/", views.one, name="segment"),
    path("segment/<slug:key>.<slug:form>", views.export, name="segment-export"),
    path("segment/<slug:key>/change/", views.change, name="segment-change"),
    path("segment/<slug:key>/rename/", views.rename, name="segment-rename"),
    path("segment/<slug:key>/copy/", views.copy, name="segment-copy"),
    path("segment/<slug:key>/delete/", views.delete, name="segment-delete"),
]
