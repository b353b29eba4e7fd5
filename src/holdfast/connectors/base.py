"""What a connector is, and what passes between it and the import.

A connector looks at a source and says how well it knows it (`recognise`), says what it would make of it (`detect`),
and then streams batches of records in the schemas of `metrics.records` together with every row it had to leave out
(`read`). Nothing is dropped silently: a row ends in a batch or in a `Rejected`.
"""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import ClassVar

import pyarrow as pa

from holdfast.core.errors import UserFacingError

GROUP = "holdfast.connectors"
BUILT_IN = (
    "holdfast.connectors.files.connector:FilesConnector",
    "holdfast.connectors.fivetran.connector:FivetranConnector",
    "holdfast.connectors.stripe.connector:StripeConnector",
)


class CannotRead(UserFacingError):
    """A file or folder that cannot be read or understood; the message names it and the remedy."""

    code = "cannot_read"
    http_status = 400


class BadMapping(UserFacingError):
    """A mapping file that contradicts itself or the files; the message names the key."""

    code = "bad_mapping"
    http_status = 400


class BadConnector(TypeError):
    """A plug-in offers as a connector something that is none, or takes a key that is taken."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read; `name` is its path below the folder that was given."""

    path: Path
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Recognition:
    """How well a connector knows a source, from 0 (not at all) to 1, and by what it knows it."""

    score: float
    why: str


NOT_MINE = Recognition(0.0, "")


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A column of a file and the field it fills; an empty field means that the column is left out."""

    column: str
    field: str
    format: str = ""
    sample: str = ""


@dataclass(frozen=True, slots=True)
class FileMapping:
    """What a connector makes of one table of one file, in a form that can be shown."""

    file: str
    kind: str
    columns: tuple[ColumnMapping, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records of one kind, in its declared schema.

    `dated_until` is the latest instant the rows speak of that is not after `now`: with the whole day where the
    source gave only a date.
    """

    kind: str
    records: pa.RecordBatch
    dated_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be understood: where it is, what is wrong with it, and what to do about it."""

    file: str
    row: int
    field: str
    value: str
    reason: str
    remedy: str
    original: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth telling that rejects no row: "3 subscriptions of test mode left out"."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading of one source has come, in bytes of that source."""

    file: str
    bytes_read: int
    rows: int


Item = Batch | Rejected | Note | Progress


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the person may set. `mapping` holds the tables of the mapping file by file name.

    `known_accounts` tells the account of a subscription that an earlier import brought.
    """

    now: datetime
    timezone: str = "UTC"
    currency: str = "USD"
    end_is_inclusive: bool = False
    include_test_mode: bool = False
    mapping: Mapping[str, Mapping[str, object]] = dataclasses.field(default_factory=dict)
    known_accounts: Callable[[], Mapping[str, str]] = dict


class Connector(ABC):
    """Turns sources of one make into records."""

    key: ClassVar[str]
    title: ClassVar[str]

    @abstractmethod
    def recognise(self, source: Source) -> Recognition:
        """Look at the beginning of the source only; never raise for a source that is of another make."""

    @abstractmethod
    def detect(self, sources: Sequence[Source], options: ReadOptions) -> list[FileMapping]:
        """What each table of the sources would become."""

    @abstractmethod
    def read(self, sources: Sequence[Source], options: ReadOptions) -> Iterator[Item]:
        """Stream the records. Sources of one make belong together: a subscription may name a price of another file."""


def installed_connectors() -> dict[str, type[Connector]]:
    """Every connector by its key: our own, and those that installed packages offer as entry points."""
    found: dict[str, type[Connector]] = {}
    for name in BUILT_IN:
        _add(found, name, _load(name))
    for point in entry_points(group=GROUP):
        _add(found, point.value, point.load())
    return dict(sorted(found.items()))


def _load(name: str) -> object:
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


def _add(found: dict[str, type[Connector]], name: str, cls: object) -> None:
    if not (isinstance(cls, type) and issubclass(cls, Connector)):
        raise BadConnector(f"{name} is not a Connector.")
    if found.setdefault(cls.key, cls) is not cls:
        raise BadConnector(f"{name} and {found[cls.key].__module__} both take the key {cls.key!r}.")
