"""From JSON to a query and back."""

from __future__ import annotations

from typing import Any

import msgspec

from holdfast.metrics.reports.query.adoption import Adoption
from holdfast.metrics.reports.query.base import Query
from holdfast.metrics.reports.query.first_use import FirstUse
from holdfast.metrics.reports.query.frequency import Frequency
from holdfast.metrics.reports.query.funnel import Funnel
from holdfast.metrics.reports.query.keeping import Keeping
from holdfast.metrics.reports.query.lifecycle import Lifecycle
from holdfast.metrics.reports.query.paths import Paths
from holdfast.metrics.reports.query.retention import Retention
from holdfast.metrics.reports.query.revenue import Beside, Revenue
from holdfast.metrics.reports.query.segmentation import Segmentation
from holdfast.metrics.reports.query.stickiness import Stickiness
from holdfast.metrics.reports.query.usage_interval import UsageInterval
from holdfast.metrics.reports.query.wrong import REFUSED, bad

AnyQuery = (
    Segmentation
    | Retention
    | Funnel
    | Paths
    | Lifecycle
    | Stickiness
    | UsageInterval
    | Frequency
    | Adoption
    | Keeping
    | FirstUse
    | Revenue
    | Beside
)


def read(text: str | bytes) -> AnyQuery:
    """The query that a JSON text is. Raises BadQuery, which names the field."""
    try:
        query: AnyQuery = msgspec.json.decode(text, type=AnyQuery)
    except REFUSED as error:
        raise bad(error, schema()) from error
    return query


def read_data(data: Any, *, lax: bool = False) -> AnyQuery:
    """The same from dictionaries and lists. lax: numbers may be texts, as forms give them."""
    try:
        query: AnyQuery = msgspec.convert(data, type=AnyQuery, strict=not lax)
    except REFUSED as error:
        raise bad(error, schema()) from error
    return query


def write(query: Query) -> str:
    """The JSON of a query: the same text for the same question."""
    return msgspec.json.encode(query, order="sorted").decode()


def schema() -> dict[str, Any]:
    """The JSON Schema of everything that can be asked."""
    return msgspec.json.schema(AnyQuery)
