"""The reports there are: what each answers, the fields of its form, and what it asks before anybody changed it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from holdfast.insights.usage.choices import INTERVALS
from holdfast.pages.insights.form.draft import Draft
from holdfast.pages.insights.form.fields import Field, Kind, at
from holdfast.pages.insights.kind import (
    BREAKDOWN,
    SPAN,
    UNIT,
    WHERE,
    WINDOW_UNITS,
    ReportKind,
    interval,
    picked,
    without,
)
from holdfast.pages.insights.path_kind import PATHS


def _by_one_step(draft: Draft) -> bool:
    return at(draft, "breakdown.by") == "event" and draft.get("attribution") == "step"


def _most_used(events: Sequence[str]) -> Draft:
    return {"events": [*events[:1]]} if events else {}


def _features(events: Sequence[str], most: int = 12) -> list[Draft]:
    return [{"picked": {"events": [event]}} for event in events[:most]]


RETENTION = ReportKind(
    "retention",
    lazy("Retention"),
    lazy("Of those who started, how many come back, and how much later?"),
    (
        picked("start", lazy("Who started: they did")),
        picked("return", lazy("and came back: they did")),
        UNIT, SPAN, interval("week"),
        Field("entry", Kind.CHOICE, lazy("Cohort of a period"), options={
            "recurring": lazy("everybody who did it in the period"),
            "first_time": lazy("who did it for the first time"),
            "first_ever": lazy("whose very first such event it was, conditions or not"),
        }, usual="recurring"),
        Field("counting", Kind.CHOICE, lazy("Came back"), options={
            "on": lazy("in that very period"), "on_or_after": lazy("in that period or later"),
        }, usual="on"),
        Field("minimum_occurrences", Kind.NUMBER, lazy("At least so many times"), usual="1", more=True),
        Field("windows", Kind.CHOICE, lazy("Periods"), options={
            "calendar": lazy("of the calendar"), "24_hours": lazy("of 24 hours from the first event of each"),
        }, usual="calendar", more=True),
        Field("columns", Kind.NUMBER, lazy("Periods shown"), lazy("Empty: as many as there are."), more=True),
        Field("brackets", Kind.TEXT, lazy("Brackets"), lazy("Sizes such as 3, 4, 7: periods 1–3, 4–7, 8–14."),
              more=True),
        BREAKDOWN, WHERE,
    ),
    lambda events: {"span": {"last": 12}, "interval": "week"},
)  # fmt: skip
LIFECYCLE = ReportKind(
    "lifecycle",
    lazy("Lifecycle"),
    lazy("Who is new, who stays, who comes back, and who falls asleep?"),
    (
        picked("picked", lazy("Active means: they did")),
        UNIT, SPAN, interval("week"),
        Field("new_by", Kind.CHOICE, lazy("New means"), options={
            "first_event": lazy("the first such event ever"), "created": lazy("first seen at all"),
        }, usual="first_event", more=True),
        BREAKDOWN, WHERE,
    ),
    lambda events: {"span": {"last": 16}, "interval": "week"},
)  # fmt: skip
STICKINESS = ReportKind(
    "stickiness",
    lazy("Stickiness"),
    lazy("On how many days (or weeks) are people active?"),
    (
        picked("picked", lazy("Active means: they did")),
        UNIT, SPAN, interval("day"),
        Field("cumulative", Kind.CHOICE, lazy("Show"), options={
            "": lazy("exactly so many"), "true": lazy("at least so many"),
        }, more=True),
        Field("occurrences.times", Kind.NUMBER, lazy("Events that make a period count"), usual="1", more=True),
        Field("occurrences.compare", Kind.CHOICE, lazy("or"), options={
            # Translators: so many events in a period
            "at_least": pgettext_lazy("number of events", "at least"),
            "at_most": pgettext_lazy("number of events", "at most"),
            "exactly": pgettext_lazy("number of events", "exactly"),
        }, usual="at_least", more=True),
        Field("group", Kind.NUMBER, lazy("Periods taken as one"), usual="1", more=True),
        BREAKDOWN, WHERE,
    ),
    lambda events: {"span": {"last": 30}, "interval": "day"},
)  # fmt: skip
FUNNEL = ReportKind(
    "funnel",
    lazy("Funnel"),
    lazy("Who goes all the way, how long does it take, and where do the others stop?"),
    (
        Field("steps", Kind.PICKS, lazy("Steps")),
        UNIT, SPAN,
        Field("order", Kind.CHOICE, lazy("Order"), options={
            "ordered": lazy("in this order; others may lie between"), "strict": lazy("in this order, nothing between"),
            "any": lazy("in any order"),
        }, usual="ordered"),
        Field("window", Kind.LENGTH, lazy("Within"), lazy("of the first step"), options=WINDOW_UNITS, usual="14 day"),
        Field("complete_within_span", Kind.CHECK, lazy("All steps within the time"), more=True),
        Field("trend", Kind.CHOICE, lazy("Show"), options={
            "": lazy("the steps"), "hour": lazy("conversion by hour"), "day": lazy("conversion by day"),
            "week": lazy("conversion by week"), "month": lazy("conversion by month"),
            "quarter": lazy("conversion by quarter"),
        }, more=True),
        Field("bins", Kind.NUMBER, lazy("Groups of times in files"), lazy("Empty: the usual lengths of time."),
              more=True, only=lambda draft: not draft.get("trend")),
        Field("exclusions", Kind.EXCLUSIONS, lazy("Leave out who, between two steps, did"), more=True, most=10),
        BREAKDOWN,
        Field("attribution", Kind.CHOICE, lazy("The value that counts"), options={
            "first": lazy("the first on the steps that somebody reached"),
            "last": lazy("the last on the steps that somebody reached"),
            "step": lazy("that on one step"), "every": lazy("one that all steps have"),
        }, usual="first", only=lambda draft: at(draft, "breakdown.by") == "event"),
        Field("step", Kind.NUMBER, lazy("Which step"), usual="1", only=_by_one_step),
        WHERE,
    ),
    lambda events: {"span": {"last": 30}, "steps": [{"events": [event]} for event in events[:3]]},
)  # fmt: skip
SEGMENTATION = ReportKind(
    "segmentation",
    lazy("Trends"),
    lazy("How many do something, how often, and how much, over time?"),
    (
        Field("lines", Kind.LINES, lazy("Series")),
        UNIT, SPAN, interval("day"),
        Field("shown", Kind.CHOICE, lazy("Show"), options={
            "series": lazy("a course over time"), "whole": lazy("one number for all of it"),
            "distribution": lazy("how many did it once, twice …"),
        }, usual="series"),
        Field("times", Kind.NUMBER, lazy("Up to so many times"), usual="30",
              only=lambda draft: draft.get("shown") == "distribution"),
        Field("formulas", Kind.FORMULAS, lazy("Formula"), lazy("Of the letters of the series, such as A / B * 100."),
              more=True, most=26, only=lambda draft: draft.get("shown") != "distribution"),
        Field("previous", Kind.CHECK, lazy("Compare with the time before"), more=True),
        Field("breakdowns", Kind.BREAKDOWNS, lazy("Break down by"), most=3),
        WHERE,
    ),
    lambda events: {
        "span": {"last": 30}, "interval": "day",
        "lines": [{"measure": "uniques"}, {"measure": "active_7"}] if not events
        else [{"picked": _most_used(events), "measure": "uniques"}],
    },
)  # fmt: skip

OFTEN = Field("often", Kind.CHOICE, lazy("How often"), options={
    "days": lazy("days with an event"), "times": lazy("events"),
}, usual="days")  # fmt: skip
USAGE_INTERVAL = ReportKind(
    "usage_interval",
    lazy("Usage interval"),
    lazy("How long do people leave between two days of use, and which retention is fair to them?"),
    (picked("picked", lazy("Use means: they did")), UNIT, SPAN, BREAKDOWN, WHERE),
    lambda events: {"span": {"last": 90}},
)
FREQUENCY = ReportKind(
    "frequency",
    lazy("Frequency"),
    lazy("On how many days of a week or month do people use it?"),
    (
        picked("picked", lazy("Use means: they did")),
        UNIT, SPAN,
        Field("interval", Kind.CHOICE, lazy("By"), options=INTERVALS, usual="week"),
        OFTEN,
        Field("bounds", Kind.TEXT, lazy("Groups"), lazy("Least of each, such as 1, 2, 5, 10."), more=True),
        BREAKDOWN, WHERE,
    ),
    lambda events: {"span": {"last": 8}, "interval": "week"},
)  # fmt: skip
ADOPTION = ReportKind(
    "adoption",
    lazy("Feature adoption"),
    lazy("Which features do many people use, and which do a few use often?"),
    (
        Field("features", Kind.FEATURES, lazy("Features"), most=100),
        picked("active", lazy("Of those who did")),
        UNIT, SPAN, OFTEN, BREAKDOWN, WHERE,
    ),
    lambda events: {"span": {"last": 30}, "features": _features(events)},
)  # fmt: skip
KEEPING = ReportKind(
    "keeping",
    lazy("What keeps them"),
    lazy("What did those do in their first days who are still there weeks later? A hint, not a proof of cause."),
    (
        picked("start", lazy("Who started: they did")),
        Field("features", Kind.FEATURES, lazy("What might keep them"), most=100),
        picked("return", lazy("Who stayed: they did")),
        UNIT, SPAN,
        Field("within", Kind.NUMBER, lazy("In their first days"), usual="7"),
        Field("at", Kind.NUMBER, lazy("Still there after"), usual="8"),
        Field("interval", Kind.CHOICE, lazy("periods of a"), options=without(INTERVALS, "hour", "quarter"),
              usual="week"),
        Field("most", Kind.NUMBER, lazy("At most so many times"), usual="5", more=True),
        Field("often", Kind.CHOICE, lazy("How often"), options={
            "times": lazy("events"), "days": lazy("days with an event"),
        }, usual="times", more=True),
        Field("minimum", Kind.NUMBER, lazy("At least so many people on each side"), usual="30", more=True),
        Field("order", Kind.CHOICE, lazy("Sorted by"), options={
            "phi": lazy("correlation"), "ppv": lazy("share of its users who stayed"),
            "sensitivity": lazy("share of those who stayed that used it"), "lift": lazy("lift"),
            "q": lazy("how little chance explains"),
        }, usual="phi", more=True),
        WHERE,
    ),
    lambda events: {"span": {"last": 365}, "interval": "week", "at": 8, "features": _features(events)},
)  # fmt: skip
FIRST_USE = ReportKind(
    "first_use",
    lazy("Before and after first use"),
    lazy("What changes when somebody first uses a feature, beside those who never do?"),
    (
        picked("feature", lazy("The feature: they did")),
        Field("event", Kind.PICKED, lazy("What may change: they did"), lazy("No event named: any event counts.")),
        UNIT, SPAN,
        Field("measured", Kind.CHOICE, lazy("Measured as"), options={
            "active": lazy("the share that did it at all"), "times": lazy("how often each did it"),
        }, usual="active"),
        Field("interval", Kind.CHOICE, lazy("By"), options=without(INTERVALS, "hour", "quarter"), usual="week"),
        Field("around", Kind.NUMBER, lazy("Periods on each side"), usual="4"),
        WHERE,
    ),
    lambda events: {"span": {"last": 180}, "interval": "week", "feature": {"events": [*events[1:2]]}},
)  # fmt: skip

REVENUE = ReportKind(
    "revenue",
    lazy("Revenue of cohorts"),
    lazy("What do those who started bring in, period by period?"),
    (
        picked("start", lazy("Who started: they did")),
        UNIT, SPAN,
        Field("interval", Kind.CHOICE, lazy("By"), options=without(INTERVALS, "hour"), usual="month"),
        Field("takings", Kind.CHOICE, lazy("Money"), options={
            "mrr": lazy("what their MRR earned"), "cash": lazy("payments outside MRR"),
        }, usual="mrr"),
        Field("columns", Kind.NUMBER, lazy("Periods shown"), lazy("Empty: as many as there are."), more=True),
        WHERE,
    ),
    lambda events: {"span": {"last": 12}, "interval": "month"},
)  # fmt: skip
BESIDE = ReportKind(
    "beside_revenue",
    lazy("Usage beside revenue"),
    lazy("Do the accounts that use it keep paying, and do those that pay keep using it?"),
    (
        Field("began", Kind.CHOICE, lazy("Cohorts by"), options={
            "paid": lazy("their first MRR"), "used": lazy("their first start event"),
        }, usual="paid"),
        picked("start", lazy("Start event")),
        picked("return", lazy("Use means: they did")),
        SPAN,
        Field("interval", Kind.CHOICE, lazy("By"), options=without(INTERVALS, "hour"), usual="month"),
        Field("columns", Kind.NUMBER, lazy("Periods shown"), lazy("Empty: as many as there are."), more=True),
        WHERE,
    ),
    lambda events: {"span": {"last": 12}, "interval": "month"},
)  # fmt: skip

KINDS: dict[str, ReportKind] = {
    kind.key: kind
    for kind in (
        SEGMENTATION, RETENTION, FUNNEL, PATHS, LIFECYCLE, STICKINESS, USAGE_INTERVAL, FREQUENCY, ADOPTION, KEEPING,
        FIRST_USE, REVENUE, BESIDE,
    )
}  # fmt: skip
