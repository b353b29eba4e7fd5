"""Words that are chosen by a value of the query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = dict[str, "_StrPromise"]

UNITS: Words = {"person": lazy("people"), "account": lazy("accounts")}
INTERVALS: Words = {
    "hour": lazy("hour"), "day": lazy("day"), "week": lazy("week"), "month": lazy("month"), "quarter": lazy("quarter"),
}  # fmt: skip
JOINS: Words = {
    # Translators: all (any) of the conditions that follow hold
    "all": pgettext_lazy("conditions", "all of these"),
    "any": pgettext_lazy("conditions", "any of these"),
}
# Translators: what a condition speaks of
LEAVES: Words = {
    "event": pgettext_lazy("condition", "property of the event"),
    "person": pgettext_lazy("condition", "trait of the person"),
    "account": pgettext_lazy("condition", "trait of the account"),
    "plan": pgettext_lazy("condition", "plan"),
    "segment": pgettext_lazy("condition", "segment"),
    "list": pgettext_lazy("condition", "list of keys"),
    "any": pgettext_lazy("condition", "any of several"),
    "all": pgettext_lazy("condition", "all of several"),
}
# Translators: how a value is compared, between its name and the value
TESTS: Words = {
    "one_of": pgettext_lazy("comparison", "is"),
    "none_of": pgettext_lazy("comparison", "is not"),
    "contains": pgettext_lazy("comparison", "contains"),
    "lacks": pgettext_lazy("comparison", "does not contain"),
    "more_than": pgettext_lazy("comparison", "is more than"),
    "at_least": pgettext_lazy("comparison", "is at least"),
    "less_than": pgettext_lazy("comparison", "is less than"),
    "at_most": pgettext_lazy("comparison", "is at most"),
    "set": pgettext_lazy("comparison", "is known"),
    "unset": pgettext_lazy("comparison", "is not known"),
}
NEGATES: Words = {"": pgettext_lazy("comparison", "is"), "true": pgettext_lazy("comparison", "is not")}
BREAKDOWNS: Words = {
    "": lazy("nothing"),
    "event": lazy("property of the event"),
    "person": lazy("trait of the person"),
    "account": lazy("trait of the account"),
    "plan": lazy("plan"),
    "segment": lazy("segment"),
}
MEASURES: Words = {
    "uniques": lazy("how many people or accounts"),
    "total": lazy("how many events"),
    "active_7": lazy("active in 7 days"),
    "active_30": lazy("active in 30 days"),
    "first_time": lazy("who did it for the first time"),
    "first_ever": lazy("whose very first such event it was, conditions or not"),
    "per_actor": lazy("events per person or account"),
    "property": lazy("a number in a property"),
    "property_values": lazy("different values of a property"),
}
STATISTICS: Words = {
    "average": pgettext_lazy("statistic", "average"),
    "median": pgettext_lazy("statistic", "median"),
    "sum": pgettext_lazy("statistic", "sum"),
    "min": pgettext_lazy("statistic", "least"),
    "max": pgettext_lazy("statistic", "most"),
    "p25": pgettext_lazy("statistic", "25th percentile"),
    "p75": pgettext_lazy("statistic", "75th percentile"),
    "p90": pgettext_lazy("statistic", "90th percentile"),
    "p95": pgettext_lazy("statistic", "95th percentile"),
    "p99": pgettext_lazy("statistic", "99th percentile"),
}
