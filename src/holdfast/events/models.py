"""The manifest of the event store, the keys that may write to it, and what became of what was sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.core.models import WorkspaceModel


class Part(WorkspaceModel):
    """One Parquet file. Its rows can be read from the moment its row here is committed until `dead_at`.

    From `withdrawn_at` on they do not count, because their import was undone; what was known before keeps them.

    Rows of a part that was merged from others were stored between created_at and `merged_until`. index_path: its
    activity index, in days of index_zone; empty until there is one. ids_known: its message ids are in a KnownIds.
    promoted: the properties that have a column of their own in it.
    """

    path = models.CharField(max_length=200, unique=True)
    rows = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    source = models.CharField(max_length=100)
    import_run = models.ForeignKey("core.ImportRun", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    dead_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    merged_until = models.DateTimeField(null=True)
    index_path = models.CharField(max_length=200, blank=True, default="")
    index_size = models.PositiveBigIntegerField(default=0)
    index_sha256 = models.CharField(max_length=64, blank=True, default="")
    index_zone = models.CharField(max_length=60, blank=True, default="")
    ids_known = models.BooleanField(default=False)
    promoted = models.JSONField(default=list, blank=True)

    class Meta(WorkspaceModel.Meta):
        indexes = (
            models.Index(fields=["workspace", "first_at"], condition=Q(dead_at__isnull=True), name="part_alive"),
        )

    def __str__(self) -> str:
        return self.path


class KnownIds(WorkspaceModel):
    """A file of hashes of message ids that are stored, so that a repeated message is recognised.

    scope: whose ids they are, that of one key or of all imports; each has few files, merged as they grow.
    """

    scope = models.CharField(max_length=100)
    path = models.CharField(max_length=200, unique=True)
    ids = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    dead_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        indexes = (
            models.Index(fields=["workspace", "scope"], condition=Q(dead_at__isnull=True), name="known_ids_alive"),
        )

    def __str__(self) -> str:
        return self.path


class AskedProperty(WorkspaceModel):
    """A property of events that reports ask for, and how often: once for each minute in which any did."""

    name = models.CharField(max_length=100)
    times = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        constraints = (models.UniqueConstraint(fields=["workspace", "name"], name="one_asked_property"),)

    def __str__(self) -> str:
        return f"{self.name}: {self.times}"


def may_write() -> list[str]:
    """What a key may do unless something else is said."""
    return [WriteKey.Scope.WRITE.value]


class WriteKey(WorkspaceModel):
    """What a client shows to be let in. A browser key stands in web pages and may do little; a server key is secret.

    Of a server key only the hash is kept; `shown` is the whole of a browser key and the beginning of a server key.
    scopes: what it may do. The table is older than keys that read, hence its name.
    """

    class Kind(models.TextChoices):
        BROWSER = "browser"
        SERVER = "server"

    class Scope(models.TextChoices):
        """WRITE: send events. READ: ask for numbers. PEOPLE: and for those behind them."""

        WRITE = "write"
        READ = "read"
        PEOPLE = "people"

    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    hash = models.CharField(max_length=64, unique=True)
    shown = models.CharField(max_length=60)
    origins = models.JSONField(default=list, blank=True)
    scopes = models.JSONField(default=may_write)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200, blank=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        indexes = (models.Index(fields=["workspace", "-created_at"], name="write_key_newest"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})"


class Consent(WorkspaceModel):
    """What becomes of events of people who do not want to be counted; a single row, or none for what is usual.

    signals: Do Not Track and Global Privacy Control of browsers are honoured. category: what people must have allowed,
    if they were asked; "" if there is no such thing.
    """

    signals = models.BooleanField(default=True)
    category = models.CharField(max_length=100, blank=True, default="")

    class Meta(WorkspaceModel.Meta):
        constraints = (models.UniqueConstraint(fields=["workspace"], name="one_consent"),)

    def __str__(self) -> str:
        return self.category


class Outcome(WorkspaceModel):
    """How many items of one hour were accepted, were repeats, or were refused for one reason, by key and client."""

    hour = models.DateTimeField()
    source = models.CharField(max_length=60)
    client = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=40)
    count = models.PositiveBigIntegerField(default=0)
    example = models.TextField(blank=True)
    last_at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["workspace", "hour", "source", "client", "reason"], name="one_outcome"),
        )

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H}:00 {self.reason}: {self.count}"


class Binding(WorkspaceModel):
    """An anonymous id and the person it turned out to be: by the earliest event that carries both."""

    anonymous = models.CharField(max_length=200)
    person = models.CharField(max_length=200)
    bound_at = models.DateTimeField()
    shared = models.BooleanField(default=False)

    class Meta(WorkspaceModel.Meta):
        constraints = (models.UniqueConstraint(fields=["workspace", "anonymous"], name="one_binding"),)

    def __str__(self) -> str:
        return f"{self.anonymous} is {self.person}"


class UserId(WorkspaceModel):
    """An id that somebody sent as that of a user. It is never taken for a device of somebody else afterwards."""

    user = models.CharField(max_length=200)

    class Meta(WorkspaceModel.Meta):
        constraints = (models.UniqueConstraint(fields=["workspace", "user"], name="one_user_id"),)

    def __str__(self) -> str:
        return self.user


class SetAside(WorkspaceModel):
    """An acknowledged entry of the journal that could not be stored even alone, as it was, with what went wrong.

    received_at: microseconds since 1970, UTC, as in the journal.
    """

    source = models.TextField()
    message_id = models.TextField()
    received_at = models.BigIntegerField()
    body = models.BinaryField()
    error = models.TextField()
    set_aside_at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        indexes = (models.Index(fields=["workspace", "set_aside_at"], name="set_aside_by_time"),)

    def __str__(self) -> str:
        return f"{self.source} {self.message_id}: {self.error}"


class Drained(models.Model):
    """Up to which number the journal is in parts; a single row, changed in the transaction that lists the parts.

    announced: workspace -> when its data version last rose because of events, and whether more has come since.
    """

    number = models.PositiveBigIntegerField(default=0)
    announced = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.number)
