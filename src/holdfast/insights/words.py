"""Words of the report that are chosen by a value: groups, units, verdicts, movements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.numbers import format_decimal
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as lazy

from holdfast.insights.segments.contracts import DIMENSION
from holdfast.metrics.kernel.frame import NONE, TOTAL
from holdfast.metrics.kernel.kpi import Direction, Fold, Group, Unit
from holdfast.metrics.kernel.period import Grain
from holdfast.metrics.kernel.result import Cell, KpiResult

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrPromise

Words = dict[str, "_StrPromise"]

GROUPS: Words = {
    Group.CUSTOMERS: lazy("Customers"),
    Group.REVENUE: lazy("Revenue"),
    Group.USAGE: lazy("Usage"),
    # Translators: what customers say in surveys
    Group.VOICE: pgettext_lazy("group of KPIs", "Voice"),
    Group.SUPPORT: lazy("Support"),
}
GRAINS: Words = {
    Grain.DAY: lazy("day"),
    Grain.WEEK: lazy("week"),
    Grain.MONTH: lazy("month"),
    Grain.QUARTER: lazy("quarter"),
    Grain.YEAR: lazy("year"),
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
    "customers": lazy("Customers kept"),
    "nrr": lazy("Net revenue retention by cohort"),
    "grr": lazy("Gross revenue retention by cohort"),
    "usage": lazy("People still active"),
}
DIRECTIONS: Words = {
    Direction.HIGHER: lazy("higher is better"),
    Direction.LOWER: lazy("lower is better"),
    Direction.NEITHER: lazy("neither way is better"),
}
VERDICTS: Words = {
    "better": lazy("better"),
    "worse": lazy("worse"),
    "same": lazy("unchanged"),
    "neutral": lazy("changed"),
}
PLACES: Words = {
    "inside": lazy("within the usual range"),
    "better": lazy("better than usual"),
    "worse": lazy("worse than usual"),
    "good": lazy("reached"),
    "short": lazy("not reached"),
}
INSIDE, OUTSIDE = "(inside)", "(outside)"  # the slices of a segment
OWN_SLICES: Words = {
    TOTAL: lazy("Total"),
    NONE: lazy("(none)"),
    # Translators: accounts that are (not) in a segment
    INSIDE: pgettext_lazy("slice", "in the segment"),
    OUTSIDE: pgettext_lazy("slice", "not in the segment"),
}
SLICES: Words = {"plan": lazy("plan"), "currency": lazy("currency"), "country": lazy("country")}


def slice_title(value: str) -> str:
    """What a slice is called: data as it is, the names of ours translated."""
    return str(OWN_SLICES.get(value, value))


def by_title(by: str) -> str:
    """What it is sliced by: a trait or a segment is named by the company itself."""
    return by_titles([by])[by]


def by_titles(several: Iterable[str]) -> dict[str, str]:
    """The same of several; segments are looked up once."""
    found = list(several)
    if not any(by.startswith(DIMENSION) for by in found):
        return {by: str(SLICES.get(by, by)) for by in found}
    from holdfast.insights.segments.api import names  # its tables are there only once Django is ready

    known = {f"{DIMENSION}{key}": name for key, name in names().items()}
    return {by: known.get(by) or str(SLICES.get(by, by)) for by in found}


def customers(count: int, subject: str) -> str:
    """1 account, 5,000 people."""
    told = {"count": format_decimal(count, locale=get_language() or "en")}
    if subject == "person":
        return ngettext("%(count)s person", "%(count)s people", count) % told
    return ngettext("%(count)s account", "%(count)s accounts", count) % told


def why_nothing(result: KpiResult, cell: Cell | None) -> str:
    """The reason that a value is missing, for the place where the value would be."""
    if cell is None:
        return gettext("no complete period yet")
    if cell.numerator is not None and cell.denominator is not None and not cell.denominator:
        return gettext("undefined: %(denominator)s is zero") % {"denominator": gettext(result.kpi.denominator)}
    return gettext("not enough data")


# What a company has to put into its folder for a fact.
FACTS: Words = {
    "account": lazy("accounts"),
    "person": lazy("people"),
    "mrr_change": lazy("subscriptions or invoices"),
    "mrr_series": lazy("subscriptions with their status"),
    "subscription_term": lazy("subscriptions with terms of more than a month"),
    "trial": lazy("trials"),
    "cash": lazy("payments"),
    "purchase": lazy("purchases"),
    "cancellation": lazy("reasons for cancelling"),
    "cost": lazy("costs by month"),
    "fx_rate": lazy("exchange rates"),
    "event": lazy("usage events"),
    "survey_answer": lazy("survey answers"),
    "ticket": lazy("support tickets"),
    "trait": lazy("traits of accounts"),
    "activation_event": lazy("the setting activation_event in holdfast.toml: the event that means activation"),
    "onboarding_event": lazy("the setting onboarding_event in holdfast.toml: the event that ends onboarding"),
}
SETTINGS: Words = {
    "currency": lazy("reporting currency"),
    "timezone": lazy("time zone"),
    "week_start": lazy("first day of a week (1 is Monday)"),
    "year_start": lazy("first month of a fiscal year"),
    "gross_margin": lazy("gross margin"),
    "acquisition_lag_months": lazy("months between acquisition cost and new customers"),
    "activation_event": lazy("event that means activation"),
    "activation_days": lazy("days a new person has to be activated"),
    "onboarding_event": lazy("event that ends onboarding"),
    "recently_seen_days": lazy("days within which a person counts as recently seen"),
    "first_response_target_hours": lazy("hours to the first response that were promised"),
    "discount_rate": lazy("yearly discount rate of a projected lifetime value"),
    "resolution_target_hours": lazy("hours to resolution that were promised"),
}
# What a column of a KPI's sheet in the workbook adds up.
FOLDS: Words = {
    Fold.FLOW: lazy("in the period"),
    Fold.CLOSING: lazy("up to the end of the period"),
    Fold.OPENING: lazy("up to the start of the period"),
    Fold.PREVIOUS: lazy("in the period before"),
}
WHY_VALUES: Words = {
    "median": lazy("Values, not formulas: a median is no sum of rows."),
    "combined": lazy("Values, not formulas: it is made of other KPIs, over several months."),
    "fitted": lazy("Values, not formulas: a model estimates it."),
    "large": lazy("Values, not formulas: the rows behind it are too many for a workbook."),
    "other": lazy("Values, not formulas: its rows are weighted in a way a sum does not show."),
}
UNITS: Words = {
    Unit.MONEY: lazy("money"),
    Unit.SHARE: lazy("percent"),
    Unit.RATIO: lazy("percent"),
    Unit.TIMES: lazy("times"),
    Unit.COUNT: lazy("number"),
    Unit.POINTS: lazy("points"),
    Unit.SCORE: lazy("score"),
    Unit.DAYS: lazy("days"),
    Unit.HOURS: lazy("hours"),
    Unit.MONTHS: lazy("months"),
}
