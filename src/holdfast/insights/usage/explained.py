"""A report, and a number of it, in a sentence: what was counted, of whom, when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext, ngettext

from holdfast.insights.usage.choices import BREAKDOWNS, INTERVALS, MEASURES, STATISTICS, UNITS
from holdfast.insights.usage.conditions import condition_text
from holdfast.insights.usage.path_words import limits_text, path_place, window_text
from holdfast.insights.usage.words import event_text, row_text, series_text
from holdfast.metrics.reports.answer import Number
from holdfast.metrics.reports.query.base import Picked, Query, Span
from holdfast.metrics.reports.query.paths import Paths
from holdfast.metrics.reports.query.reading import AnyQuery
from holdfast.web.format import Formatter

BY_INTERVAL = ("Retention", "Lifecycle", "Stickiness", "Segmentation", "Frequency", "Revenue", "Beside")


def explained(query: AnyQuery, write: Formatter) -> str:
    """What the report counts."""
    told = _TOLD.get(type(query).__name__, _any)(query)
    parts = [told, _span(getattr(query, "span", None), query)]
    if query.where is not None:
        parts.append(gettext("Only where %(conditions)s.") % {"conditions": condition_text(query.where)})
    parts.append(_split(query))
    return " ".join(part for part in parts if part)


def _split(query: Query) -> str:
    """What it is broken down by."""
    one = getattr(query, "breakdown", None)
    found = [one] if one is not None else list(getattr(query, "breakdowns", ()))
    if not found:
        return ""
    said = [f"{BREAKDOWNS[part.by]} {event_text((part.name,))}" if part.name else BREAKDOWNS[part.by] for part in found]
    return gettext("Broken down by: %(by)s.") % {"by": ", ".join(map(str, said))}


def place_of(query: AnyQuery, number: Number, write: Formatter) -> str:
    """Which number of the report it is: its series, row and column."""
    if isinstance(query, Paths):
        return path_place(query, number)
    parts = [series_text(query, number.series, write), number.row, number.column]
    if type(query).__name__ == "Retention":
        parts[2] = _age(int(number.column), str(query.interval))  # type: ignore[union-attr]
    return ", ".join(row_text(part, write) for part in parts if part)


def _age(column: int, interval: str) -> str:
    if column == 0:
        return gettext("who started")
    return gettext("back %(time)s later") % {"time": length(column, interval)}


def length(count: int, interval: str) -> str:
    """3 weeks"""
    texts = {
        "hour": ngettext("%(count)s hour", "%(count)s hours", count),
        "day": ngettext("%(count)s day", "%(count)s days", count),
        "week": ngettext("%(count)s week", "%(count)s weeks", count),
        "month": ngettext("%(count)s month", "%(count)s months", count),
        "quarter": ngettext("%(count)s quarter", "%(count)s quarters", count),
    }
    return texts[interval] % {"count": count}


def picked_text(picked: Picked) -> str:
    """“opened” where plan is Pro"""
    events = event_text(picked.events)
    if picked.where is None:
        return events
    return gettext("%(events)s where %(conditions)s") % {
        "events": events, "conditions": condition_text(picked.where)
    }  # fmt: skip


def _span(span: Span | None, query: Query) -> str:
    if span is None:
        return ""
    if span.last is not None:
        interval = str(getattr(query, "interval", "day")) if type(query).__name__ in BY_INTERVAL else "day"
        return gettext("Time: the last %(time)s.") % {"time": length(span.last, interval)}
    if span.to is None:
        return gettext("Time: since %(first)s.") % {"first": span.first}
    return gettext("Time: from %(first)s to %(last)s.") % {"first": span.first, "last": span.to}


def _who(query: Query) -> str:
    return str(UNITS[query.unit])


def _retention(query: Any) -> str:
    words = {"who": _who(query), "start": picked_text(query.start), "back": picked_text(query.back)}
    started = {
        "recurring": gettext("Of the %(who)s who did %(start)s in a period, how many did %(back)s again later."),
        "first_time": gettext(
            "Of the %(who)s who did %(start)s for the first time in a period, how many did %(back)s later."
        ),
        "first_ever": gettext(
            "Of the %(who)s whose first such event ever was %(start)s in a period, how many did %(back)s later."
        ),
    }[str(query.entry)]
    said = [started % words]
    if str(query.counting) == "on_or_after":
        said.append(gettext("Later means in that period or any after it."))
    if str(query.windows) == "24_hours":
        said.append(gettext("Periods begin with the first event of each."))
    if query.minimum_occurrences > 1:
        times = query.minimum_occurrences
        said.append(gettext("A period counts with at least so many events: %(times)s.") % {"times": times})
    return " ".join(said)


def _lifecycle(query: Any) -> str:
    words = {"who": _who(query), "picked": picked_text(query.picked)}
    return gettext("How many %(who)s who did %(picked)s were new, stayed, came back, or stopped.") % words


def _stickiness(query: Any) -> str:
    words = {"who": _who(query), "picked": picked_text(query.picked), "interval": INTERVALS[query.interval]}
    return gettext("How many %(who)s did %(picked)s in one %(interval)s, in two, in three, and so on.") % words


def _funnel(query: Any) -> str:
    steps = " → ".join(picked_text(step) for step in query.steps)
    told = gettext("How many %(who)s did %(steps)s.") % {"who": _who(query), "steps": steps}
    return " ".join([told, *_limits(query)])


def _limits(query: Any) -> list[str]:
    """What makes a try count as one."""
    said = [gettext("At most this long after the first step: %(time)s.") % {"time": window_text(query.window)}]
    order = {
        "strict": gettext("Nothing else lies between the steps."), "any": gettext("Their order does not matter."),
    }.get(str(query.order))  # fmt: skip
    if order is not None:
        said.append(order)
    for exclusion in query.exclusions:
        words = {"picked": picked_text(exclusion.picked), "after": exclusion.after, "before": exclusion.before}
        said.append(gettext("Left out: who did %(picked)s between step %(after)s and step %(before)s.") % words)
    attributed = {
        "last": gettext("The value that counts is the last one on the steps."),
        "step": gettext("The value that counts is that on step %(step)s.") % {"step": query.step},
        "every": gettext("Only a value that all steps have counts."),
    }.get(str(query.attribution))
    return [*said, attributed] if attributed is not None else said


def _paths(query: Any) -> str:
    words = {
        "who": _who(query), "picked": picked_text(query.picked), "steps": query.steps,
        "start": picked_text(query.start or query.picked), "end": picked_text(query.end or query.picked),
    }  # fmt: skip
    if query.start and query.end:
        told = gettext("How %(who)s got from %(start)s to %(end)s.")
    elif query.start:
        told = gettext("What %(who)s did after %(start)s.")
    elif query.end:
        told = gettext("What %(who)s did before %(end)s.")
    else:
        told = gettext("What %(who)s did first in a session, and after that.")
    made_of = [gettext("Counted as a step: %(picked)s.") % words] if query.picked != Picked() else []
    return " ".join([told % words, *made_of, *limits_text(query)])


def _segmentation(query: Any) -> str:
    lines = "; ".join(f"{_measured(line)}: {picked_text(line.picked)}" for line in query.lines)
    told = gettext("%(lines)s. Counted: %(who)s.") % {"lines": lines, "who": _who(query)}
    if not query.formulas:
        return told
    formulas = "; ".join(formula.expression for formula in query.formulas)
    return f"{told} {gettext('Calculated: %(formulas)s.') % {'formulas': formulas}}"


def _measured(line: Any) -> str:
    """a number in a property (amount, average)"""
    more = [text for text in (line.property, STATISTICS[line.statistic] if line.statistic else "") if text]
    return f"{MEASURES[line.measure]} ({', '.join(map(str, more))})" if more else str(MEASURES[line.measure])


def _usage_interval(query: Any) -> str:
    words = {"who": _who(query), "picked": picked_text(query.picked)}
    return gettext("Of %(who)s who did %(picked)s on several days, the median number of days between two.") % words


def _frequency(query: Any) -> str:
    words = {"who": _who(query), "picked": picked_text(query.picked)}
    return gettext("How often %(who)s did %(picked)s within a period.") % words


def _adoption(query: Any) -> str:
    words = {"who": _who(query), "active": picked_text(query.active)}
    return (
        gettext("Of the %(who)s who did %(active)s, the share that used each feature, and how often each did.") % words
    )


def _keeping(query: Any) -> str:
    words = {
        "who": _who(query), "start": picked_text(query.start), "days": query.within,
        "back": picked_text(query.back), "later": length(query.at, str(query.interval)),
    }  # fmt: skip
    return (
        gettext(
            "Of the %(who)s who started with %(start)s: what they did in their first %(days)s days, and whether they "
            "did %(back)s %(later)s later. What goes together need not be cause and effect."
        )
        % words
    )


def _first_use(query: Any) -> str:
    words = {"who": _who(query), "feature": picked_text(query.feature), "event": picked_text(query.event)}
    return (
        gettext(
            "%(event)s before and after the first %(feature)s of each of the %(who)s; period 0 begins with that day."
        )
        % words
    )


def _revenue(query: Any) -> str:
    words = {"who": _who(query), "start": picked_text(query.start)}
    return gettext("What the %(who)s whose first %(start)s lies in a period have brought in since, each.") % words


def _beside(query: Any) -> str:
    words = {"back": picked_text(query.back)}
    return (
        gettext("Of the accounts that began in a period: who did %(back)s, who pays, what is left of their MRR.")
        % words
    )


def _any(query: Any) -> str:
    return ""


_TOLD: dict[str, Callable[[Any], str]] = {
    "Retention": _retention, "Lifecycle": _lifecycle, "Stickiness": _stickiness, "Funnel": _funnel,
    "Paths": _paths,
    "Segmentation": _segmentation, "UsageInterval": _usage_interval, "Frequency": _frequency, "Adoption": _adoption,
    "Revenue": _revenue, "Beside": _beside, "Keeping": _keeping, "FirstUse": _first_use,
}  # fmt: skip
