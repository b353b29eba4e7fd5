"""What an alert watches and what it found, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from holdfast.insights.alerts.api import OF_CHANGE, Fired, IncidentFacts, Rule, Sensitivity, State, Test
from holdfast.insights.segments import api as segments
from holdfast.insights.usage.words import row_text
from holdfast.insights.words import by_title, slice_title
from holdfast.reporting.watch.checking import EVERYTHING
from holdfast.web.format import NOTHING, PERCENT, Formatter

TESTS = {
    Test.ABOVE: gettext_lazy("is above"),
    Test.BELOW: gettext_lazy("is below"),
    Test.RISES: gettext_lazy("rises by"),
    Test.FALLS: gettext_lazy("falls by"),
    Test.CHANGES: gettext_lazy("rises or falls by"),
    Test.UNUSUAL: gettext_lazy("is unusual for its season and trend"),
    Test.STOPPED: gettext_lazy("an event stops coming"),
}
SENSITIVITIES = {
    # Translators: how far a value has to be from the usual one
    Sensitivity.FINE: pgettext_lazy("sensitivity", "fine: small surprises too"),
    Sensitivity.USUAL: pgettext_lazy("sensitivity", "usual"),
    Sensitivity.COARSE: pgettext_lazy("sensitivity", "coarse: large surprises only"),
}
STATES = {
    # Translators: of what an alert found
    State.OPEN: pgettext_lazy("incident", "open"),
    State.ACKNOWLEDGED: pgettext_lazy("incident", "somebody looks after it"),
    State.RESOLVED: pgettext_lazy("incident", "resolved"),
}


@dataclass(frozen=True, slots=True)
class PartLine:
    """One of those that explain most: “plan Basic: 120, was 180; 84 % of the change”."""

    what: str
    now: str
    before: str
    share: str


def value_text(value: float | None, unit: str, write: Formatter, like: float | None = None) -> str:
    """A number in the unit it was read in; `number` has as many digits as it needs, or as the one it is `like`."""
    if value is None:
        return NOTHING
    if unit != "number":
        return write.value(value, unit, exact=unit == "money" and abs(value) < 1_000)
    return write.number(value, 0 if float(value if like is None else like).is_integer() else 2)


def rule_text(rule: Rule, unit: str, write: Formatter) -> str:
    """is above 40 %; is unusual for its season and trend."""
    words = str(TESTS[rule.test])
    if rule.amount is None:
        return words
    if rule.test in OF_CHANGE and rule.relative:
        return f"{words} {_percent(rule.amount, write)}"
    if rule.test in OF_CHANGE and unit in PERCENT:
        return f"{words} {write.number(rule.amount * 100, 1, least=0)} {gettext('pt')}"
    if unit in PERCENT:
        return f"{words} {_percent(rule.amount, write)}"
    return f"{words} {value_text(rule.amount, unit, write)}"


def _percent(share: float, write: Formatter) -> str:
    return write.percent(share, 0 if round(share * 100, 6).is_integer() else 1)


def headline(incident: IncidentFacts, write: Formatter) -> str:
    """What happened, in a sentence."""
    fired = incident.fired
    if incident.test is Test.STOPPED:
        return _stopped(fired, write)
    words = {
        "name": numbers_name(fired), "value": value_text(fired.value, fired.unit, write),
        "period": row_text(fired.label, write), "before": value_text(fired.before, fired.unit, write),
        "low": value_text(fired.low, fired.unit, write, fired.value),
        "high": value_text(fired.high, fired.unit, write, fired.value),
    }  # fmt: skip
    if incident.test is Test.UNUSUAL:
        return gettext("%(name)s, %(period)s: %(value)s. Usual would have been %(low)s to %(high)s.") % words
    if incident.test in OF_CHANGE:
        return gettext("%(name)s, %(period)s: %(value)s, after %(before)s in the period before.") % words
    return gettext("%(name)s, %(period)s: %(value)s.") % words


def numbers_name(fired: Fired) -> str:
    """The report or KPI, and which number of it."""
    title, name = str(fired.found.get("title", "")), str(fired.found.get("name", ""))
    return f"{title} ({name})" if name and name != title else title


def part_lines(fired: Fired, write: Formatter) -> list[PartLine]:
    """Those that made most of the change, the most telling one first."""
    names = segments.names()
    return [
        PartLine(
            what=_part(part, names, write),
            now=value_text(part["now"], fired.unit, write),
            before=value_text(part["before"], fired.unit, write),
            share=write.percent(part["share"], 0),
        )
        for part in fired.found.get("parts", ())
    ]


def against_text(fired: Fired, write: Formatter) -> str:
    """What the parts are compared with."""
    labels = fired.found.get("against", ())
    if not labels:
        return ""
    shown = ", ".join(row_text(label, write) for label in labels)
    if len(labels) == 1:
        return gettext("compared with %(period)s") % {"period": shown}
    return gettext("compared with the mean of %(periods)s") % {"periods": shown}


def spread_text(fired: Fired) -> str:
    """Said where parts were compared in vain."""
    if not fired.found.get("spread"):
        return ""
    return gettext("No plan, country, segment or other part stands out: each changed as the whole did.")


def lasted_text(incident: IncidentFacts) -> str:
    """For how many periods in a row."""
    count = incident.lasted
    return ngettext("for %(count)s period", "for %(count)s periods", count) % {"count": count}


def _part(part: dict[str, Any], names: dict[str, str], write: Formatter) -> str:
    by, name = part["by"], part["name"]
    if part["of"] == "segment" or by.startswith("segment:"):
        return f"{names.get(by.removeprefix('segment:'), by)}: {slice_title(name) or row_text(name, write)}"
    return f"{by_title(by)}: {slice_title(name) or row_text(name, write)}"


def _stopped(fired: Fired, write: Formatter) -> str:
    last = write.day(datetime.fromisoformat(fired.label).date())
    if fired.subject == EVERYTHING:
        return gettext("No event of any kind has arrived since %(day)s.") % {"day": last}
    count = int(fired.value or 0)
    words = {"event": fired.subject, "day": last, "count": write.number(count)}
    return (
        ngettext(
            "“%(event)s” has not come since %(day)s. In the four weeks before it came %(count)s time.",
            "“%(event)s” has not come since %(day)s. In the four weeks before it came %(count)s times.",
            count,
        )
        % words
    )
