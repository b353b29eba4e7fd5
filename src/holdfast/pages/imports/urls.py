from __future__ import annotations

from django.urls import path

from holdfast.pages.imports.views import history, intake, rejected, undo, upload

urlpatterns = [
    path("data/imports/", history.imports, name="imports"),
    path("data/imports/upload/", upload.upload, name="imports-upload"),
    path("data/imports/folder/", upload.folder, name="imports-folder"),
    path("data/imports/runs/<int:run>/", history.run, name="imports-run"),
    path("data/imports/runs/<int:run>/undo/", undo.undo, name="imports-undo"),
    path("data/imports/<int:intake>/", intake.intake, name="import"),
    path("data/imports/<int:intake>/progress/", intake.progress, name="import-progress"),
    path("data/imports/<int:intake>/choices/", intake.choices, name="import-choices"),
    path("data/imports/<int:intake>/tables/<int:place>/", intake.table, name="import-table"),
    path("data/imports/<int:intake>/tables/<int:place>/leave-out/", intake.leave_out, name="import-leave-out"),
    path("data/imports/<int:intake>/check/", intake.check, name="import-check"),
    path("data/imports/<int:intake>/run/", intake.bring, name="import-run"),
    path("data/imports/<int:intake>/discard/", intake.discard, name="import-discard"),
    path("data/imports/<int:intake>/rejected/", rejected.rejected, name="import-rejected"),
    path("data/imports/<int:intake>/rejected.csv", rejected.download, name="import-rejected-csv"),
    path("data/imports/<int:intake>/correct/", upload.correct, name="import-correct"),
]
