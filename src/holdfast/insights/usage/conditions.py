"""A condition as one reads it aloud."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from holdfast.core.scoping import entered_workspace
from holdfast.insights.usage import told
from holdfast.insights.usage.choices import TESTS
from holdfast.insights.usage.words import event_text
from holdfast.metrics.reports.query.behaviour import Did, Followed, Measure, Occasion
from holdfast.metrics.reports.query.conditions import (
    AccountTrait,
    All,
    Answered,
    AnyOf,
    Condition,
    Fact,
    InList,
    InSegment,
    Is,
    Listed,
    PersonTrait,
    Plan,
    Property,
    Ticketed,
    leaves,
)
from holdfast.metrics.reports.query.leaves import Amount
from holdfast.metrics.reports.query.periods import After, Ago, Between, Last, Next, Period, Start
from holdfast.metrics.reports.query.told import State
from holdfast.web.format import Formatter


@dataclass(frozen=True)
class Titles:
    """What segments (by key) and lists (by number) are called."""

    segments: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[int, str] = field(default_factory=dict)


def condition_text(condition: Condition, titles: Titles | None = None) -> str:
    """In the reader's language. titles: those of the entered workspace, unless others are given."""
    return _text(condition, titles or titles_for(condition))


def titles_for(*conditions: Condition) -> Titles:
    """What the segments and lists are called that these conditions refer to; nothing outside a workspace."""
    found = [leaf for condition in conditions for leaf in leaves(condition)]
    if entered_workspace() is None or not any(isinstance(leaf, InSegment | InList) for leaf in found):
        return Titles()
    from holdfast.insights.lists.api import lists  # their tables are there only once Django is ready
    from holdfast.insights.segments.api import names

    listed = any(isinstance(leaf, InList) for leaf in found)
    return Titles(names(), {one.list_id: one.name for one in lists()} if listed else {})


def _text(condition: Condition, titles: Titles) -> str:
    if isinstance(condition, All | AnyOf):
        word = gettext(" and ") if isinstance(condition, All) else gettext(" or ")
        parts = [_text(one, titles) for one in condition.conditions]
        return parts[0] if len(parts) == 1 else "(" + word.join(parts) + ")"
    if isinstance(condition, Property | PersonTrait | AccountTrait):
        return compared(condition.name, condition.is_, condition.values)
    if isinstance(condition, InSegment):
        text = gettext("not in segment %(segment)s") if condition.negate else gettext("in segment %(segment)s")
        return text % {"segment": titles.segments.get(condition.key, condition.key)}
    if isinstance(condition, InList):
        text = gettext("not in the list %(name)s") if condition.negate else gettext("in the list %(name)s")
        return text % {"name": titles.lists.get(condition.list, f"{condition.list}")}
    return _LEAVES[type(condition)](condition)


def compared(name: str, test: Is, values: tuple[Any, ...]) -> str:
    """plan is Pro, Basic"""
    shown = ", ".join(str(value) for value in values)
    return f"{name} {TESTS[test]} {shown}".strip()


def _plan(leaf: Plan) -> str:
    text = gettext("the plan is not %(plans)s") if leaf.negate else gettext("the plan is %(plans)s")
    return text % {"plans": ", ".join(leaf.values)}


def _listed(leaf: Listed) -> str:
    count = len(leaf.keys)
    return ngettext("one of %(count)s key", "one of %(count)s keys", count) % {"count": count}


def _did(leaf: Did) -> str:
    text = gettext("did not do %(events)s") if leaf.negate else gettext("did %(events)s")
    return _joined(text % {"events": _doing(leaf)}, _measured(leaf), when_text(leaf.when), _by(leaf))


def _occasion(leaf: Occasion) -> str:
    words = {"events": _doing(leaf), "when": when_text(leaf.when)}
    first = leaf.which == "first"
    if leaf.negate:
        text = (
            gettext("did %(events)s for the first time not %(when)s, or never")
            if first
            else gettext("did %(events)s for the last time not %(when)s, or never")
        )
    else:
        text = (
            gettext("did %(events)s for the first time %(when)s")
            if first
            else gettext("did %(events)s for the last time %(when)s")
        )
    return _joined(text % words, _by(leaf))


def _followed(leaf: Followed) -> str:
    words = {"first": _doing(leaf.first), "then": _doing(leaf.then)}
    text = (
        gettext("did not do %(first)s and then %(then)s") if leaf.negate else gettext("did %(first)s and then %(then)s")
    )
    within = gettext("within %(time)s") % {"time": _delay(leaf)} if leaf.within else ""
    return _joined(text % words, within, when_text(leaf.when), _by(leaf))


def _doing(leaf: Any) -> str:
    """“export” where format is pdf"""
    events = event_text(leaf.events)
    if not leaf.where:
        return events
    conditions = gettext(" and ").join(_text(one, Titles()) for one in leaf.where)
    return gettext("%(events)s where %(conditions)s") % {"events": events, "conditions": conditions}


def _measured(leaf: Did) -> str:
    if leaf.measure is Measure.SUM:
        return gettext("with a sum of %(property)s of %(amount)s") % {
            "property": leaf.property, "amount": f"{told.AMOUNTS[leaf.is_]} {_number(leaf.number)}"
        }  # fmt: skip
    if leaf.measure is Measure.TIMES and leaf.is_ is Amount.AT_LEAST and leaf.number == 1:
        return ""
    count = int(leaf.number)
    words = {"how": told.AMOUNTS[leaf.is_], "count": count, "property": leaf.property}
    if leaf.measure is Measure.TIMES:
        return ngettext("%(how)s %(count)s time", "%(how)s %(count)s times", count) % words
    if leaf.measure is Measure.DAYS:
        return ngettext("on %(how)s %(count)s day", "on %(how)s %(count)s days", count) % words
    return (
        ngettext(
            "with %(how)s %(count)s value of %(property)s",
            "with %(how)s %(count)s different values of %(property)s",
            count,
        )
        % words
    )


