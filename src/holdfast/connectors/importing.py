"""From files to records: a folder read for a report, and a folder imported into a workspace."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

import orjson
import pyarrow as pa

from holdfast.connectors.base import (
    Batch,
    CannotRead,
    Connector,
    FileMapping,
    Note,
    Progress,
    ReadOptions,
    Rejected,
    Source,
    installed_connectors,
)
from holdfast.connectors.files.mapping_file import NAME as MAPPING_NAME
from holdfast.connectors.files.mapping_file import load_mapping
from holdfast.connectors.rejects import Rejects
from holdfast.connectors.spool import Spool

# Of events the same one is often delivered twice; a column of traits repeats what it says of an account.
_MAY_REPEAT = frozenset({"event", "trait", "account"})
PASSED_OVER = (MAPPING_NAME, ".md", ".txt~", ".toml", ".html", ".pdf", ".png", ".py", ".log")

Watch = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """Which connector reads which files, and what it makes of them; nothing has been read yet."""

    assigned: tuple[tuple[Connector, tuple[Source, ...]], ...]
    mappings: tuple[FileMapping, ...]
    unknown: tuple[str, ...]
    options: ReadOptions

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(source for _, sources in self.assigned for source in sources)

    def fingerprint(self) -> str:
        """A hash of the contents of the files and of the settings that decide how they are read."""
        whole = hashlib.sha256()
        for source in sorted(self.sources, key=lambda source: source.name):
            whole.update(source.name.encode() + b"\0" + file_hash(source.path).encode())
        options = self.options
        settings = [options.timezone, options.currency, options.end_is_inclusive, options.include_test_mode]
        whole.update(orjson.dumps([*settings, dict(options.mapping)], option=orjson.OPT_SORT_KEYS, default=str))
        return whole.hexdigest()


@dataclass
class Reading:
    """Everything that was read. `tables` holds a table per kind of record, one row per key, later rows winning.

    `as_of` is the latest instant the data speak of that is not after now; None without any. `fingerprint` changes
    with the contents of the files and with the settings. `repeated` counts, by kind, the rows that a later row with
    the same key replaced.
    """

    mappings: tuple[FileMapping, ...]
    unknown: tuple[str, ...]
    spool: Spool
    rejected: Rejects
    notes: list[Note] = field(default_factory=list)
    as_of: datetime | None = None
    fingerprint: str = ""

    @cached_property
    def tables(self) -> Mapping[str, pa.Table]:
        return {kind: self.spool.table(kind) for kind in self.spool.kinds()}

    @property
    def repeated(self) -> dict[str, int]:
        return {kind: self.spool.replaced(kind) for kind in self.spool.kinds()}


def read_folder(paths: Sequence[Path], options: ReadOptions, watch: Watch | None = None) -> Reading:
    """Read files and folders into records. Raises CannotRead when nothing in them is known."""
    return read_plan(make_plan(paths, options), watch)


def make_plan(paths: Sequence[Path], options: ReadOptions) -> Plan:
    """Give every file to the connector that knows it best, and say what will become of it."""
    options = _with_mapping_file(paths, options)
    return plan_sources(find_sources(paths), options, ", ".join(map(str, paths)))


def plan_sources(sources: Sequence[Source], options: ReadOptions, where: str = "") -> Plan:
    """`make_plan` of files that were found already, or that go by other names than their own."""
    assigned, unknown = assign(sources)
    mappings = [mapping for connector, files in assigned for mapping in connector.detect(files, options)]
    mapped = {mapping.file.partition("#")[0] for mapping in mappings}
    unknown += [source.name for _, files in assigned for source in files if source.name not in mapped]
    if not mappings:
        raise CannotRead(_nothing(where, sources))
    return Plan(tuple(assigned), tuple(mappings), tuple(sorted(unknown)), options)


def assign(sources: Iterable[Source]) -> tuple[list[tuple[Connector, tuple[Source, ...]]], list[str]]:
    """Each file with the connector that knows it best, and the names of those that none knows."""
    connectors = [cls() for cls in installed_connectors().values()]
    chosen: dict[str, list[Source]] = {connector.key: [] for connector in connectors}
    unknown = []
    for source in sources:
        scores = {connector.key: connector.recognise(source).score for connector in connectors}
        best = max(scores, key=lambda key: scores[key])
        if scores[best] > 0:
            chosen[best].append(source)
        else:
            unknown.append(source.name)
    return [(each, tuple(chosen[each.key])) for each in connectors if chosen[each.key]], unknown


def read_plan(plan: Plan, watch: Watch | None = None, fingerprint: str = "") -> Reading:
    """Read what was planned. `fingerprint` is the plan's, when it is known already."""
    reading = Reading(plan.mappings, plan.unknown, Spool(), Rejects(), fingerprint=fingerprint or plan.fingerprint())
    for connector, sources in plan.assigned:
        for item in connector.read(sources, plan.options):
            if isinstance(item, Batch):
                reading.spool.add(item.kind, item.records)
                reading.as_of = max(filter(None, (reading.as_of, item.dated_until)), default=None)
            elif isinstance(item, Rejected):
                reading.rejected.add(item)
            elif isinstance(item, Note):
                reading.notes.append(item)
            elif watch is not None:
                watch(item)
    reading.notes += [
        Note(kind, f"{count:,} {'row has' if count == 1 else 'rows have'} the key of a later row, which counts instead")
        for kind in reading.spool.kinds()
        if kind not in _MAY_REPEAT and (count := reading.spool.replaced(kind))
    ]
    return reading


