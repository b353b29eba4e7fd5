"""Every choice of the ledger that a company may want to make differently, with its default.

The settings are stored with each published result, because the same records give other numbers under other settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RecogniseChurn(StrEnum):
    """When an account that cancelled at once stops to count."""

    ENDED = "ended"
    LAST_PAID_PERIOD = "last_paid_period"


class OnceCoupon(StrEnum):
    """Whether a coupon for one invoice lowers MRR."""

    NEVER = "never"
    LONG_PERIODS = "long_periods"  # only when that invoice pays for more than one month
    ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSettings:
    """`None` switches a rule off. Days are days of 24 hours.

    reporting_currency    None: the currency of most subscription rows
    once_coupon           see OnceCoupon
    recognise_churn       see RecogniseChurn
    past_due_churn_days   past_due counts as lost after so many days; None: only when it ends
    reactivation_window_days  a return after a longer gap is a new customer; None: always a reactivation
    bridge_gap_days       a gap of at most so many days is no churn and reactivation
    grace_days            how long after its end a term may still be renewed
    term_min_months       terms must be longer than this to be up for renewal
    rate_max_age_days     how old a reference rate may be (the last one before a weekend or holiday)
    reference_rates_stale_days  how long the last of the reference rates that come with Holdfast counts after their end
    own_rate_max_age_days the same for rates from the company's own table, often one a month
    """

    reporting_currency: str | None = None
    once_coupon: OnceCoupon = OnceCoupon.LONG_PERIODS
    recognise_churn: RecogniseChurn = RecogniseChurn.ENDED
    past_due_churn_days: int | None = None
    reactivation_window_days: int | None = None
    bridge_gap_days: int = 0
    grace_days: int = 30
    term_min_months: int = 1
    rate_max_age_days: int = 7
    reference_rates_stale_days: int = 92
    own_rate_max_age_days: int = 35
