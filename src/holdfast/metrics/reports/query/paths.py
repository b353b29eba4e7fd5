"""What people do next, or did before."""

from __future__ import annotations

from typing import Annotated

import msgspec

from holdfast.metrics.reports.query.base import Picked, Query, Span
from holdfast.metrics.reports.query.conditions import Text
from holdfast.metrics.reports.query.funnel import Window, WindowUnit


class Paths(Query, frozen=True, tag="paths"):
    """What follows the first `start` of each session, or leads to the first `end`, or lies between the two.

    Without both a path begins with the first event of a session. All of it lies in the span.

    picked: what paths are made of, beside start and end. gap: a session ends where nothing happens for longer; none:
    all that somebody does in the span is one. window: how long after the start, or before the end, a path goes.
    steps: how many events after the start, or before the end. repeats: the same again at once is a step. property:
    events that have it are told apart by its value. top: how many are shown at each step, the others as one.
    """

    span: Span
    picked: Picked = Picked()
    start: Picked | None = None
    end: Picked | None = None
    gap: Window | None = Window(30, WindowUnit.MINUTE)
    window: Window | None = None
    steps: Annotated[int, msgspec.Meta(ge=1, le=20)] = 5
    repeats: bool = False
    property: Text = ""
    top: Annotated[int, msgspec.Meta(ge=1, le=50)] = 5
