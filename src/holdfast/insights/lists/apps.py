from __future__ import annotations

from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "holdfast.insights.lists"
    label = "lists"
