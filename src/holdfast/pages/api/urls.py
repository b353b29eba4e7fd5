from __future__ import annotations

from django.urls import path

from holdfast.pages.api.door import nothing
from holdfast.pages.api.views import kpis, reports

urlpatterns = [
    path("reports", reports.report, name="api-reports"),
    path("reports/behind", reports.behind, name="api-reports-behind"),
    path("reports/schema", reports.schema, name="api-reports-schema"),
    path("kpis", kpis.kpis, name="api-kpis"),
    path("kpis/<slug:key>", kpis.kpi, name="api-kpi"),
    path("kpis/<slug:key>/behind", kpis.behind, name="api-kpi-behind"),
    path("<path:rest>", nothing, name="api-nothing"),
]
