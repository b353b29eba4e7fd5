"""Items from what the parsers have found, each checked the same way whatever client it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import orjson

from holdfast.events.ingest.addresses import may_hold_address, without_addresses
from holdfast.events.ingest.contracts import Item, Json, Kind, Parsed, Reason, Refused
from holdfast.events.ingest.ids import is_blocked
from holdfast.events.ingest.limits import Limits, fits, plainly_fits, problem
from holdfast.events.ingest.moments import BadTime

EXAMPLE = 300
NUL = rb"\u0000"  # as it stands in JSON; the text of it, after another backslash, is looked at more closely


class Unfit(ValueError):
    """An item that cannot be taken; field names what is wrong with it."""

    def __init__(self, reason: Reason, field: str = "") -> None:
        super().__init__(reason)
        self.reason, self.field = reason, field


def read_each(
    told: Iterable[Any], limits: Limits, read: Callable[[Json], Iterable[Item]], said: Callable[[Json], Json]
) -> Parsed:
    """Each element by `read`; one that is unfit is refused alone, the others are taken.

    said: where people's choices stand in an element. Of one who has refused nothing is kept, not even an example.
    """
    items: list[Item] = []
    refused: list[Refused] = []
    withheld = 0
    for index, each in enumerate(told):
        if isinstance(each, dict) and limits.consent.forbid(said(each)):
            withheld += 1
            continue
        try:
            found = _read(each, limits, read)
            items += [_without_traits(item) for item in found] if limits.browser else found
            if limits.browser and any(_tells_of_account(item) for item in found):
                refused.append(Refused(index, Reason.BROWSER_ACCOUNT, "traits", _example(each)))
        except BadTime:
            refused.append(Refused(index, Reason.BAD_TIME, "timestamp", _example(each)))
        except Unfit as error:
            refused.append(Refused(index, error.reason, error.field, _example(each)))
    return Parsed(tuple(items), tuple(refused), withheld)


def _read(each: Any, limits: Limits, read: Callable[[Json], Iterable[Item]]) -> list[Item]:
    if not isinstance(each, dict):
        raise Unfit(Reason.NOT_AN_OBJECT)
    spelled = _spelled(each, limits)
    if len(spelled) > limits.item:
        raise Unfit(Reason.TOO_LARGE)
    kept = without_addresses(each) if may_hold_address(spelled) else each
    return [checked(item, limits) for item in read(kept)]


def _spelled(each: Json, limits: Limits) -> bytes:
    """The element as JSON again, if nothing in it exceeds a limit."""
    with suppress(orjson.JSONEncodeError):  # nested more deeply than can be written, though it could be read
        spelled = orjson.dumps(each)
        if plainly_fits(spelled, limits) or (fits(each, limits) and NUL not in spelled):
            return spelled
    if (found := problem(each, limits)) is not None:
        raise Unfit(*found)
    return orjson.dumps(each)


def checked(item: Item, limits: Limits) -> Item:
    """The item, if it names whom it is about in a way that can be kept."""
    for field, value in (("anonymous_id", item.anonymous_id), ("user_id", item.user_id), ("account", item.account)):
        if value is not None and len(value) > limits.id:
            raise Unfit(Reason.TOO_LARGE, field)
        if value is not None and is_blocked(value):
            raise Unfit(Reason.BLOCKED_ID, field)
    if limits.browser:
        _check_browser(item)
    if item.kind is Kind.GROUP and item.account is None:
        raise Unfit(Reason.NO_ACCOUNT, "groupId")
    if item.kind is Kind.EVENT and not item.event:
        raise Unfit(Reason.NO_EVENT, "event")
    if item.kind is not Kind.GROUP and item.user_id is None and item.anonymous_id is None:
        raise Unfit(Reason.NO_ID, "userId")
    return item


def _check_browser(item: Item) -> None:
    """Refuses what only a server may say as a whole."""
    if item.kind is Kind.ALIAS:
        raise Unfit(Reason.BROWSER_ALIAS, "type")
    if _tells_of_account(item) and item.user_id is None and item.anonymous_id is None:
        raise Unfit(Reason.BROWSER_ACCOUNT, "traits")


def _tells_of_account(item: Item) -> bool:
    return item.kind is Kind.GROUP and bool(item.traits or item.traits_once)


def _without_traits(item: Item) -> Item:
    """That a person belongs to an account may be told by a browser, but nothing about the account."""
    return replace(item, traits={}, traits_once={}) if _tells_of_account(item) else item


def obj(value: Any) -> Json:
    """An object, or an empty one for null and for anything else: clients send null for what they do not know."""
    return value if isinstance(value, dict) else {}


def _example(told: Any) -> str:
    kept = without_addresses(told) if isinstance(told, dict) else told
    try:
        return orjson.dumps(kept, option=orjson.OPT_NON_STR_KEYS)[:EXAMPLE].decode("utf-8", "replace")
    except orjson.JSONEncodeError:  # nested more deeply than can be written, though it could be read
        return ", ".join(sorted(map(str, told)))[:EXAMPLE] if isinstance(told, dict) else ""
