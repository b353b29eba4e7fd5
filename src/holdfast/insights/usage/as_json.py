"""An answer as JSON: the query as it was understood, and every number with its names."""

from __future__ import annotations

import json

from holdfast.metrics.reports.answer import Answer, table
from holdfast.metrics.reports.query.reading import AnyQuery, write


def as_json(query: AnyQuery, answer: Answer) -> bytes:
    """Keys query and numbers; see docs/reference/reports."""
    told = {"query": json.loads(write(query)), "numbers": table(answer).to_pylist()}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
