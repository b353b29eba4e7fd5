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


class Keyed(WorkspaceModel):
    """An account or person under one of its keys. `id` is its ordinal: dense, and never given twice.

    A key that only other records mention has a row too; `row_hash` is empty until a record of its own arrives. From
    `gone_at` on nothing mentions the key, because the imports that did were undone.
    """

    key = models.TextField()
    name = models.TextField(null=True)
    created_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    row_hash = models.BinaryField(max_length=16, null=True)
    source = models.CharField(max_length=100, null=True)
    source_row = models.TextField(null=True)
    import_run = models.ForeignKey(
        "core.ImportRun", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    gone_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name or self.key


class Account(Keyed):
    """A paying customer."""

    class Meta(Keyed.Meta):
        constraints = (models.UniqueConstraint(fields=["workspace", "key"], name="account_key_once"),)
        indexes = (models.Index(fields=["workspace"], condition=Q(gone_at__isnull=False), name="account_gone"),)


class Person(Keyed):
    """An end user; `account` is the key of the account it belongs to."""

    account = models.TextField(null=True)

    class Meta(Keyed.Meta):
        constraints = (models.UniqueConstraint(fields=["workspace", "key"], name="person_key_once"),)
        indexes = (
            models.Index(fields=["workspace", "account"], name="person_by_account"),
            models.Index(fields=["workspace"], condition=Q(gone_at__isnull=False), name="person_gone"),
        )


class Former(WorkspaceModel):
    """What an account or person was before the import `replaced_by` said something else, so that it can be undone.

    Without `replaced_by`: what `import_run` had said of it when somebody else, such as events, wrote to it.
    """

    subject = models.TextField(choices=Subject.choices)
    key = models.TextField()
    name = models.TextField(null=True)
    account = models.TextField(null=True)
    created_at = models.DateTimeField(null=True)
    row_hash = models.BinaryField(max_length=16, null=True)
    source = models.CharField(max_length=100, null=True)
    source_row = models.TextField(null=True)
    import_run = models.ForeignKey(
        "core.ImportRun", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    replaced_by = models.ForeignKey(
        "core.ImportRun", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )

    class Meta(WorkspaceModel.Meta):
        indexes = (models.Index(fields=["workspace", "replaced_by", "subject", "key"], name="former_by_import"),)

    def __str__(self) -> str:
        return f"{self.subject} {self.key}"


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


class Note(WorkspaceModel):
    """What a member wrote about an account or person: plain text."""

    subject = models.CharField(max_length=10, choices=Subject.choices)
    subject_key = models.TextField()
    text = models.TextField()
    written_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        indexes = (models.Index(fields=["workspace", "subject", "subject_key"], name="note_by_subject"),)

    def __str__(self) -> str:
        return f"{self.subject_key}: {self.text[:40]}"


class Erasure(WorkspaceModel):
    """A person who was erased. What is left of it says not who it was: digest is a hash, for whoever can name the id.

    keys and ordinals: which ids it had and under which numbers parts know it, until the last trace is gone. counts: how
    much of what was removed. due_at: until then it has to be. rewritten_at: since then no part that counts holds an
    event of it; finished_at: since then nothing on the disk does.
    """

    digest = models.CharField(max_length=32)
    keys = models.JSONField(default=list)
    ordinals = models.JSONField(default=list)
    erased_at = models.DateTimeField()
    erased_by = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField()
    counts = models.JSONField(default=dict)
    rewritten_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        indexes = (
            models.Index(fields=["workspace", "-erased_at"], name="erasure_newest_first"),
            models.Index(fields=["workspace"], condition=Q(finished_at__isnull=True), name="erasure_open"),
        )

    def __str__(self) -> str:
        return f"{self.digest} at {self.erased_at:%Y-%m-%d %H:%M}"


class Tombstone(WorkspaceModel):
    """An id that is not taken any more, as a hash with the salt of the workspace.

    refused: how often something of it came since.
    """

    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="tombstones")
    digest = models.BinaryField(max_length=16)
    salt = models.BinaryField(max_length=16)
    refused = models.PositiveBigIntegerField(default=0)
    refused_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = (models.UniqueConstraint(fields=["workspace", "digest"], name="tombstone_once"),)

    def __str__(self) -> str:
        return bytes(self.digest).hex()
