"""Tables in files of any common format: CSV and its relatives, Excel, Parquet, JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from holdfast.connectors.base import (
    NOT_MINE,
    Batch,
    Connector,
    FileMapping,
    Item,
    Note,
    Progress,
    ReadOptions,
    Recognition,
    Source,
)
from holdfast.connectors.files.build import TableState, build
from holdfast.connectors.files.cells import Cells
from holdfast.connectors.files.mapping import TableMapping, detect_mapping, table_settings
from holdfast.connectors.tables.opening import may_be_table, open_tables
from holdfast.metrics.records import KINDS

# What others refer to is read first: usage names subscriptions, and subscriptions name accounts.
_ORDER = ("alias", "account", "person", "trait", "tenure", "subscription", *KINDS)


class FilesConnector(Connector):
    key = "files"
    title = "Tables in files"

    def __init__(self) -> None:
        self._mapped: dict[tuple[Source, ...], list[TableMapping]] = {}

    def recognise(self, source: Source) -> Recognition:
        """Whatever may be a table; weakly, so that a connector that knows the make of a file goes first."""
        return Recognition(0.2, "a table") if may_be_table(source) else NOT_MINE

    def detect(self, sources: Sequence[Source], options: ReadOptions) -> list[FileMapping]:
        return [mapping.shown() for mapping in self._mappings(sources, options)]

    def read(self, sources: Sequence[Source], options: ReadOptions) -> Iterator[Item]:
        mappings = sorted(self._mappings(sources, options), key=lambda mapping: _ORDER.index(mapping.layout.key))
        needed = any(
            "subscription" in mapping.columns.values() for mapping in mappings if mapping.layout.key == "event"
        )
        accounts = dict(options.known_accounts()) if needed else {}
        for mapping in mappings:
            for item in _read_table(mapping, accounts, options):
                if needed and isinstance(item, Batch) and item.kind == "subscription":
                    _remember(accounts, item.records)
                yield item

    def _mappings(self, sources: Sequence[Source], options: ReadOptions) -> list[TableMapping]:
        """Found once: opening a workbook means reading it."""
        known = tuple(sources)
        if known not in self._mapped:
            self._mapped[known] = _mappings(sources, options)
        return self._mapped[known]


def _mappings(sources: Sequence[Source], options: ReadOptions) -> list[TableMapping]:
    found = []
    for source in sources:
        settings = table_settings(source.name, options)
        for table in open_tables(source, settings.encoding, settings.delimiter):
            mapping = detect_mapping(table, options)
            if mapping is not None:
                found.append(mapping)
    return found


def _remember(accounts: dict[str, str], records: pa.RecordBatch) -> None:
    pairs = zip(records["subscription"].to_pylist(), records["account"].to_pylist(), strict=True)
    accounts.update(pairs)


def _read_table(mapping: TableMapping, accounts: dict[str, str], options: ReadOptions) -> Iterator[Item]:
    state = TableState(accounts=accounts, survey=_survey(mapping))
    summed: list[Batch] = []
    rows = 0
    for raw in mapping.table.stream():
        cells = Cells(raw, mapping, options.now)
        batches = build(cells, state)
        yield from raw.ragged
        yield from cells.rejected()
        if mapping.layout.key == "cost":
            summed += batches
        else:
            yield from (batch for batch in batches if batch.records.num_rows)
        rows += raw.cells.num_rows
        yield Progress(mapping.table.file.partition("#")[0], raw.bytes_read, rows)
    yield from _sum_costs(summed)
    if not rows:
        yield Note(mapping.table.file, "no rows")


def _sum_costs(batches: list[Batch]) -> Iterator[Batch]:
    """One record per day, kind and currency: a table may name the channels one by one."""
    if not batches:
        return
    table = pa.Table.from_batches([batch.records for batch in batches])
    keys = list(KINDS["cost"].key)
    sums = table.group_by(keys, use_threads=False).aggregate([("amount", "sum"), ("source_row", "first")])
    renamed = sums.rename_columns([name.removesuffix("_sum").removesuffix("_first") for name in sums.column_names])
    until = max((batch.dated_until for batch in batches if batch.dated_until), default=None)
    ordered = renamed.select(table.schema.names).cast(table.schema)
    for records in ordered.combine_chunks().to_batches():
        yield Batch("cost", records, until)


def _survey(mapping: TableMapping) -> str:
    """Which survey a table of answers is of, where no column says so: as set, as the file is called, else NPS."""
    name = mapping.table.file.casefold()
    named = next((kind for kind in ("nps", "csat", "ces") if kind in name), "nps")
    return mapping.settings.survey or named
