"""Reports of usage: the same question as on pages, in files and in Python."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse

from holdfast.book.usage.report import named
from holdfast.metrics.reports.answer import table
from holdfast.metrics.reports.query import reading
from holdfast.pages.api.answers import answered
from holdfast.pages.api.door import PEOPLE, Call, by_key


@by_key("POST")
def report(call: Call) -> HttpResponse:
    """Every number of the answer to the query in the body."""
    query, source = reading.read(call.request.body), call.source
    found = source.answer(query)
    return answered(_head(call, query) | {"numbers": table(found).to_pylist()})


@by_key("POST", PEOPLE)
def behind(call: Call) -> HttpResponse:
    """Those behind one cell of the answer, page by page, in an order that stays."""
    query, source = reading.read(call.request.body), call.source
    found = source.answer(query).behind(call.given("cell"))
    rows, said = call.page(len(found))
    people = named(source.usage.who.keys[query.unit], found).slice(rows.start, rows.stop - rows.start)
    told = [{"key": row["key"], "name": row["name"]} for row in people.to_pylist()]
    return answered(_head(call, query) | {"cell": call.given("cell"), **said, "behind": told})


@by_key("GET")
def schema(call: Call) -> HttpResponse:
    """The JSON Schema of everything that can be asked."""
    return answered(reading.schema())


def _head(call: Call, query: reading.AnyQuery) -> dict[str, Any]:
    source = call.source
    clock = source.usage.asking.clock
    return {
        "query": json.loads(reading.write(query)),
        "unit": query.unit,
        "as_of": clock.as_of,
        "time_zone": clock.zone.key,
        "stale": source.board.stale,
    }
