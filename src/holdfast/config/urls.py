"""Every address. What lies under w/<workspace>/ belongs to a workspace and goes through `pages.access.page`."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

from holdfast.pages import health, home
from holdfast.web.stylesheet import tokens

handler404 = "holdfast.pages.errors.not_found"
handler403 = "holdfast.pages.errors.forbidden"

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("tokens.css", tokens, name="tokens"),
    path("language/", set_language, name="set_language"),
    path("auth/", include("holdfast.pages.members.auth_urls")),
    path("", include("holdfast.pages.start.urls")),
    path("", include("holdfast.pages.members.public_urls")),
    path("", include("holdfast.pages.dashboards.public_urls")),
    path("api/v1/", include("holdfast.pages.api.urls")),
    path("", include("holdfast.pages.mails.public_urls")),
    path("w/<slug:workspace>/", include("holdfast.pages.urls")),
]
