"""Rows about what people do and say: events, survey answers, tickets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

import pyarrow as pa
import pyarrow.compute as pc

from holdfast.connectors.files.cells import Cells, Draft
from holdfast.connectors.files.keys import digest, joined
from holdfast.connectors.files.properties import as_json, merged
from holdfast.connectors.files.traits import account_traits
from holdfast.connectors.values.casting import INSTANT
from holdfast.metrics.kernel.kpis.voice import SCALES

_MICROS = 1_000_000
_DAY = timedelta(days=1)


def events(cells: Cells, accounts: Mapping[str, str]) -> Iterator[Draft]:
    """Events. A table of usage by subscription has one event per row, named by its feature, of the account.

    Ids of usage rows are not trusted alone: the same id on another day or subscription is another event. Without an
    id, rows that are equal in every cell are one event.
    """
    event, moment = cells.require("event"), cells.require("occurred_at")
    person, account, subscription = cells.get("person"), cells.get("account"), cells.get("subscription")
    if cells.has("subscription"):
        account = pc.coalesce(account, _accounts_of(subscription, accounts))
    _check_subject(cells, person, account, subscription)
    properties = as_json({name: cells.column(column) for column, name in cells.mapping.kept("property").items()})
    if cells.has("properties"):
        properties = merged(cells.get("properties"), properties)
    columns = {
        "message_id": _message_id(cells, properties),
        "event": event,
        "person": person,
        "account": account,
        "occurred_at": moment,
        "properties": cells.nulls() if properties is None else properties,
    }
    yield cells.batch("event", columns)


def _message_id(cells: Cells, properties: pa.Array | None) -> pa.Array:
    event, subscription, given = cells.get("event"), cells.get("subscription"), cells.get("message_id")
    of_usage = cells.has("message_id") and cells.has("subscription") and not cells.has("person")
    if given.null_count == 0 and not of_usage:
        return given
    moment = pc.cast(cells.get("occurred_at"), pa.string())
    if of_usage:
        return joined(given, subscription, pc.utf8_slice_codeunits(moment, 0, 10), event)
    rest = cells.nulls() if properties is None else properties
    return pc.coalesce(given, digest(event, cells.get("person"), cells.get("account"), subscription, moment, rest))


def _accounts_of(subscription: pa.Array, accounts: Mapping[str, str]) -> pa.Array:
    keys, names = pa.array(accounts.keys(), pa.string()), pa.array(accounts.values(), pa.string())
    return pc.take(names, pc.index_in(subscription, value_set=keys))


def _check_subject(cells: Cells, person: pa.Array, account: pa.Array, subscription: pa.Array) -> None:
    nobody = pc.and_(person.is_null(), account.is_null())
    unknown = pc.and_(nobody, subscription.is_valid())
    cells.reject(unknown, "subscription", "no such subscription", "Import the subscriptions first, or with this file.")
    field = "person" if cells.has("person") else "account"
    cells.reject(pc.and_(nobody, subscription.is_null()), field, "empty", "Say who did it: a person or an account.")


def survey_answers(cells: Cells, survey: str) -> Iterator[Draft]:
    """Answers, one survey a row, or one column per survey (nps, csat, ces)."""
    asked, answered = cells.get("asked_at"), cells.get("answered_at")
    person, account = cells.get("person"), cells.get("account")
    missing = pc.and_(asked.is_null(), answered.is_null())
    cells.reject(missing, "answered_at", "empty", "Fill in when it was asked or answered.")
    said = {
        "person": person,
        "account": account,
        "asked_at": pc.coalesce(asked, answered),
        "comment": cells.get("comment"),
        "language": cells.get("language"),
    }
    wide = [name for name in ("nps", "csat", "ces") if cells.has(name)]
    response = cells.get_or("response", lambda: digest(person, account, pc.cast(said["asked_at"], pa.string())))
    silent = cells.constant(value=True, kind=pa.bool_())
    for name in wide:
        silent = pc.and_(silent, cells.get(name).is_null())
    for name in wide or ["score"]:
        score = cells.get(name)
        kind = cells.constant(name) if wide else _survey(cells, survey)
        _check_scale(cells, name, kind, score)
        when = _answered_at(score, said["comment"], asked, answered)
        row = said | {"response": response, "survey": kind, "score": score, "answered_at": when}
        yield cells.batch("survey_answer", row, keep=pc.or_(score.is_valid(), silent) if wide else None)


def _survey(cells: Cells, survey: str) -> pa.Array:
    named = pc.ascii_lower(cells.get_or("survey", pa.scalar(survey)))
    short = pc.replace_substring_regex(named, r"^.*\b(nps|csat|ces)\b.*$", r"\1")
    return pc.coalesce(short, pa.scalar(survey))


def _check_scale(cells: Cells, field: str, kind: pa.Array, score: pa.Array) -> None:
    """No KPI counts an answer that its survey does not offer; who sent it should know."""
    for survey, (lowest, highest) in SCALES.items():
        offered = pc.and_(pc.greater_equal(score, lowest), pc.less_equal(score, highest))
        elsewhere = pc.and_(pc.equal(kind, survey), pc.invert(offered))
        reason = f"not on the scale of {survey}, {lowest} to {highest}"
        cells.reject(elsewhere, field, reason, "Convert it to that scale, or give the survey a name of its own.")


def _answered_at(score: pa.Array, comment: pa.Array, asked: pa.Array, answered: pa.Array) -> pa.Array:
    """Without a score and a comment nothing was answered, whatever the table says."""
    said = pc.or_(score.is_valid(), comment.is_valid())
    return pc.if_else(said, pc.coalesce(answered, asked), pa.scalar(None, INSTANT))


def tickets(cells: Cells) -> Iterator[Draft]:
    """Requests for support; a first response given as a duration is counted from the opening."""
    opened, account = cells.require("opened_at"), cells.get("account")
    first = cells.get("first_response_at")
    for field, seconds in (("first_response_minutes", 60), ("first_response_hours", 3600)):
        if cells.has(field):
            micros = pc.cast(pc.round(pc.multiply(cells.get(field), float(seconds * _MICROS))), pa.int64())
            first = pc.coalesce(first, pc.add(opened, pc.cast(micros, pa.duration("us"))))
    columns = {
        "ticket": cells.require("ticket"),
        "account": account,
        "person": cells.get("person"),
        "opened_at": opened,
        "first_response_at": _after_opening(cells, "first_response_at", opened, first),
        "solved_at": _after_opening(cells, "solved_at", opened, cells.get("solved_at")),
        "priority": pc.utf8_lower(cells.get("priority")),
        "channel": pc.utf8_lower(cells.get("channel")),
        "satisfaction": cells.get("satisfaction"),
    }
    yield cells.batch("ticket", columns)
    if cells.has("account"):
        yield from account_traits(cells, account)


def _after_opening(cells: Cells, field: str, opened: pa.Array, moment: pa.Array) -> pa.Array:
    """A moment told as a day only may seem to lie before the opening on that day; it is as late as the opening then."""
    early = pc.less(moment, opened)
    cells.reject(
        pc.less_equal(moment, pc.subtract(opened, _DAY)), field, "before the ticket was opened", "Correct the dates."
    )
    return pc.if_else(pc.fill_null(early, fill_value=False), opened, moment)
