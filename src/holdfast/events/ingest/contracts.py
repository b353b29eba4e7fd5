"""What a client has sent, in one form, and what was refused of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Kind(StrEnum):
    """EVENT: somebody did something. IDENTIFY: traits of a person. GROUP: an account, and that a person belongs to it.

    ALIAS: two ids are one person.
    """

    EVENT = "event"
    IDENTIFY = "identify"
    GROUP = "group"
    ALIAS = "alias"


class Reason(StrEnum):
    """Why an item was refused; docs/reference/refused-events.md says what to do about each."""

    NOT_AN_OBJECT = "not_an_object"
    UNKNOWN_TYPE = "unknown_type"
    NO_EVENT = "no_event"
    NO_ID = "no_id"
    BLOCKED_ID = "blocked_id"
    NO_ACCOUNT = "no_account"
    BAD_TIME = "bad_time"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    TOO_MANY_PROPERTIES = "too_many_properties"
    BAD_TEXT = "bad_text"
    BROWSER_ALIAS = "browser_alias"
    BROWSER_ACCOUNT = "browser_account"
    VERIFIED_TRAIT = "verified_trait"
    KNOWN_USER = "known_user"
    ERASED_PERSON = "erased_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing a client says. occurred_at: microseconds since 1970, UTC, already corrected for the client's clock.

    The person is user_id if there is one, else anonymous_id; both together say that they are the same person.
    future: the client's clock was far ahead, so the time of arrival stands in for it. browser: it came with a key that
    anybody can read in a web page, so it proves nothing.
    """

    kind: Kind
    message_id: str
    occurred_at: int
    event: str = ""
    anonymous_id: str | None = None
    user_id: str | None = None
    account: str | None = None
    properties: Json = field(default_factory=dict)
    traits: Json = field(default_factory=dict)
    traits_once: Json = field(default_factory=dict)
    future: bool = False
    browser: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that was left out: its place in what was sent, and as much of it as helps to find it."""

    index: int
    reason: Reason
    field: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A request in our form. withheld: how many more there were, of people who do not want to be counted."""

    items: tuple[Item, ...]
    refused: tuple[Refused, ...] = ()
    withheld: int = 0

    @property
    def told(self) -> int:
        """How many items there were, whatever becomes of them."""
        return len(self.items) + len(self.refused) + self.withheld


class BadRequest(ValueError):
    """A body that cannot be understood at all. status: 400 or 413; code is stable."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.message, self.status = code, message, status
