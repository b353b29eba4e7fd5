"""What is compared, and what a comparison says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from holdfast.core.errors import UserFacingError

# In the order in which they are looked for: the first one that explains a difference to the cent is named.
#   not_imported  the customer is not among our accounts
#   only_here     the account is in none of the files: test mode, or another billing system
#   rounding      a cent at most
#   currency      converted into another currency, at another rate
#   grouping      changes within an hour of each other are counted as one there, on the other side of a border
#   time_zone     the same change, counted to another month: the border lies within 14 hours of it
#   trial         MRR on trial is counted there
#   past_due      MRR whose payment is overdue is left out there
#   discount      recurring discounts are not taken off there
#   tax           the same proportion on top in every month: tax is probably counted there
#   kind          the same amount, counted as another movement there
#   unknown       none of these
CAUSES = (
    "not_imported", "only_here", "rounding", "currency", "grouping", "time_zone", "trial", "past_due", "discount",
    "tax", "kind", "unknown",
)  # fmt: skip


class BadMetricsFile(UserFacingError):
    """A file that is none of the three, or a cell of it that cannot be read; the message names file, row and column."""

    code = "bad_metrics_file"
    http_status = 422


@dataclass(frozen=True, slots=True)
class Month:
    """end: the instant at which it ends in the workspace's zone."""

    label: str
    end: datetime


@dataclass(frozen=True, slots=True)
class Balance:
    """What a file says of one customer at the end of a month."""

    customer: str
    name: str
    currency: str
    month: str
    mrr: Decimal


@dataclass(frozen=True, slots=True)
class TheirChange:
    """An entry of the log of changes. kind: one of our movements, "" if the file's word is none. exact: no mere day."""

    customer: str
    name: str
    currency: str
    at: datetime
    exact: bool
    kind: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Moved:
    """One of our movements. reporting: the amount in the reporting currency."""

    at: datetime
    kind: str
    currency: str
    amount: Decimal
    reporting: Decimal


@dataclass(frozen=True, slots=True)
class Ours:
    """What we know. movements: by account, in the order of time. beside: (account, month) -> MRR on trial, past due and
    taken off by discounts at the end of the month, in the reporting currency, by cause. names: of every account.
    """

    movements: Mapping[str, Sequence[Moved]]
    names: Mapping[str, str]
    currency: str
    beside: Mapping[tuple[str, str], Mapping[str, Decimal]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """of: "mrr" at the end of a month, or "change" within it. theirs - ours is what has the cause."""

    of: str
    month: str
    customer: str
    name: str
    currency: str
    theirs: Decimal
    ours: Decimal
    cause: str
    kind: str = ""

    @property
    def amount(self) -> Decimal:
        return self.theirs - self.ours


@dataclass(frozen=True, slots=True)
class Compared:
    """Every difference of one file; totals: (month, currency) -> (theirs, ours), equal customers included."""

    differences: tuple[Difference, ...]
    totals: Mapping[tuple[str, str], tuple[Decimal, Decimal]]
    equal: int
