"""KPIs: what there are, the numbers of one, and who is behind a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from holdfast.book.board import Board
from holdfast.book.range import BadRange, grain_of
from holdfast.insights.api import exact, kpi_document, values_document
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.metrics.registry import all_kpis, kpi_of
from holdfast.pages.api.answers import BadParameter, NoData, UnknownKpi, answered
from holdfast.pages.api.door import PEOPLE, Call, by_key


@by_key("GET")
def kpis(call: Call) -> HttpResponse:
    """All there are; `available`: there is data for it."""
    board = Board.of(call.workspace)
    available = set(board.available)
    told = [kpi_document(kpi) | {"available": kpi.key in available} for kpi in all_kpis()]
    return answered(_head(board) | {"slices": list(board.traits), "kpis": told})


@by_key("GET")
def kpi(call: Call, key: str) -> HttpResponse:
    """Its numbers by period, of everything or of what it is sliced by."""
    board = Board.of(call.workspace)
    found, period = _known(board, key), _period(call)
    by = _by(call, board, found)
    result = board.result(found.key, period, by=by, **_range(call, board, period))
    values, chosen = values_document(result), call.given("slice")
    if chosen:
        _one_of("slice", chosen, result.slices if by else ())
        values = [value for value in values if value["slice"] == chosen]
    return answered(_head(board) | kpi_document(found) | {"period": period, "by": by, "values": values})


@by_key("GET", PEOPLE)
def behind(call: Call, key: str) -> HttpResponse:
    """Those behind the number of the period `at`, largest first, page by page."""
    board = Board.of(call.workspace)
    found, period = _known(board, key), _period(call)
    by = _by(call, board, found)
    at, chosen = call.given("at"), call.given("slice")
    try:
        people = board.behind(found.key, at, period, by=by, slice_=chosen if by and chosen else None)
    except KeyError as error:
        raise BadParameter("at", str(error.args[0])) from None
    rows, said = call.page(people.num_rows)
    told = [_person(row) for row in people.slice(rows.start, rows.stop - rows.start).to_pylist()]
    asked = {"key": key, "period": period, "at": at, "by": by, "slice": chosen or None}
    return answered(_head(board) | asked | {"unit": board.subject(key), **said, "behind": told})


def _person(row: Mapping[str, Any]) -> dict[str, Any]:
    """Exact numbers are texts, as in every JSON report."""
    sides = {side: None if row[side] is None else exact(row[side]) for side in ("numerator", "denominator")}
    return {"key": row["subject"], "name": row["name"], **sides}


def _head(board: Board) -> dict[str, Any]:
    return {
        "as_of": board.as_of,
        "computed_at": board.computed_at,
        "currency": board.settings.currency,
        "time_zone": board.settings.timezone,
        "stale": board.stale,
    }


def _known(board: Board, key: str) -> Kpi:
    try:
        found = kpi_of(key)
    except KeyError as error:
        raise UnknownKpi("key", str(error.args[0])) from None
    if found.key not in board.available:
        raise NoData("key", f"There is no data for {found.key}.")
    return found


def _period(call: Call) -> str:
    try:
        return grain_of(call.given("period", "month")).value
    except BadRange as error:
        raise BadParameter("period", error.message) from None


def _range(call: Call, board: Board, period: str) -> dict[str, str | None]:
    """Each end is looked at alone first, to say which one is wrong."""
    first, last = call.given("from") or None, call.given("to") or None
    for field, from_, to in (("from", first, None), ("to", None, last), ("from", first, last)):
        try:
            board.calendar(period, from_, to)
        except BadRange as error:
            raise BadParameter(field, error.message) from None
    return {"from_": first, "to": last}


def _by(call: Call, board: Board, kpi: Kpi) -> str | None:
    """A slice needs what it is a slice of."""
    by = call.given("by")
    if by:
        _one_of("by", by, board.traits if kpi.sliceable else ())
    elif call.given("slice"):
        raise BadParameter("by", "A slice needs `by`: what it is a slice of.")
    return by or None


def _one_of(field: str, value: str, known: Any) -> None:
    if value not in known:
        raise BadParameter(field, f"{value!r} is none of {', '.join(map(repr, known)) or 'those there are'}.")
