"""Funnels worked by hand: who gets how far, and with which of several tries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from holdfast.metrics.reports.errors import NoSuchCell
from holdfast.metrics.reports.funnel import FunnelAnswer, funnel
from holdfast.metrics.reports.query.base import Picked, Span
from holdfast.metrics.reports.query.conditions import Property, Unit
from holdfast.metrics.reports.query.funnel import Exclusion, Funnel, Order, Window, WindowUnit
from tests.usage import LONG_AFTER, Done, asking

JUNE = datetime(2026, 6, 1, tzinfo=UTC)
A, B, C = (Picked((name,)) for name in "abc")
HOUR = Window(60, WindowUnit.MINUTE)


def did(person: int, *what: tuple[str, float], **more: Any) -> list[Done]:
    """What, and so many minutes after June began."""
    return [Done(name, person, JUNE + timedelta(minutes=minutes), **more) for name, minutes in what]


def report(done: list[Done], as_of: datetime = LONG_AFTER, zone: str = "UTC", **query: Any) -> FunnelAnswer:
    query = {"span": Span("2026-06-01", "2026-06-01"), "steps": (A, B, C), "window": HOUR} | query
    found = funnel(asking(done, as_of=as_of, zone=zone), Funnel(**query))
    assert isinstance(found, FunnelAnswer)
    return found


def test_each_counts_with_the_furthest_step() -> None:
    done = [*did(1, ("a", 0), ("b", 1), ("c", 2)), *did(2, ("a", 0), ("c", 1), ("b", 2)), *did(3, ("b", 0), ("c", 1))]
    found = report(done)
    assert found.counts() == [2, 2, 1]
    assert [list(found.behind(f"0.{step}.0")) for step in range(3)] == [[1, 2], [1, 2], [1]]
    assert [list(found.behind(f"0.{step}.1")) for step in range(2)] == [[], [2]]


def test_the_end_of_the_window_is_inside_it() -> None:
    assert report(did(1, ("a", 0), ("b", 60)), steps=(A, B)).counts() == [1, 1]
    assert report(did(1, ("a", 0), ("b", 60 + 1 / 60_000_000)), steps=(A, B)).counts() == [1, 0]
    # All steps lie within it, not each within it of the one before.
    assert report(did(1, ("a", 0), ("b", 40), ("c", 61))).counts() == [1, 1, 0]


@pytest.mark.parametrize(("unit", "minutes"), [("second", 1 / 60), ("day", 1_440), ("week", 10_080), ("month", 43_200)])
def test_windows_have_fixed_lengths(unit: str, minutes: float) -> None:
    done = [*did(1, ("a", 0), ("b", 2 * minutes)), *did(2, ("a", 0), ("b", 2 * minutes + 0.001))]
    assert report(done, steps=(A, B), window=Window(2, WindowUnit(unit))).counts() == [2, 1]


def test_a_day_of_a_window_is_24_hours_where_clocks_change() -> None:
    # In Berlin the 29th of March 2026 has 23 hours: from 12:00 of the 28th to 12:30 of the 29th are 23.5.
    noon = datetime(2026, 3, 28, 11, tzinfo=UTC)
    done = [Done("a", 1, noon), Done("b", 1, noon + timedelta(hours=24)), Done("a", 2, noon),
            Done("b", 2, noon + timedelta(hours=24, seconds=1))]  # fmt: skip
    found = report(done, zone="Europe/Berlin", span=Span("2026-03-28", "2026-03-28"), steps=(A, B), window=Window(1))
    assert found.counts() == [2, 1]


def test_a_later_first_step_begins_anew() -> None:
    # The first one is 100 minutes before the last step, the second one 50.
    found = report(did(1, ("a", 0), ("a", 50), ("b", 60), ("c", 100)))
    assert found.counts() == [1, 1, 1]
    assert found.times(2) == (600, 600)
    assert found.times(1) == (3000, 3000)


def test_an_earlier_try_that_gets_there_first_counts_for_the_times() -> None:
    # Through at 3 after 3 minutes, and again at 12 after 2 minutes.
    found = report(did(1, ("a", 0), ("b", 1), ("c", 3), ("a", 10), ("b", 11), ("c", 12)))
    assert [found.times(step)[0] for step in (1, 2, 3)] == [180, 60, 120]


def test_a_further_try_counts_even_if_it_is_later() -> None:
    found = report(did(1, ("a", 0), ("b", 5), ("a", 100), ("b", 101), ("c", 102)))
    assert found.counts() == [1, 1, 1]
    assert found.times(2)[0] == 60


def test_the_same_event_as_two_steps_takes_two_events() -> None:
    done = [*did(1, ("a", 0), ("a", 1)), *did(2, ("a", 0))]
    for order in Order:
        assert report(done, steps=(A, A), order=order).counts() == [2, 1]


@pytest.mark.parametrize("order", Order)
def test_two_events_at_one_instant_are_two(order: Order) -> None:
    # Both are usable, whichever comes first in the store.
    assert report(did(1, ("a", 0), ("a", 0), ("b", 1)), steps=(A, A, B), order=order).counts() == [1, 1, 1]
    assert report(did(1, ("c", 0), ("b", 0), ("a", 0)), order=order).counts() == [1, 1, 1]


@pytest.mark.parametrize("order", Order)
def test_at_one_instant_events_are_the_steps_they_have_to_be(order: Order) -> None:
    # Either could be the first step; only the one of p could be the second.
    done = [*did(1, ("a", 0), properties={"p": 1}), *did(1, ("a", 0))]
    ofp = Picked(("a",), Property("p", values=(1,)))
    assert report(done, steps=(A, ofp), order=order).counts() == [1, 1]
    assert report(done, steps=(ofp, A), order=order).counts() == [1, 1]
    assert report(done, steps=(ofp, ofp), order=order).counts() == [1, 0]


def test_strictly_nothing_may_come_between() -> None:
    done = [*did(1, ("a", 0), ("x", 1), ("b", 2)), *did(2, ("x", 0), ("a", 1), ("b", 2), ("x", 3), ("c", 4))]
    assert report(done).counts() == [2, 2, 1]
    assert report(done, order=Order.STRICT).counts() == [2, 1, 0]


def test_strictly_a_repeated_step_is_nothing_else() -> None:
    done = did(1, ("a", 0), ("a", 1), ("b", 2), ("b", 3), ("c", 4))
    found = report(done, order=Order.STRICT)
    assert found.counts() == [1, 1, 1]
    assert [found.times(step)[0] for step in (2, 3)] == [60, 120]
    # What was a step before is something else.
    assert report(did(1, ("a", 0), ("b", 1), ("a", 2), ("c", 3)), order=Order.STRICT).counts() == [1, 1, 0]


def test_strictly_what_happens_at_one_instant_has_no_order() -> None:
    assert report(did(1, ("a", 0), ("x", 1), ("b", 1), ("c", 2)), order=Order.STRICT).counts() == [1, 1, 1]
    assert report(did(1, ("a", 0), ("x", 1), ("x", 1), ("b", 2)), order=Order.STRICT).counts() == [1, 0, 0]


def test_strictly_only_what_meets_the_condition_of_all_is_there() -> None:
    done = [*did(1, ("a", 0), ("b", 2), properties={"p": 1}), *did(1, ("x", 1))]
    assert report(done, steps=(A, B), order=Order.STRICT).counts() == [1, 0]
    only = Property("p", values=(1,))
    assert report(done, steps=(A, B), order=Order.STRICT, where=only).counts() == [1, 1]


def test_in_any_order_steps_are_counted() -> None:
    done = [*did(1, ("c", 0), ("a", 1), ("b", 3)), *did(2, ("b", 0), ("b", 1)), *did(3, ("c", 0), ("a", 61), ("b", 62))]
    found = report(done, order=Order.ANY)
    # The third one did two within an hour, and never three.
    assert found.counts() == [3, 2, 1]
    assert list(found.behind("0.1.0")) == [1, 3]
    assert [found.times(step)[0] for step in (1, 3)] == [180, 120]


def test_in_any_order_the_time_runs_from_the_first_of_the_events() -> None:
    # In order the later a begins anew; without an order there is no first step to begin anew with.
    done = did(1, ("a", 0), ("a", 50), ("b", 60))
    assert report(done, steps=(A, B), order=Order.ANY).times(2)[0] == 3600
    assert report(done, steps=(A, B)).times(2)[0] == 600


def test_in_any_order_steps_that_share_events_each_take_their_own() -> None:
    either = Picked(("a", "b"))
    counts = [report(did(1, *what), steps=(either, B), order=Order.ANY).counts()
              for what in ([("a", 0), ("b", 1)], [("b", 0), ("a", 1)], [("b", 0), ("b", 1)], [("a", 0), ("a", 1)],
                           [("b", 0)])]  # fmt: skip
    assert counts == [[1, 1], [1, 1], [1, 1], [1, 0], [1, 0]]


def test_the_span_limits_the_first_step_alone() -> None:
    # The first begins on the 31st of May, the second goes on in the 2nd of June.
    done = [*did(1, ("a", -1), ("b", 1)), *did(2, ("a", 1_439), ("b", 1_441)), *did(3, ("b", -1), ("a", 1))]
    assert report(done, steps=(A, B)).counts() == [2, 1]
    assert report(done, steps=(A, B), complete_within_span=True).counts() == [2, 0]


def test_accounts_go_through_steps_that_different_people_do() -> None:
    done = [*did(1, ("a", 0), account=7), *did(2, ("b", 1), account=7), *did(3, ("a", 0))]
    found = report(done, steps=(A, B), unit=Unit.ACCOUNT)
    assert found.counts() == [1, 1]
    assert list(found.behind("0.1.0")) == [7]
    assert report(done, steps=(A, B)).counts() == [2, 0]


def test_steps_have_conditions_of_their_own() -> None:
    done = [*did(1, ("a", 0)), *did(1, ("b", 1), properties={"paid": True}), *did(2, ("a", 0), ("b", 1))]
    paid = Picked(("b",), Property("paid", values=(True,)))
    assert report(done, steps=(A, paid)).counts() == [2, 1]


def test_who_does_what_is_excluded_leaves_the_funnel() -> None:
    done = [*did(1, ("a", 0), ("b", 2)), *did(2, ("a", 0), ("x", 1), ("b", 2)), *did(3, ("a", 0), ("x", 1))]
    # The third one did not go on, but had it in the time in which that was possible.
    barred = {"steps": (A, B), "exclusions": (Exclusion(Picked(("x",)), 1, 2),)}
    assert report(done, **barred).counts() == [1, 1]
    assert report(did(1, ("x", 0), ("a", 1), ("b", 2), ("x", 3)), **barred).counts() == [1, 1]
    assert report(did(1, ("a", 0), ("x", 61)), **barred).counts() == [1, 0]


def test_what_happens_at_the_instant_of_a_step_is_not_between() -> None:
    barred = {"steps": (A, B), "exclusions": (Exclusion(Picked(("x",)), 1, 2),)}
    assert report(did(1, ("a", 0), ("x", 0), ("b", 2)), **barred).counts() == [1, 1]
    assert report(did(1, ("a", 0), ("x", 2), ("b", 2)), **barred).counts() == [1, 1]


def test_a_clean_try_that_gets_as_far_saves_the_place_in_the_funnel() -> None:
    barred = {"exclusions": (Exclusion(Picked(("x",)), 1, 2),)}
    # A first try with x to the second step, a clean one to the second step.
    assert report(did(1, ("a", 0), ("x", 1), ("b", 2), ("a", 100), ("b", 101)), **barred).counts() == [1, 1, 0]
    # A clean one to the second step, one with x to the third.
    done = did(1, ("a", 0), ("b", 1), ("a", 100), ("x", 101), ("b", 102), ("c", 103))
    assert report(done, **barred).counts() == [0, 0, 0]


def test_what_is_excluded_between_some_steps_may_happen_between_others() -> None:
    done = [*did(1, ("a", 0), ("b", 1), ("x", 2), ("c", 3)), *did(2, ("a", 0), ("x", 1), ("b", 2), ("c", 3))]
    x = Picked(("x",))
    assert list(report(done, exclusions=(Exclusion(x, 1, 2),)).behind("0.2.0")) == [1]
    assert list(report(done, exclusions=(Exclusion(x, 2, 3),)).behind("0.2.0")) == [2]
    assert report(done, exclusions=(Exclusion(x, 1, 3),)).counts() == [0, 0, 0]


def test_in_any_order_a_try_with_something_excluded_does_not_count() -> None:
    # The first is through before x; the second has only b after it; the third two steps after it.
    done = [*did(1, ("b", 0), ("a", 1), ("c", 2), ("x", 3)), *did(2, ("a", 0), ("c", 1), ("x", 2), ("b", 3)),
            *did(3, ("a", 0), ("x", 1), ("b", 2), ("c", 3))]  # fmt: skip
    assert report(done, order=Order.ANY, exclusions=(Exclusion(Picked(("x",)), 1, 3),)).counts() == [3, 2, 1]


def test_times_are_averages_medians_and_lengths() -> None:
    done = [*did(1, ("a", 0), ("b", 1)), *did(2, ("a", 0), ("b", 2)), *did(3, ("a", 0), ("b", 30)), *did(4, ("a", 0))]
    found = report(done, steps=(A, B))
    assert found.times(2) == (660, 120)
    numbers = {(one.row, one.column): one for one in found.numbers()}
    assert [numbers["2", column].numerator for column in ("60-300", "300-900", "900-1800", "1800-3600")] == [2, 0, 0, 1]
    assert list(found.behind(numbers["2", "60-300"].cell or "")) == [1, 2]
    assert numbers["whole", "average_seconds"].value == 660
    bins = [one for one in report(done, steps=(A, B), bins=2).numbers() if one.row == "2" and "-" in one.column]
    assert [(one.column, one.numerator) for one in bins] == [("60-930", 2), ("930-1800", 1)]


def test_of_nobody_there_is_no_time_and_no_share() -> None:
    found = report([])
    assert found.counts() == [0, 0, 0]
    assert found.times(2) == (None, None)
    assert {one.value for one in found.numbers()} == {None}


def test_who_may_still_go_on_is_told() -> None:
    # At 2:00 the hour of the first is over, that of the second is not; the third is through.
    done = [*did(1, ("a", 0)), *did(2, ("a", 0), ("a", 90)), *did(3, ("a", 100), ("b", 101))]
    found = report(done, steps=(A, B), as_of=JUNE + timedelta(hours=2))
    assert list(found.behind("0.0.2")) == [2]
    assert not found.complete
    assert report(done, steps=(A, B), as_of=JUNE + timedelta(days=1, hours=1)).complete


def test_cells_that_are_not_there_are_told() -> None:
    found = report(did(1, ("a", 0)))
    for cell in ("0.2.1", "0.1.2", "0.0.99", "1.0.0", "0.3.0", "x"):
        with pytest.raises(NoSuchCell):
            found.behind(cell)
