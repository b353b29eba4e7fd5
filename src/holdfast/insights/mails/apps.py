from __future__ import annotations

from django.apps import AppConfig


class MailsConfig(AppConfig):
    name = "holdfast.insights.mails"
    label = "mails"
