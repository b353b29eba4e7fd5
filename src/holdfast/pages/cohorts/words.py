"""Words of the cohort pages that are chosen by a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = dict[str, "_StrPromise"]

MONEY = ("nrr", "grr")
NEEDS = {"customers": "mrr", "nrr": "mrr", "grr": "mrr", "usage": "stickiness"}
# Translators: kinds of cohort tables, as tabs
KINDS: Words = {
    "customers": pgettext_lazy("cohort table", "Customers"),
    "nrr": pgettext_lazy("cohort table", "Net revenue (NRR)"),
    "grr": pgettext_lazy("cohort table", "Gross revenue (GRR)"),
    "usage": pgettext_lazy("cohort table", "Usage"),
}
LEADS: Words = {
    "customers": lazy("Of the accounts that first paid in a period, the share that pays at the end of each later one."),
    "nrr": lazy(
        "Of the MRR that a period's new accounts began with, what they pay at the end of each later one, growth "
        "included."
    ),
    "grr": lazy("The same without growth: each account counts at most with what it began with."),
    "usage": lazy("Of the people who were first seen in a period, the share that was active in each later one."),
}
SIZES: Words = {
    "customers": lazy("Accounts"),
    "nrr": lazy("New MRR"),
    "grr": lazy("New MRR"),
    "usage": lazy("People"),
}
GRAINS: Words = {
    "month": lazy("Months since the start; 0 is the month of the start itself."),
    "quarter": lazy("Quarters since the start; 0 is the quarter of the start itself."),
    "week": lazy("Weeks since the start; 0 is the week of the start itself."),
    "year": lazy("Years since the start; 0 is the year of the start itself."),
}
NUMERATORS: Words = {
    "customers": lazy("Pays"),
    "nrr": lazy("MRR then"),
    "grr": lazy("MRR then, at most that of the start"),
    "usage": lazy("Active"),
}