def _fact(leaf: Fact) -> str:
    name = str(told.FACTS[leaf.name])
    if leaf.when is not None:
        text = gettext("%(fact)s not %(when)s") if leaf.negate else gettext("%(fact)s %(when)s")
        return text % {"fact": name, "when": when_text(leaf.when)}
    values = tuple(told.STATUSES.get(str(value), value) if leaf.name == "status" else value for value in leaf.values)
    return compared(name, leaf.is_ or Is.SET, values)


def _answered(leaf: Answered) -> str:
    survey = str(told.SURVEYS[leaf.survey.value]) if leaf.survey else gettext("a survey")
    if leaf.negate:
        text = gettext("did not answer %(survey)s")
    else:
        text = gettext("last answered %(survey)s") if leaf.latest else gettext("answered %(survey)s")
    return _joined(text % {"survey": survey}, _scored(leaf), when_text(leaf.when), _by(leaf))


def _scored(leaf: Answered) -> str:
    if leaf.least is None and leaf.most is None:
        return ""
    if leaf.least is None:
        return gettext("with at most %(most)s") % {"most": _number(leaf.most or 0)}
    if leaf.most is None:
        return gettext("with at least %(least)s") % {"least": _number(leaf.least)}
    return gettext("with %(least)s to %(most)s") % {"least": _number(leaf.least), "most": _number(leaf.most)}


def _ticketed(leaf: Ticketed) -> str:
    words = {"how": told.AMOUNTS[leaf.is_], "count": leaf.number}
    if leaf.state is State.OPEN:
        text = ngettext("%(how)s %(count)s open ticket", "%(how)s %(count)s open tickets", leaf.number)
    elif leaf.state is State.SOLVED:
        text = ngettext("%(how)s %(count)s solved ticket", "%(how)s %(count)s solved tickets", leaf.number)
    else:
        text = ngettext("%(how)s %(count)s ticket", "%(how)s %(count)s tickets", leaf.number)
    priority = gettext("of priority %(priority)s") % {"priority": ", ".join(leaf.priorities)} if leaf.priorities else ""
    opened = gettext("opened %(when)s") % {"when": when_text(leaf.opened)} if leaf.opened else ""
    solved = gettext("solved %(when)s") % {"when": when_text(leaf.solved)} if leaf.solved else ""
    told_ = _joined(text % words, priority, opened, solved, _by(leaf))
    return gettext("not: %(condition)s") % {"condition": told_} if leaf.negate else told_


def when_text(period: Period | None) -> str:
    """in the last 30 days"""
    if period is None:
        return ""
    if isinstance(period, Between):
        return _between(period)
    words = {"count": period.days}
    if isinstance(period, Last):
        return ngettext("in the last %(count)s day", "in the last %(count)s days", period.days) % words
    if isinstance(period, Ago):
        return ngettext("before the last %(count)s day", "before the last %(count)s days", period.days) % words
    if isinstance(period, Next):
        return ngettext("in the next %(count)s day", "in the next %(count)s days", period.days) % words
    return _after(period)


def _after(period: After) -> str:
    if not period.days:
        texts = {Start.CREATED: gettext("on the day of being created"),
                 Start.FIRST_EVENT: gettext("on the day of the first event")}  # fmt: skip
        return texts[period.start]
    count = period.days
    if period.start is Start.CREATED:
        text = ngettext("within %(count)s day of being created", "within %(count)s days of being created", count)
    else:
        text = ngettext("within %(count)s day of the first event", "within %(count)s days of the first event", count)
    return text % {"count": count}


def _between(period: Between) -> str:
    first, last = (_day(text) if text else "" for text in (period.first, period.to))
    if not last:
        return gettext("from %(first)s on") % {"first": first}
    if not first:
        return gettext("up to %(last)s") % {"last": last}
    if first == last:
        return gettext("on %(day)s") % {"day": first}
    return gettext("between %(first)s and %(last)s") % {"first": first, "last": last}


def _delay(leaf: Followed) -> str:
    count = leaf.within.n if leaf.within else 0
    texts = {
        "minute": ngettext("%(count)s minute", "%(count)s minutes", count),
        "hour": ngettext("%(count)s hour", "%(count)s hours", count),
        "day": ngettext("%(count)s day", "%(count)s days", count),
    }
    return texts[leaf.within.unit.value if leaf.within else "day"] % {"count": count}


def _by(leaf: Any) -> str:
    return f"({told.BY[leaf.by.value]})" if leaf.by else ""


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _day(text: str) -> str:
    return Formatter(get_language() or "en").day(date.fromisoformat(text))


def _number(number: float) -> str:
    return Formatter(get_language() or "en").number(number, 6, least=0)


_LEAVES: dict[type[Any], Callable[[Any], str]] = {
    Plan: _plan,
    Listed: _listed,
    Did: _did,
    Occasion: _occasion,
    Followed: _followed,
    Fact: _fact,
    Answered: _answered,
    Ticketed: _ticketed,
}
