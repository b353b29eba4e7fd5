"""What every setting means, in the words of the decisions behind the numbers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Words:
    """title: of its field. meaning: what it changes. unit: what its number counts, shown behind the field."""

    title: StrOrPromise
    meaning: StrOrPromise
    unit: StrOrPromise = ""


DAYS, MONTHS, HOURS = gettext_lazy("days"), gettext_lazy("months"), gettext_lazy("hours")
# Of one unit, its numbers; a lazy text is another key in every language, so it is found by identity.
COUNTED = (
    (DAYS, ngettext_lazy("%(count)s day", "%(count)s days", "count")),
    (MONTHS, ngettext_lazy("%(count)s month", "%(count)s months", "count")),
    (HOURS, ngettext_lazy("%(count)s hour", "%(count)s hours", "count")),
)
SHARE = pgettext_lazy("unit of a setting", "a share: 0.8 is 80 %")

GROUPS: tuple[tuple[StrOrPromise, tuple[str, ...]], ...] = (
    (
        gettext_lazy("MRR and its movements"),
        (
            "ledger.once_coupon", "ledger.recognise_churn", "ledger.past_due_churn_days",
            "ledger.reactivation_window_days", "ledger.bridge_gap_days",
        ),
    ),
    (gettext_lazy("Renewals"), ("ledger.term_min_months", "ledger.grace_days")),
    (
        gettext_lazy("Lifetime value and acquisition cost"),
        ("metrics.gross_margin", "metrics.discount_rate", "metrics.acquisition_lag_months"),
    ),
    (
        gettext_lazy("Usage"),
        (
            "metrics.activation_event", "metrics.activation_days", "metrics.onboarding_event",
            "metrics.recently_seen_days",
        ),
    ),
    (gettext_lazy("Support"), ("metrics.first_response_target_hours", "metrics.resolution_target_hours")),
    (
        gettext_lazy("Exchange rates"),
        ("ledger.rate_max_age_days", "ledger.own_rate_max_age_days", "ledger.reference_rates_stale_days"),
    ),
)  # fmt: skip

SETTINGS: dict[str, Words] = {
    "ledger.once_coupon": Words(
        gettext_lazy("A coupon for one invoice lowers MRR"),
        gettext_lazy(
            "Recurring discounts always lower MRR while they are in force. A coupon for one invoice is no change of "
            "the contract, unless that invoice pays for more than a month."
        ),
    ),
    "ledger.recognise_churn": Words(
        gettext_lazy("An account that cancelled at once stops to count"),
        gettext_lazy(
            "Churn is dated when the subscription really ends, not when the cancel button is pressed. Scheduled "
            "cancellations are upcoming churn until then."
        ),
    ),
    "ledger.past_due_churn_days": Words(
        gettext_lazy("Past due counts as lost after"),
        gettext_lazy("Past-due MRR counts and is shown as at risk. Empty: it is lost only when the subscription ends."),
        DAYS,
    ),
    "ledger.reactivation_window_days": Words(
        gettext_lazy("A return is a new customer after a gap of more than"),
        gettext_lazy(
            "The first payment ever is new, a later one after a gap is a reactivation. Empty: however long the gap was."
        ),
        DAYS,
    ),
    "ledger.bridge_gap_days": Words(
        gettext_lazy("A gap is no churn up to"),
        gettext_lazy(
            "A subscription that goes on after so short a gap neither churns nor comes back. 0: every gap counts."
        ),
        DAYS,
    ),
    "ledger.term_min_months": Words(
        gettext_lazy("Terms are up for renewal when longer than"),
        gettext_lazy(
            "Monthly plans renew by themselves; the renewal rate looks at longer terms that end in the period."
        ),
        MONTHS,
    ),
    "ledger.grace_days": Words(
        gettext_lazy("A term may still be renewed after its end for"),
        gettext_lazy("Until then it is pending: neither renewed nor lost."),
        DAYS,
    ),
    "metrics.gross_margin": Words(
        gettext_lazy("Gross margin"),
        gettext_lazy(
            "What is left of revenue after the cost of serving it. Lifetime value is a margin, not a revenue."
        ),
        SHARE,
    ),
    "metrics.discount_rate": Words(
        gettext_lazy("Discount rate of a year"),
        gettext_lazy("What money in a year is worth less than money now, where lifetime value is discounted."),
        SHARE,
    ),
    "metrics.acquisition_lag_months": Words(
        gettext_lazy("Cost of acquisition comes before its customers by"),
        gettext_lazy("With 2, the cost of January is laid against the customers won in March."),
        MONTHS,
    ),
    "metrics.activation_event": Words(
        gettext_lazy("Event that means activated"),
        gettext_lazy(
            "The name of the event by which a new person has got value. Empty: the activation KPIs stay empty."
        ),
    ),
    "metrics.activation_days": Words(
        gettext_lazy("Activated within"),
        gettext_lazy("How long after its first event a person may take."),
        DAYS,
    ),
    "metrics.onboarding_event": Words(
        gettext_lazy("Event that completes onboarding"),
        gettext_lazy("The name of the event that ends the first steps. Empty: that KPI stays empty."),
    ),
    "metrics.recently_seen_days": Words(
        gettext_lazy("Recently seen means in the last"), gettext_lazy("Used wherever recent use is asked for."), DAYS
    ),
    "metrics.first_response_target_hours": Words(
        gettext_lazy("Target of the first response"), gettext_lazy("Hours of the clock from the opening on."), HOURS
    ),
    "metrics.resolution_target_hours": Words(
        gettext_lazy("Target of the resolution"), gettext_lazy("Hours of the clock from the opening on."), HOURS
    ),
    "ledger.rate_max_age_days": Words(
        gettext_lazy("A reference rate may be as old as"),
        gettext_lazy("Weekends and holidays have no rate; the last one before counts."),
        DAYS,
    ),
    "ledger.own_rate_max_age_days": Words(
        gettext_lazy("A rate of your own may be as old as"),
        gettext_lazy("The same for rates that you import, often one a month."),
        DAYS,
    ),
    "ledger.reference_rates_stale_days": Words(
        gettext_lazy("The last reference rate counts after its end for"),
        gettext_lazy("Reference rates come with Holdfast and end when it was made."),
        DAYS,
    ),
}

CHOICES: dict[str, StrOrPromise] = {
    "never": gettext_lazy("never"),
    "long_periods": gettext_lazy("when its invoice pays for more than a month"),
    "always": gettext_lazy("always"),
    "ended": gettext_lazy("when the subscription ended"),
    "last_paid_period": gettext_lazy("when the last paid period ends"),
}

# What is decided once for everybody, so that two workspaces mean the same.
FIXED: tuple[StrOrPromise, ...] = (
    gettext_lazy(
        "A movement is a change of the MRR of one account: new, reactivation, expansion, contraction or churn."
    ),
    gettext_lazy("MRR at the start and all movements make the MRR at the end; numbers that break this are not shown."),
    gettext_lazy(
        "NRR, GRR and churn compare the same accounts at the start and at the end of a period, so GRR never exceeds "
        "NRR."
    ),
    gettext_lazy("MRR is what the contract says at each moment; the past before the first import comes from invoices."),
    gettext_lazy("MRR is net of recurring discounts, before tax, without usage and without refunds."),
    gettext_lazy("Active and past-due subscriptions count; trials, paused and unpaid ones do not."),
    gettext_lazy("Periods run from their first moment to before their last, in the time zone of the workspace."),
    gettext_lazy("Amounts are exact; they are rounded only where they are shown."),
    gettext_lazy("What is undefined is left empty: churn without customers is not zero."),
)

HEALTH: dict[str, Words] = {
    "days_active": Words(
        gettext_lazy("Active days"), gettext_lazy("Days with an event of anybody of the account, in the last 30.")
    ),
    "last_event": Words(
        gettext_lazy("Last event"), gettext_lazy("Days since the last event of anybody of the account.")
    ),
    "mrr_trend": Words(gettext_lazy("MRR trend"), gettext_lazy("MRR now divided by MRR 90 days ago.")),
    "mrr_at_risk": Words(gettext_lazy("MRR at risk"), gettext_lazy("Share of its MRR that is past due.")),
    "open_tickets": Words(gettext_lazy("Open tickets"), gettext_lazy("Tickets that are not solved.")),
    "nps": Words(gettext_lazy("NPS"), gettext_lazy("Mean NPS answer of its people in the last 180 days.")),
    "tenure": Words(gettext_lazy("Tenure"), gettext_lazy("Months since the first paid day.")),
}

WEEKDAYS = {
    "monday": gettext_lazy("Monday"),
    "tuesday": gettext_lazy("Tuesday"),
    "wednesday": gettext_lazy("Wednesday"),
    "thursday": gettext_lazy("Thursday"),
    "friday": gettext_lazy("Friday"),
    "saturday": gettext_lazy("Saturday"),
    "sunday": gettext_lazy("Sunday"),
}
MONTH_NAMES = {
    1: gettext_lazy("January"),
    2: gettext_lazy("February"),
    3: gettext_lazy("March"),
    4: gettext_lazy("April"),
    5: gettext_lazy("May"),
    6: gettext_lazy("June"),
    7: gettext_lazy("July"),
    8: gettext_lazy("August"),
    9: gettext_lazy("September"),
    10: gettext_lazy("October"),
    11: gettext_lazy("November"),
    12: gettext_lazy("December"),
}
