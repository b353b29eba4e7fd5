"""Conditions on what is known of accounts and people beside their events: facts, answers, tickets, lists."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from holdfast.metrics.reports.query.leaves import NUMERIC, WITHOUT_VALUES, Amount, Is, Leaf, Text, Unit, Value
from holdfast.metrics.reports.query.periods import After, Next, Period


class FactName(StrEnum):
    """What is known of every account. plan, currency: of what it pays, or uses; one of them is enough where it has
    several. mrr is in the reporting currency; last_seen_at: the last event.
    """

    STATUS = "status"
    PLAN = "plan"
    CURRENCY = "currency"
    MRR = "mrr"
    PEOPLE = "people"
    OPEN_TICKETS = "open_tickets"
    HEALTH = "health"
    HEALTH_CHANGE = "health_change"
    NPS = "nps"
    CREATED_AT = "created_at"
    CUSTOMER_SINCE = "customer_since"
    LEFT_AT = "left_at"
    RENEWS_AT = "renews_at"
    ENDS_AT = "ends_at"
    LAST_SEEN_AT = "last_seen_at"
    NPS_AT = "nps_at"


WORDS = (FactName.STATUS, FactName.PLAN, FactName.CURRENCY)
DAYS = (
    FactName.CREATED_AT, FactName.CUSTOMER_SINCE, FactName.LEFT_AT, FactName.RENEWS_AT, FactName.ENDS_AT,
    FactName.LAST_SEEN_AT, FactName.NPS_AT,
)  # fmt: skip


class Fact(Leaf, frozen=True, tag="fact"):
    """A fact of the account as it is now. A day lies in a period (`when`); numbers and words are compared (`is`).

    Without a value only UNSET, NONE_OF, LACKS and `negate` hold.
    """

    name: FactName
    is_: Is | None = msgspec.field(default=None, name="is")
    values: tuple[Value, ...] = ()
    when: Period | None = None
    negate: bool = False

    def __post_init__(self) -> None:
        if self.name in DAYS:
            self._check_day()
        elif self.when is not None or self.negate:
            wrong = "when" if self.when is not None else "negate"
            raise ValueError(f"`{wrong}`: {self.name} is no day; compare it by `is` and `values`")
        elif self.is_ is None:
            raise ValueError(f"`is` is missing: it says how {self.name} is compared with `values`")
        else:
            self._check_values(self.is_)

    def _check_day(self) -> None:
        if self.values or self.is_ not in (None, *WITHOUT_VALUES):
            raise ValueError(f"`is`: {self.name} is a day; give `when`, or `is` set or unset")
        if (self.is_ is None) == (self.when is None):
            raise ValueError(f"`when` is missing: it says when {self.name} lies; or give `is` set or unset, not both")
        if self.negate and self.when is None:
            raise ValueError("`negate` goes with `when`; set and unset are each other's opposite")
        if isinstance(self.when, After):
            raise ValueError("`when` of a fact is last, ago, next or between")

    def _check_values(self, how: Is) -> None:
        if (how in WITHOUT_VALUES) == bool(self.values):
            raise ValueError(f"`values` {'must be empty' if self.values else 'are missing'} for `{how}`")
        if self.name in WORDS:
            if how in NUMERIC:
                raise ValueError(f"`is`: {self.name} is a word; it cannot be {how}")
            return
        if how in (Is.CONTAINS, Is.LACKS):
            raise ValueError(f"`is`: {self.name} is a number; it cannot be {how}")
        if any(isinstance(value, str | bool) for value in self.values):
            raise ValueError(f"`values`: {self.name} is a number; compare it with numbers")
        if how in NUMERIC and len(self.values) != 1:
            raise ValueError(f"`{how}` compares with one number")


class Survey(StrEnum):
    NPS = "nps"
    CSAT = "csat"
    CES = "ces"


class _Told(Leaf, frozen=True, kw_only=True):
    """by: as of what somebody did."""

    by: Unit | None = None
    negate: bool = False


class Answered(_Told, frozen=True, kw_only=True, tag="answer"):
    """Answered a survey with a score from `least` to `most`, both included. latest: only the last answer counts.

    survey: None: any. An answer without a score counts only where no score is asked for.
    """

    survey: Survey | None = None
    least: float | None = None
    most: float | None = None
    latest: bool = False
    when: Period | None = None

    def __post_init__(self) -> None:
        if self.least is not None and self.most is not None and self.most < self.least:
            raise ValueError(f"`most` ({self.most:g}) is less than `least` ({self.least:g})")
        if isinstance(self.when, Next):
            raise ValueError("`when` cannot be `next`: answers have been given; use last, ago, between or after")


class State(StrEnum):
    """Of a ticket, now."""

    ANY = "any"
    OPEN = "open"
    SOLVED = "solved"


class Ticketed(_Told, frozen=True, kw_only=True, tag="ticket"):
    """Has so many tickets like this. priorities: one of these; none: any."""

    state: State = State.ANY
    priorities: tuple[Text, ...] = ()
    opened: Period | None = None
    solved: Period | None = None
    is_: Amount = msgspec.field(default=Amount.AT_LEAST, name="is")
    number: Annotated[int, msgspec.Meta(ge=0)] = 1

    def __post_init__(self) -> None:
        if self.solved is not None and self.state is State.OPEN:
            raise ValueError("`solved`: an open ticket was not solved; leave it out, or the `state`")
        if self.is_ is Amount.AT_LEAST and self.number == 0:
            raise ValueError("`number`: everybody has at least 0 tickets; give 1 or more")
        for name in ("opened", "solved"):
            if isinstance(getattr(self, name), Next):
                raise ValueError(f"`{name}` cannot be `next`: tickets were; use last, ago, between or after")


class InList(Leaf, frozen=True, tag="in_list"):
    """Is in a stored list, or is not; the list as it is now."""

    list: int
    negate: bool = False


Told = Fact | Answered | Ticketed | InList
