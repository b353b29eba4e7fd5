"""Lifecycle worked by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from holdfast.metrics.reports.lifecycle import LifecycleAnswer, Stage, lifecycle
from holdfast.metrics.reports.query.base import Breakdown, Interval, Picked, Span
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.lifecycle import Lifecycle, NewBy
from tests.usage import LONG_AFTER, Done, asking

JUNE = datetime(2026, 6, 1, tzinfo=UTC)  # a Monday


def on(person: int, *days: float, event: str = "use", account: int | None = None) -> list[Done]:
    return [Done(event, person, JUNE + timedelta(days=day), account) for day in days]


def report(done: list[Done], as_of: datetime = LONG_AFTER, **query: Any) -> LifecycleAnswer:
    query = {"span": Span("2026-06-01", "2026-06-04"), "interval": Interval.DAY} | query
    return lifecycle(asking(done, as_of=as_of), Lifecycle(**query))


def row(found: LifecycleAnswer, stage: Stage, group: int = 0) -> list[int]:
    return [found.count(stage, slot, group) for slot in range(len(found.slots))]


def test_each_one_active_is_new_returning_or_resurrected_and_dormant_once_per_lapse() -> None:
    found = report(on(1, 0, 1, 3))
    assert row(found, Stage.NEW) == [1, 0, 0, 0]
    assert row(found, Stage.RETURNING) == [0, 1, 0, 0]
    assert row(found, Stage.DORMANT) == [0, 0, 1, 0]
    assert row(found, Stage.RESURRECTED) == [0, 0, 0, 1]


def test_the_interval_before_the_span_is_looked_at() -> None:
    found = report([*on(1, -1, 0), *on(2, -1), *on(3, -2, 0)])
    assert [row(found, stage)[0] for stage in Stage] == [0, 1, 1, 1]


def test_new_is_the_first_such_event_ever_or_the_first_sign_of_life_as_asked() -> None:
    # Seen on the 1st, first uses the feature on the 3rd.
    done = [*on(1, 0, event="sign up"), *on(1, 2, event="feature")]
    by_event = report(done, picked=Picked(("feature",)))
    created = report(done, picked=Picked(("feature",)), new_by=NewBy.CREATED)
    assert (row(by_event, Stage.NEW), row(by_event, Stage.RESURRECTED)) == ([0, 0, 1, 0], [0, 0, 0, 0])
    assert (row(created, Stage.NEW), row(created, Stage.RESURRECTED)) == ([0, 0, 0, 0], [0, 0, 1, 0])


def test_new_by_the_hour_is_the_hour_of_the_first_event() -> None:
    span = Span("2026-06-01T00", "2026-06-01T03")
    found = report(on(1, 1 / 24, 2.5 / 24, 3.9 / 24), span=span, interval=Interval.HOUR)
    assert (row(found, Stage.NEW), row(found, Stage.RETURNING)) == ([0, 1, 0, 0], [0, 0, 1, 1])


def test_the_pulse_is_who_came_to_who_went() -> None:
    found = report([*on(1, 0), *on(2, 1), *on(3, 1)])
    numbers = {one.column: one for one in found.numbers() if one.row == "pulse"}
    assert [numbers[label].value for label in found.slots.labels] == [None, 2.0, 0.0, None]


def test_a_span_that_ends_in_the_middle_of_a_week_counts_to_its_end_and_is_marked() -> None:
    # The span ends on Wednesday 10th: Friday 12th does not count, and who has not come yet may still.
    found = report(on(1, 0, 11), span=Span("2026-06-01", "2026-06-10"), interval=Interval.WEEK)
    assert row(found, Stage.DORMANT) == [0, 1]
    assert found.slots.complete == (True, False)


def test_accounts_are_active_with_any_of_their_people() -> None:
    done = [*on(1, 0, account=7), *on(2, 1, account=7)]
    found = report(done, unit=Unit.ACCOUNT)
    assert (row(found, Stage.NEW), row(found, Stage.RETURNING)) == ([1, 0, 0, 0], [0, 1, 0, 0])


def test_groups_add_up_to_the_total_also_for_who_is_dormant_from_before() -> None:
    done = [Done("use", 1, JUNE - timedelta(days=1), None, {"via": "web"}), *on(2, 0)]
    found = report(done, breakdown=Breakdown(by="event", name="via"))
    assert {group.label: row(found, Stage.DORMANT, place) for place, group in enumerate(found.groups)} == {
        "web": [1, 0, 0, 0], "(none)": [0, 1, 0, 0],
    }  # fmt: skip
