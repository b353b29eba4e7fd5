"""Words of the report that are chosen by a value: groups, units, verdicts, movements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as text

from holdfast.metrics.kernel.frame import NONE, TOTAL
from holdfast.metrics.kernel.kpi import Direction, Fold, Group, Unit
from holdfast.metrics.kernel.period import Grain
from holdfast.metrics.kernel.result import Cell, KpiResult

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = dict[str, "_StrPromise"]

GROUPS: Words = {
    Group.CUSTOMERS: text("Customers"),
    Group.REVENUE: text("Revenue"),
    Group.USAGE: text("Usage"),
    # Translators: what customers say in surveys
    Group.VOICE: pgettext_lazy("group of KPIs", "Voice"),
    Group.SUPPORT: text("Support"),
}
GRAINS: Words = {
    Grain.DAY: text("day"),
    Grain.WEEK: text("week"),
    Grain.MONTH: text("month"),
    Grain.QUARTER: text("quarter"),
    Grain.YEAR: text("year"),
}
# Translators: the movements of MRR, and the balances at both ends of a period
MOVEMENTS: Words = {
    "start": pgettext_lazy("MRR balance", "Start"),
    "new": pgettext_lazy("MRR movement", "New"),
    "reactivation": pgettext_lazy("MRR movement", "Reactivation"),
    "expansion": pgettext_lazy("MRR movement", "Expansion"),
    "contraction": pgettext_lazy("MRR movement", "Contraction"),
    "churn": pgettext_lazy("MRR movement", "Churn"),
    "transfer": pgettext_lazy("MRR movement", "Between slices"),
    "fx": pgettext_lazy("MRR movement", "Exchange rates"),
    "end": pgettext_lazy("MRR balance", "End"),
}
COHORTS: Words = {
    "customers": text("Customers kept"),
    "nrr": text("Net revenue retention by cohort"),
    "grr": text("Gross revenue retention by cohort"),
    "usage": text("People still active"),
}
DIRECTIONS: Words = {
    Direction.HIGHER: text("higher is better"),
    Direction.LOWER: text("lower is better"),
    Direction.NEITHER: text("neither way is better"),
}
VERDICTS: Words = {
    "better": text("better"),
    "worse": text("worse"),
    "same": text("unchanged"),
    "neutral": text("changed"),
}
PLACES: Words = {
    "inside": text("within the usual range"),
    "better": text("better than usual"),
    "worse": text("worse than usual"),
    "good": text("reached"),
    "short": text("not reached"),
}
SLICES: Words = {"plan": text("plan"), "currency": text("currency"), "country": text("country")}


def slice_title(value: str) -> str:
    """What a slice is called: data as it is, the two names of ours translated."""
    if value == TOTAL:
        return gettext("Total")
    return gettext("(none)") if value == NONE else value


def by_title(by: str) -> str:
    """What it is sliced by: a trait is named by the company itself."""
    return str(SLICES.get(by, by))


def customers(count: int, subject: str) -> str:
    """1 account, 5 people."""
    if subject == "person":
        return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}
    return ngettext("%(count)s account", "%(count)s accounts", count) % {"count": count}


def why_nothing(result: KpiResult, cell: Cell | None) -> str:
    """The reason that a value is missing, for the place where the value would be."""
    if cell is None:
        return gettext("no complete period yet")
    if cell.numerator is not None and cell.denominator is not None and not cell.denominator:
        return gettext("undefined: %(denominator)s is zero") % {"denominator": gettext(result.kpi.denominator)}
    return gettext("not enough data")


# What a company has to put into its folder for a fact.
FACTS: Words = {
    "account": text("accounts"),
    "person": text("people"),
    "mrr_change": text("subscriptions or invoices"),
    "mrr_series": text("subscriptions with their status"),
    "subscription_term": text("subscriptions with terms of more than a month"),
    "trial": text("trials"),
    "cash": text("payments"),
    "purchase": text("purchases"),
    "cancellation": text("reasons for cancelling"),
    "cost": text("costs by month"),
    "fx_rate": text("exchange rates"),
    "event": text("usage events"),
    "survey_answer": text("survey answers"),
    "ticket": text("support tickets"),
    "trait": text("traits of accounts"),
}
SETTINGS: Words = {
    "currency": text("reporting currency"),
    "timezone": text("time zone"),
    "week_start": text("first day of a week (1 is Monday)"),
    "year_start": text("first month of a fiscal year"),
    "gross_margin": text("gross margin"),
    "acquisition_lag_months": text("months between acquisition cost and new customers"),
    "lifetime_churn_months": text("months of churn behind a lifetime value"),
    "activation_event": text("event that means activation"),
    "activation_days": text("days a new person has to be activated"),
    "onboarding_event": text("event that ends onboarding"),
    "recently_seen_days": text("days within which a person counts as recently seen"),
    "first_response_target_hours": text("hours to the first response that were promised"),
    "discount_rate": text("yearly discount rate of a projected lifetime value"),
    "resolution_target_hours": text("hours to resolution that were promised"),
}
# What a column of a KPI's sheet in the workbook adds up.
FOLDS: Words = {
    Fold.FLOW: text("in the period"),
    Fold.CLOSING: text("up to the end of the period"),
    Fold.OPENING: text("up to the start of the period"),
    Fold.PREVIOUS: text("in the period before"),
}
WHY_VALUES: Words = {
    "median": text("Values, not formulas: a median is no sum of rows."),
    "combined": text("Values, not formulas: it is made of other KPIs, over several months."),
    "fitted": text("Values, not formulas: a model estimates it."),
    "large": text("Values, not formulas: the rows behind it are too many for a workbook."),
    "other": text("Values, not formulas: its rows are weighted in a way a sum does not show."),
}
UNITS: Words = {
    Unit.MONEY: text("money"),
    Unit.SHARE: text("percent"),
    Unit.RATIO: text("percent"),
    Unit.TIMES: text("times"),
    Unit.COUNT: text("number"),
    Unit.POINTS: text("points"),
    Unit.SCORE: text("score"),
    Unit.DAYS: text("days"),
    Unit.HOURS: text("hours"),
    Unit.MONTHS: text("months"),
}
