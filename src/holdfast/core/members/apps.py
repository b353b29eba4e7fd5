from __future__ import annotations

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "holdfast.core.members"
    label = "members"