def find_sources(paths: Iterable[Path]) -> list[Source]:
    """Every file of the paths, with folders read to the bottom; hidden files, papers and pipes are passed over."""
    found: dict[Path, Source] = {}
    for path in paths:
        if not path.exists():
            raise CannotRead(f"{path}: no such file or folder. Check the name.")
        for file in _files(path):
            name = str(file.relative_to(path)) if path.is_dir() else file.name
            found.setdefault(file.resolve(), Source(file, name, file.stat().st_size))
    if not found:
        raise CannotRead(f"{', '.join(map(str, paths))}: no files here. Name a folder with CSV, Excel or JSON files.")
    return list(found.values())


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return

    def refuse(error: OSError) -> None:
        raise CannotRead(f"{error.filename}: cannot be opened ({error.strerror}). Check the permissions.") from error

    for folder, folders, names in os.walk(path, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith((".", "~$")) and not name.casefold().endswith(PASSED_OVER):
                yield from _if_file(Path(folder) / name)


def _if_file(path: Path) -> Iterator[Path]:
    """The path itself; pipes and sockets are passed over. Raises CannotRead for a link that leads nowhere."""
    if not path.exists():
        raise CannotRead(f"{path}: leads nowhere. Take the link out, or put back what it leads to.")
    if path.is_file():
        yield path


def _with_mapping_file(paths: Sequence[Path], options: ReadOptions) -> ReadOptions:
    """The options with the `holdfast.toml` of the folder, unless a mapping was given."""
    if options.mapping:
        return _with_defaults(options, options.mapping)
    for path in paths:
        file = (path if path.is_dir() else path.parent) / MAPPING_NAME
        if file.is_file():
            return _with_defaults(options, load_mapping(file))
    return options


def _with_defaults(options: ReadOptions, mapping: Mapping[str, Mapping[str, object]]) -> ReadOptions:
    common = mapping.get("", {})
    return replace(
        options,
        mapping=mapping,
        timezone=str(common.get("timezone", options.timezone)),
        currency=str(common.get("currency", options.currency)),
    )


def _nothing(where: str, sources: Sequence[Source]) -> str:
    shown = ", ".join(source.name for source in sources[:5]) + (", ..." if len(sources) > 5 else "")
    return (
        f"{where}{': n' if where else 'N'}othing here is known ({shown}). "
        "A table needs a header that names its columns, such as customer, start, end, amount; "
        f"or say what it is in a {MAPPING_NAME} beside it."
    )


def file_hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
