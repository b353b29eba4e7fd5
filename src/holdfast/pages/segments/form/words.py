"""Words of the form that are chosen by a value of the segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = dict[str, "_StrPromise"]

UNITS: Words = {"account": lazy("accounts"), "person": lazy("people")}
# Translators: kinds of conditions, in the list to add one from
KINDS: tuple[tuple[_StrPromise, Words], ...] = (
    (
        lazy("What they did"),
        {
            "did": pgettext_lazy("kind of condition", "did something, so often"),
            "occasion": pgettext_lazy("kind of condition", "did it for the first or last time"),
            "then": pgettext_lazy("kind of condition", "did one thing and then another"),
        },
    ),
    (
        lazy("What is known of them"),
        {
            "fact": pgettext_lazy("kind of condition", "fact of the account"),
            "plan": pgettext_lazy("kind of condition", "plan"),
            "account": pgettext_lazy("kind of condition", "trait of the account"),
            "person": pgettext_lazy("kind of condition", "trait of the person"),
            "answer": pgettext_lazy("kind of condition", "answer to a survey"),
            "ticket": pgettext_lazy("kind of condition", "tickets"),
        },
    ),
    (
        lazy("Lists and segments"),
        {
            "in_list": pgettext_lazy("kind of condition", "list"),
            "segment": pgettext_lazy("kind of condition", "segment"),
        },
    ),
    (
        lazy("Several at once"),
        {
            "any": pgettext_lazy("kind of condition", "any of several"),
            "all": pgettext_lazy("kind of condition", "all of several"),
        },
    ),
)
TITLES: Words = {key: text for _, kinds in KINDS for key, text in kinds.items()}
DID: Words = {"": pgettext_lazy("condition", "did"), "true": pgettext_lazy("condition", "did not do")}
IS_IN: Words = {"": pgettext_lazy("condition", "is in"), "true": pgettext_lazy("condition", "is not in")}
IS: Words = {"": pgettext_lazy("comparison", "is"), "true": pgettext_lazy("comparison", "is not")}
ANSWERED: Words = {"": pgettext_lazy("condition", "answered"), "true": pgettext_lazy("condition", "did not answer")}
HAS: Words = {"": pgettext_lazy("condition", "has"), "true": pgettext_lazy("condition", "does not have")}
LIES: Words = {"": pgettext_lazy("day of an account", "is"), "true": pgettext_lazy("day of an account", "is not")}
WHICH: Words = {"first": lazy("for the first time"), "last": lazy("for the last time")}
MEASURES: Words = {
    "times": pgettext_lazy("measure of a condition", "times"),
    "days": pgettext_lazy("measure of a condition", "different days"),
    "sum": pgettext_lazy("measure of a condition", "sum of"),
    "values": pgettext_lazy("measure of a condition", "different values of"),
}
PERIODS: Words = {
    "": pgettext_lazy("period", "ever"),
    "last": pgettext_lazy("period", "in the last … days"),
    "ago": pgettext_lazy("period", "before the last … days"),
    "next": pgettext_lazy("period", "in the next … days"),
    "between": pgettext_lazy("period", "between two days"),
    "after": pgettext_lazy("period", "within … days of"),
    "set": pgettext_lazy("comparison", "is known"),
    "unset": pgettext_lazy("comparison", "is not known"),
}
PAST = ("", "last", "ago", "between", "after")
DATED = ("last", "ago", "next", "between", "set", "unset")
STARTS: Words = {"created": lazy("being created"), "first_event": lazy("the first event")}
DELAYS: Words = {
    "ever": pgettext_lazy("delay", "at any time later"),
    "minute": pgettext_lazy("delay", "minutes"),
    "hour": pgettext_lazy("delay", "hours"),
    "day": pgettext_lazy("delay", "days"),
}
BY: dict[str, Words] = {
    "account": {"": lazy("all people of the account together"), "person": lazy("one person alone")},
    "person": {"": lazy("the person"), "account": lazy("the account of the person")},
}
SURVEYS: Words = {"": lazy("any survey"), "nps": lazy("NPS"), "csat": lazy("CSAT"), "ces": lazy("CES")}
LATEST: Words = {"": lazy("in any answer"), "true": lazy("in the last answer")}
STATES: Words = {
    "any": pgettext_lazy("tickets", "tickets"),
    "open": pgettext_lazy("tickets", "open tickets"),
    "solved": pgettext_lazy("tickets", "solved tickets"),
}
WORD_TESTS = ("one_of", "none_of", "contains", "lacks", "set", "unset")
NUMBER_TESTS = ("at_least", "at_most", "more_than", "less_than", "one_of", "none_of", "set", "unset")
