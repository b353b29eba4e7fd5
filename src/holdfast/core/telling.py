"""Rows as they are handed to the person they are about: every column that says something, in plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import BinaryField, Model, QuerySet

_SILENT = frozenset({"id", "workspace_id", "written_by_id"})
_AT_ONCE = 1_000


def told(rows: QuerySet[Any, Any], *, but: frozenset[str] = frozenset()) -> Iterator[dict[str, Any]]:
    """Each row in the order of its id; hashes and ids of our own tables are left out, `but` as well."""
    names = [name for name in _columns(rows.model) if name not in but]
    for row in rows.order_by("pk").values(*names).iterator(chunk_size=_AT_ONCE):
        yield dict(row)


def _columns(model: type[Model]) -> list[str]:
    fields = (field for field in model._meta.concrete_fields if not isinstance(field, BinaryField))
    return [field.attname for field in fields if field.attname not in _SILENT]
