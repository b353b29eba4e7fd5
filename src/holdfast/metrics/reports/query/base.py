"""What every query is made of."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated

import msgspec

from holdfast.metrics.reports.query.conditions import Condition, Text, Unit

VERSION = 1
FIRST_YEAR, LAST_YEAR = 1970, 2199
Count = Annotated[int, msgspec.Meta(ge=1, le=10_000)]


class Piece(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A piece of a query. Frozen and hashable, so that what was computed for one can be kept under it."""


class Interval(StrEnum):
    """The length of a slot. A quarter begins in January, April, July or October."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class Picked(Piece, frozen=True):
    """The events of these names (none: every event) that meet the condition."""

    events: tuple[Text, ...] = ()
    where: Condition | None = None


class Span(Piece, frozen=True):
    """Local days, both included; or the `last` so many intervals up to now, the running one included.

    For intervals of an hour the ends may name one, such as 2026-03-01T09; that hour is included too.
    """

    first: str | None = msgspec.field(default=None, name="from")
    to: str | None = None
    last: Count | None = None

    def __post_init__(self) -> None:
        if (self.last is None) == (self.first is None):
            raise ValueError("give either `from` (and `to`) or `last`")
        if self.last is not None and self.to is not None:
            raise ValueError("`to` goes with `from`, not with `last`")
        if self.first is not None and self.to is not None and ends_of(self.to)[1] <= ends_of(self.first)[0]:
            raise ValueError(f"`to` ({self.to}) lies before `from` ({self.first})")
        for text in (self.first, self.to):
            if text is not None:
                ends_of(text)


def ends_of(text: str) -> tuple[datetime, datetime]:
    """Local start and end, without a zone, of the day or hour that a text names. Raises ValueError."""
    try:
        if len(text) == len("2026-03-01T09"):
            begin = datetime.strptime(text, "%Y-%m-%dT%H")  # noqa: DTZ007 - local, the zone is the workspace's
        else:
            begin = datetime.combine(date.fromisoformat(text), datetime.min.time())
    except ValueError:
        raise ValueError(f"{text!r} is no day such as 2026-03-01, and no hour such as 2026-03-01T09") from None
    if not FIRST_YEAR <= begin.year <= LAST_YEAR:
        raise ValueError(f"{text!r} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return begin, begin + (timedelta(hours=1) if "T" in text else timedelta(days=1))


class Breakdown(Piece, frozen=True):
    """A number for each value: of a property of the event, or of a trait, the plan or a segment of who did it.

    by: event, person, account, plan or segment. name: of the property or trait. top: how many values are shown, the
    largest ones; the others together are "Other". Of a segment: inside and outside of the one `name` is the key of.
    """

    by: str
    name: Text = ""
    top: Annotated[int, msgspec.Meta(ge=1, le=100)] = 10

    def __post_init__(self) -> None:
        if self.by not in ("event", "person", "account", "plan", "segment"):
            raise ValueError("`by` is one of event, person, account, plan, segment")
        if (self.by == "plan") == bool(self.name):
            raise ValueError("`name` says which property, trait or segment; plan has none")


class Query(Piece, frozen=True, tag_field="report", kw_only=True):
    """What all queries have. unit: who is counted. where: of every event of the report, and of who did it."""

    version: Annotated[int, msgspec.Meta(ge=1, le=VERSION)] = VERSION
    unit: Unit = Unit.PERSON
    where: Condition | None = None
