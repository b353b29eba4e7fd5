"""Lists of accounts or people, and saved views of the table of accounts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.core.models import WorkspaceModel


class Subject(models.TextChoices):
    ACCOUNT = "account"
    PERSON = "person"


class StoredList(WorkspaceModel):
    """Some accounts or people, chosen once: unlike a segment it changes only when a member changes it.

    origin: the number it was made from, as kpi, period, slice ... of the page; empty when it was made by hand.
    """

    name = models.CharField(max_length=120)
    subject = models.CharField(max_length=10, choices=Subject.choices)
    why = models.TextField(blank=True)
    origin = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        constraints = (models.UniqueConstraint(fields=["workspace", "name"], name="list_name_once"),)

    def __str__(self) -> str:
        return self.name


class ListMember(WorkspaceModel):
    """One account or person of a list, by its key: what a merge means for it is decided when the list is read."""

    list = models.ForeignKey(StoredList, on_delete=models.CASCADE, related_name="members")
    key = models.TextField()
    added_at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        constraints = (models.UniqueConstraint(fields=["list", "key"], name="list_member_once"),)
        indexes = (models.Index(fields=["workspace", "key"], name="list_member_by_key"),)

    def __str__(self) -> str:
        return self.key


class SavedView(WorkspaceModel):
    """Filters, order and columns of the table of accounts under a name; `query` is the address' query string.

    Without `owner` everybody in the workspace sees it.
    """

    name = models.CharField(max_length=120)
    query = models.TextField(blank=True)
    owner = models.ForeignKey("members.Member", on_delete=models.CASCADE, null=True, related_name="+")
    made_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["workspace", "owner", "name"], name="own_view_name_once"),
            models.UniqueConstraint(
                fields=["workspace", "name"], condition=Q(owner__isnull=True), name="shared_view_name_once"
            ),
        )

    def __str__(self) -> str:
        return self.name
