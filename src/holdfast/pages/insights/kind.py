"""What a kind of report is on a page, and the fields that most of them have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as lazy
from django_stubs_ext import StrOrPromise

from holdfast.insights.usage.choices import INTERVALS, UNITS
from holdfast.pages.insights.form.draft import Draft
from holdfast.pages.insights.form.fields import Field, Kind


@dataclass(frozen=True)
class ReportKind:
    """first: the draft for a company with these events, the most used first."""

    key: str
    title: StrOrPromise
    lead: StrOrPromise
    fields: tuple[Field, ...]
    first: Callable[[Sequence[str]], Draft]


def without(options: Mapping[str, StrOrPromise], *names: str) -> dict[str, StrOrPromise]:
    """The other ones."""
    return {key: text for key, text in options.items() if key not in names}


UNIT = Field("unit", Kind.CHOICE, lazy("Count"), options=UNITS, usual="person")
SPAN = Field("span", Kind.SPAN, lazy("Time"))
WHERE = Field("where", Kind.CONDITIONS, lazy("Only where"), lazy("Of everything in this report."))
BREAKDOWN = Field("breakdown", Kind.BREAKDOWN, lazy("Break down by"))


def interval(usual: str, *, hours: bool = True) -> Field:
    """The length of a slot."""
    options = INTERVALS if hours else without(INTERVALS, "hour")
    return Field("interval", Kind.CHOICE, lazy("By"), options=options, usual=usual)


def picked(path: str, title: StrOrPromise) -> Field:
    """Events, with conditions on them."""
    return Field(path, Kind.PICKED, title, lazy("No event named: any event counts."))


WINDOW_UNITS = {
    "second": lazy("seconds"), "minute": lazy("minutes"), "hour": lazy("hours"), "day": lazy("days"),
    "week": lazy("weeks"), "month": lazy("months of 30 days"),
}  # fmt: skip
