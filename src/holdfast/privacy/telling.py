"""Everything that Holdfast holds about a person, from every room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from holdfast.connectors import api as connectors
from holdfast.customers import api as customers
from holdfast.desk import api as desk
from holdfast.events import api as events
from holdfast.insights.alerts import api as alerts
from holdfast.insights.dashboards import api as dashboards
from holdfast.insights.lists import api as lists
from holdfast.insights.saved import api as reports
from holdfast.insights.segments import api as segments
from holdfast.privacy.contracts import About
from holdfast.surveys import api as surveys

Rows = Iterator[dict[str, Any]]

ROOMS = (surveys, desk, lists, segments, reports, dashboards, alerts)

# Counting these means reading every event, or every file that imports have left; the first has a quicker way.
_LONG = frozenset({"events", "rejected-rows"})


def tables(keys: frozenset[str]) -> dict[str, Rows]:
    """Name of a table -> its rows, read one after the other."""
    ordinals = customers.own_ids("person", keys)
    return {
        **customers.held(keys),
        **{name: rows for room in ROOMS for name, rows in room.held(keys).items()},
        **events.held(keys, ordinals),
        "rejected-rows": connectors.held(keys),
    }


def about(key: str) -> About:
    """What is kept of who has this id. Rejected rows are not counted."""
    keys = customers.group_of("person", key)
    ordinals = customers.own_ids("person", keys)
    counts = {name: sum(1 for _ in rows) for name, rows in tables(keys).items() if name not in _LONG}
    counts["events"] = events.count_of(ordinals)
    named = [row["name"] for row in customers.people_with(keys=keys).to_pylist() if row["name"]]
    shown = {name: count for name, count in counts.items() if count}
    return About(key, next(iter(named), ""), tuple(sorted(keys)), shown, known=bool(ordinals))
