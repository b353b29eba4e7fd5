"""Accounts, people, what is known about them, and which keys mean the same one.

Every key that any source uses has its own row and its own id; records keep the key they came with. Which ids count
together follows from the aliases and the merges when something is read, so that a merge can be undone.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.core.models import RecordModel, WorkspaceModel, by_time, one_current


class Subject(models.TextChoices):
    ACCOUNT = "account"
    PERSON = "person"


class Account(WorkspaceModel):
    """A paying customer under one of its keys. `id` is its ordinal: dense, and never given twice."""

    key = models.TextField()
    name = models.TextField(null=True)
    created_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    source_row = models.TextField(null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = (models.UniqueConstraint(fields=["workspace", "key"], name="account_key_once"),)

    def __str__(self) -> str:
        return self.name or self.key


class Person(WorkspaceModel):
    """An end user under one of its keys; `account` is the key of the account it belongs to."""

    key = models.TextField()
    name = models.TextField(null=True)
    account = models.TextField(null=True)
    created_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    source_row = models.TextField(null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = (models.UniqueConstraint(fields=["workspace", "key"], name="person_key_once"),)
        indexes = (models.Index(fields=["workspace", "account"], name="person_by_account"),)

    def __str__(self) -> str:
        return self.name or self.key


class Trait(RecordModel):
    """What a trait was from `valid_from` (null: ever since) until its next value."""

    subject = models.TextField(choices=Subject.choices)
    subject_key = models.TextField()
    name = models.TextField()
    value = models.TextField(null=True)
    valid_from = models.DateTimeField(null=True)

    class Meta(RecordModel.Meta):
        constraints = (one_current("trait"),)
        indexes = (
            by_time("trait"),
            models.Index(fields=["workspace", "subject", "subject_key", "name"], name="trait_by_subject"),
        )

    def __str__(self) -> str:
        return f"{self.subject_key} {self.name}={self.value}"


class Alias(RecordModel):
    """`alias` is another key of the account or person with `key`."""

    subject = models.TextField(choices=Subject.choices)
    alias = models.TextField()
    key = models.TextField()

    class Meta(RecordModel.Meta):
        constraints = (one_current("alias"),)
        indexes = (by_time("alias"),)

    def __str__(self) -> str:
        return f"{self.alias} is {self.key}"


class Merge(WorkspaceModel):
    """Somebody decided that two keys are one account or person, until `undone_at`."""

    subject = models.TextField(choices=Subject.choices)
    source = models.TextField()
    target = models.TextField()
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "subject", "source"],
                condition=Q(undone_at__isnull=True),
                name="merge_source_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} into {self.target}"
