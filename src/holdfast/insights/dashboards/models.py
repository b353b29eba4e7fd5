"""Dashboards, their tiles, and links to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.core.models import WorkspaceModel
from holdfast.insights.dashboards.contracts import Kind


class Dashboard(WorkspaceModel):
    """Tiles in an order. Without `owner` everybody in the workspace finds it.

    days: every report shows the last so many days, whatever it was saved with; segment: and only who is in it.
    """

    name = models.CharField(max_length=120)
    owner = models.ForeignKey("members.Member", on_delete=models.CASCADE, null=True, related_name="+")
    days = models.PositiveSmallIntegerField(null=True)
    segment = models.CharField(max_length=60, blank=True)
    made_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["workspace", "owner", "name"], name="own_dashboard_name_once"),
            models.UniqueConstraint(
                fields=["workspace", "name"], condition=Q(owner__isnull=True), name="shared_dashboard_name_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Tile(WorkspaceModel):
    """One place of a dashboard, in the order of `place`. width: of twelve columns; height: of three steps.

    Of `report`, `kpi` and `text` it has the one that its kind shows. settings: what of it, such as one number.
    """

    dashboard = models.ForeignKey(Dashboard, on_delete=models.CASCADE, related_name="tiles")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    title = models.CharField(max_length=120, blank=True)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    report = models.ForeignKey("saved.SavedReport", on_delete=models.CASCADE, null=True, related_name="tiles")
    kpi = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    settings = models.JSONField(default=dict, blank=True)

    class Meta(WorkspaceModel.Meta):
        indexes = (models.Index(fields=["workspace", "dashboard", "place"], name="tile_by_place"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.place}"


class Link(WorkspaceModel):
    """Whoever has it sees the dashboard until `expires_at`, or until somebody withdraws it. Only its hash is kept.

    people: the links of numbers lead to who is behind them, here too.
    """

    dashboard = models.ForeignKey(Dashboard, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    people = models.BooleanField(default=False)
    made_by = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link until {self.expires_at:%Y-%m-%d}"
