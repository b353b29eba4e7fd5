from __future__ import annotations

from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    name = "holdfast.insights.annotations"
    label = "annotations"
