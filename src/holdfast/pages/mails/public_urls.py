"""Addresses in mails, for whoever got the mail."""

from __future__ import annotations

from django.urls import path

from holdfast.pages.mails.views import leave

urlpatterns = [path("mails/stop/<str:token>/", leave, name="leave-mails")]
