from __future__ import annotations

from django.urls import path

from holdfast.pages.dashboards.views import arranging, listing, looking, sharing

urlpatterns = [
    path("dashboards/", listing.dashboards, name="dashboards"),
    path("dashboards/new/", listing.new, name="dashboard-new"),
    path("dashboards/put/<int:report_id>/", arranging.put, name="dashboard-put"),
    path("dashboards/<int:dashboard_id>/", looking.dashboard, name="dashboard"),
    path("dashboards/<int:dashboard_id>/change/", listing.change, name="dashboard-change"),
    path("dashboards/<int:dashboard_id>/copy/", listing.copy, name="dashboard-copy"),
    path("dashboards/<int:dashboard_id>/delete/", listing.delete, name="dashboard-delete"),
    path("dashboards/<int:dashboard_id>/keep/", listing.keep, name="dashboard-keep"),
    path("dashboards/<int:dashboard_id>/paper/", looking.paper, name="dashboard-paper"),
    path("dashboards/<int:dashboard_id>/links/", sharing.links, name="dashboard-links"),
    path("dashboards/<int:dashboard_id>/links/<int:link_id>/revoke/", sharing.revoke, name="dashboard-link-revoke"),
    path("dashboards/<int:dashboard_id>/add/", arranging.add, name="dashboard-add"),
    path("dashboards/<int:dashboard_id>/tiles/<int:tile_id>/", looking.tile, name="dashboard-tile"),
    path("dashboards/<int:dashboard_id>/tiles/<int:tile_id>/open/", looking.opened, name="dashboard-tile-open"),
    path("dashboards/<int:dashboard_id>/tiles/<int:tile_id>/change/", arranging.change, name="dashboard-tile-change"),
    path("dashboards/<int:dashboard_id>/tiles/<int:tile_id>/arrange/", arranging.arrange, name="dashboard-arrange"),
]
