from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np

from holdfast.simulator.timeline import MONTHS, Window, add_months


def seconds(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())


def test_the_31st_becomes_the_last_day_of_a_shorter_month_and_returns() -> None:
    anchor = np.array([seconds(2024, 1, 31, 9, 30)])
    moved = [int(add_months(anchor, months)[0]) for months in (1, 2, 13)]
    assert moved == [seconds(2024, 2, 29, 9, 30), seconds(2024, 3, 31, 9, 30), seconds(2025, 2, 28, 9, 30)]


def test_a_window_is_36_calendar_months_up_to_its_end() -> None:
    window = Window(date(2026, 1, 1))
    assert (window.labels[0], window.labels[-1], len(window.labels)) == ("2023-01", "2025-12", MONTHS)
    assert (window.start, window.end) == (seconds(2023, 1, 1), seconds(2026, 1, 1))


def test_an_instant_on_a_boundary_belongs_to_the_month_that_begins() -> None:
    window = Window(date(2026, 1, 1))
    instants = np.array([seconds(2023, 2, 1) - 1, seconds(2023, 2, 1)])
    assert window.month_of(instants).tolist() == [0, 1]
