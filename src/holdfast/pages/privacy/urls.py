from __future__ import annotations

from django.urls import path

from holdfast.pages.privacy.views import erasing, exporting, overview, periods

# <key:key> is registered with the pages of accounts.
urlpatterns = [
    path("settings/privacy/", overview.overview, name="settings-privacy"),
    path("settings/privacy/periods/", periods.save, name="settings-privacy-periods"),
    path("settings/privacy/preview/", periods.preview, name="settings-privacy-preview"),
    path("settings/privacy/hurry/", overview.hurry, name="settings-privacy-hurry"),
    path("settings/privacy/readmit/", overview.readmit, name="settings-privacy-readmit"),
    path("people/<key:key>/data/", exporting.data, name="person-data"),
    path("people/<key:key>/erase/", erasing.erase, name="person-erase"),
    path("exports/<int:export_id>/", exporting.standing, name="person-export"),
    path("exports/<int:export_id>/download/", exporting.download, name="person-export-download"),
]
