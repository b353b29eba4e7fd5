"""Paths as a form."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as lazy

from holdfast.pages.insights.form.draft import ENDLESS, Draft
from holdfast.pages.insights.form.fields import Field, Kind
from holdfast.pages.insights.kind import SPAN, UNIT, WHERE, WINDOW_UNITS, ReportKind


def _first(events: Sequence[str]) -> Draft:
    """What follows the event that most is done."""
    return {"span": {"last": 30}, **({"start": {"events": [*events[:1]]}} if events else {})}


PATHS = ReportKind(
    "paths",
    lazy("Paths"),
    lazy("What do people do next, what leads somewhere, and where do they leave?"),
    (
        Field("start", Kind.PICKED, lazy("After they did"), usual=lazy("anything")),
        Field("end", Kind.PICKED, lazy("Before they did"), usual=lazy("anything")),
        UNIT, SPAN,
        Field("steps", Kind.NUMBER, lazy("Steps"), usual="5"),
        Field("top", Kind.NUMBER, lazy("Events shown at each step"), usual="5"),
        Field("picked", Kind.PICKED, lazy("Count as a step only"), more=True),
        Field("property", Kind.TEXT, lazy("Tell events apart by the property"),
              lazy("Such as page: each of its values is a step of its own."), more=True),
        Field("repeats", Kind.CHECK, lazy("The same event again at once is a step"), more=True),
        Field("gap", Kind.LENGTH, lazy("A session ends after"), lazy("without an event"), more=True, usual="30 minute",
              options={**WINDOW_UNITS, ENDLESS: lazy("never: all of the time is one")}),
        Field("window", Kind.LENGTH, lazy("A path goes no further than"), lazy("Empty: to the end of the session."),
              more=True, usual=" minute", options=WINDOW_UNITS),
        WHERE,
    ),
    _first,
)  # fmt: skip
