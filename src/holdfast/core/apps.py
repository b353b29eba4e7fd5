from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "holdfast.core"
    label = "core"

    def ready(self) -> None:
        from holdfast.core import checks  # noqa: F401  (registers the system checks)
