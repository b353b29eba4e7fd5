"""What of an answer runs over time, and what a tile or an alert finds again by its key."""

from __future__ import annotations

import pytest

from holdfast.insights.usage.courses import courses, found, label_of
from holdfast.metrics.reports.answering import answer
from holdfast.metrics.reports.query.reading import read_data
from holdfast.web.format import Formatter
from tests.records import day
from tests.usage import Done, asking

WRITE = Formatter("en", "EUR")
# Person 1 comes in three weeks, person 2 in the first only.
DONE = [Done("opened", 1, day(at)) for at in ("2026-03-02", "2026-03-10", "2026-03-17")]
DONE += [Done("opened", 2, day("2026-03-03")), Done("closed", 2, day("2026-03-03"))]
SPAN = {"from": "2026-03-02", "to": "2026-03-22"}


def of(query: dict, as_of: str = "2026-03-20"):
    asked = read_data({"span": SPAN, "interval": "week", **query})
    numbers = list(answer(asking(DONE, as_of=day(as_of)), asked).numbers())
    return asked, numbers, courses(asked, numbers, WRITE)


def test_each_series_of_a_trend_is_a_course() -> None:
    lines = [{"picked": {"events": ["opened"]}}, {"picked": {"events": ["closed"]}}]
    _, _, found_ = of({"report": "segmentation", "lines": lines})
    assert [course.name for course in found_] == ["A: opened", "B: closed"]
    assert [number.value for number in found_[0].numbers] == [2, 1, 1]
    assert [label_of(number) for number in found_[0].complete] == ["2026-W10", "2026-W11"]
    assert found_[0].moves


def test_each_stage_of_a_lifecycle_is_a_course() -> None:
    names = [course.name for course in of({"report": "lifecycle"})[2]]
    assert names == ["New", "Returning", "Resurrected", "Dormant", "Pulse"]


def test_retention_runs_from_cohort_to_cohort() -> None:
    _, _, found_ = of({"report": "retention"})
    back = next(course for course in found_ if course.name == "back 1 week later")
    assert [label_of(number) for number in back.numbers] == ["2026-W10", "2026-W11"]
    assert back.numbers[0].value == 0.5
    assert "who started" not in {course.name for course in found_}
    average = next(course for course in found_ if course.name.startswith("average"))
    assert not average.moves


def test_without_time_each_number_stands_alone() -> None:
    _, _, found_ = of({"report": "stickiness", "interval": "day"})
    assert len(found_[0].numbers) == 1
    assert not found_[0].moves
    assert found_[1].numbers[0].column == "2"


@pytest.mark.parametrize("report", ["retention", "lifecycle", "stickiness"])
def test_a_course_is_found_again_in_other_data(report) -> None:
    asked, _, before = of({"report": report}, "2026-03-13")
    _, numbers, _ = of({"report": report})
    for course in before:
        again = found(asked, numbers, course.key, WRITE)
        assert again is not None
        assert again.name == course.name
    assert found(asked, numbers, '["row","gone",""]', WRITE) is None
    assert found(asked, numbers, "", WRITE) == courses(asked, numbers, WRITE)[0]
    assert found(asked, [], "", WRITE) is None
