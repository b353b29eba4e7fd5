"""Stripe's objects as its API and its exports give them: JSON files of any arrangement, in old and new shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from holdfast.connectors.base import (
    NOT_MINE,
    ColumnMapping,
    Connector,
    FileMapping,
    Item,
    Note,
    Progress,
    ReadOptions,
    Recognition,
    Rejected,
    Source,
)
from holdfast.connectors.stripe_model.records import records_of
from holdfast.connectors.stripe_model.store import KNOWN, Store
from holdfast.connectors.tables.encoding import first_bytes
from holdfast.connectors.tables.structured import is_json, json_objects

_EVERY = 5_000


class StripeConnector(Connector):
    key = "stripe"
    title = "Stripe (JSON)"

    def recognise(self, source: Source) -> Recognition:
        first = first_bytes(source.path)
        if not is_json(first) or b'"object"' not in first:
            return NOT_MINE
        named = any(f'"object":{gap}"{kind}"'.encode() in first for kind in KNOWN for gap in ("", " "))
        return Recognition(0.9, "names Stripe's objects") if named else NOT_MINE

    def detect(self, sources: Sequence[Source], options: ReadOptions) -> list[FileMapping]:
        return [FileMapping(source.name, _kinds(source), _COLUMNS) for source in sources]

    def read(self, sources: Sequence[Source], options: ReadOptions) -> Iterator[Item]:
        store = Store(include_test_mode=options.include_test_mode)
        for source in sources:
            number = 0
            for number, value in json_objects(source):
                if isinstance(value, Rejected):
                    yield value
                else:
                    yield from _add(store, source, number, value)
                if number % _EVERY == 0:
                    yield Progress(source.name, 0, number)
            yield Progress(source.name, source.size, number)
            if not number:
                yield Note(source.name, "no objects")
        yield from records_of(store, options)


_COLUMNS = (
    ColumnMapping("customers", "accounts and their traits"),
    ColumnMapping("subscriptions", "states of subscriptions, with coupons, pauses, trials and scheduled changes"),
    ColumnMapping("invoices", "first payments, invoice lines, and the past before what was seen"),
)


def _kinds(source: Source) -> str:
    first = first_bytes(source.path)
    kinds = [
        kind for kind in ("subscription", "invoice", "customer", "price", "event") if f'"{kind}"'.encode() in first
    ]
    return "stripe " + (", ".join(kinds) or "objects")


def _add(store: Store, source: Source, number: int, value: Any) -> Iterator[Rejected]:
    """Put in what the value holds: an object, a list of objects, or lists by any names."""
    found = list(_objects(value))
    for told in found:
        store.add(told, f"{source.name}:{number}")
    if not found:
        shown = orjson.dumps(value).decode()[:200]
        yield Rejected(source.name, number, "", shown, "no object of Stripe's", "Take it out.", {"line": shown})


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for each in value:
            yield from _objects(each)
    elif isinstance(value, dict) and isinstance(value.get("object"), str) and value["object"] != "list":
        yield value
    elif isinstance(value, dict):
        held = value["data"] if "data" in value else list(value.values())
        yield from _objects(held if isinstance(held, list | dict) else [])
