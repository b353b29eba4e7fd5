"""The true order of events whose times are told in whole seconds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

import orjson

from holdfast.connectors.stripe_model.values import Object, nested

# When an event was made, its packed data and the row that told it, "file:row".
Event = tuple[float, bytes, str]


def in_order(events: Iterable[Event]) -> list[Event]:
    """The events by time. Those of one second stand as their files list them, turned around where newest is first."""
    files: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        files[event[2].rpartition(":")[0]].append(event)
    turned = {file for file, listed in files.items() if _newest_first(listed)}
    ordered = [listed[::-1] if file in turned else listed for file, listed in files.items()]
    if 2 * len(turned) > len(files):
        ordered.reverse()  # the pages of one list
    return sorted(chain.from_iterable(ordered), key=lambda event: event[0])


def _newest_first(events: Sequence[Event]) -> bool:
    """By the times, and within a second by what changed. Without any sign: Stripe lists the newest first."""
    later = sum((one[0] > other[0]) - (one[0] < other[0]) for one, other in pairwise(events))
    return len(events) > 1 and (later or _signs(events)) >= 0


def _signs(events: Sequence[Event]) -> int:
    """Pairs of changes of one object in one second of which the newer is listed first, less the other pairs."""
    often = Counter(created for created, _, _ in events)
    before: dict[tuple[float, str], Object] = {}
    signs = 0
    for created, data, _ in (event for event in events if often[event[0]] > 1):
        told = orjson.loads(data) or {}
        key = (created, str(nested(told, "object", "id")))
        if key in before:
            signs += _follows(before[key], told) - _follows(told, before[key])
        before[key] = told
    return signs


def _follows(told: Object, other: Object) -> bool:
    """Whether what changed was before as the other event left it."""
    was = nested(told, "previous_attributes")
    return isinstance(was, dict) and bool(was) and all(nested(other, "object", name) == was[name] for name in was)
