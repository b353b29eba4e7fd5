"""Paths as pages, tiles and files show them: words, tables, flows."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from holdfast.insights.usage.charts import chart_of
from holdfast.insights.usage.courses import courses
from holdfast.insights.usage.explained import explained, place_of
from holdfast.insights.usage.path_tables import path_list
from holdfast.insights.usage.table import tables
from holdfast.metrics.reports.answering import answer
from holdfast.metrics.reports.query.reading import read_data
from holdfast.web.charts.draw import page_svg
from holdfast.web.format import Formatter
from tests.usage import LONG_AFTER, Done, asking

WRITE = Formatter("en", "EUR")
JUNE = datetime(2026, 6, 1, tzinfo=UTC)
# Person 1: open, save, close. Person 2: open, save. Person 3: save, new. Person 4, twice: open alone.
WALKS = [(1, 0, "open save close"), (2, 0, "open save"), (3, 0, "save new"), (4, 0, "open"), (4, 90, "open")]
DONE = [
    Done(name, person, JUNE + timedelta(minutes=begin + number))
    for person, begin, names in WALKS
    for number, name in enumerate(names.split())
]
SPAN = {"from": "2026-06-01", "to": "2026-06-01"}


def of(**query: object):
    asked = read_data({"report": "paths", "span": SPAN, **query})
    return asked, list(answer(asking(DONE, as_of=LONG_AFTER), asked).numbers())


def rows(table: dict) -> dict[str, list[str]]:
    return {
        row["name"]: [cell["text"].replace("\N{NO-BREAK SPACE}", " ") for cell in row["cells"]] for row in table["rows"]
    }


def named(name: str) -> dict[str, list[str]]:
    return {"events": [name]}


def test_what_follows_is_told_in_three_tables() -> None:
    whole, done, moves = tables(*of(start=named("open"), steps=2), WRITE, "/behind?q=x")
    assert rows(whole) == {"All with a path": ["3", "100.0 %", "4"]}
    assert done["head"] == ["Start", "1 step later", "2 steps later"]
    assert rows(done)["save"] == ["", "66.7 %", ""]
    assert rows(moves)["Start: open → (nothing after)"] == ["1", "33.3 %", "2"]
    assert rows(moves)["1 step later: save → close"] == ["1", "50.0 %", "1"]


def test_what_comes_before_is_told_in_the_order_of_time() -> None:
    _, done, moves = tables(*of(end=named("save"), steps=1), WRITE, "")
    assert done["head"] == ["1 step before", "End"]
    assert list(rows(moves)) == ["1 step before: open → save", "1 step before: (nothing before) → save"]


def test_who_arrives_between_two_events() -> None:
    whole = tables(*of(start=named("open"), end=named("close"), steps=1), WRITE, "")[0]
    assert list(rows(whole)) == [
        "All with a path", "arrived in at most 1 step", "arrived in more than 1 step", "not arrived",
    ]  # fmt: skip


def test_what_an_event_is_called_is_never_translated() -> None:
    with override("de"):
        _, done, _ = tables(*of(start=named("save"), steps=1), WRITE, "")
    assert "new" in rows(done)


def test_every_bar_and_band_says_what_it_is_and_leads_to_who_it_is() -> None:
    asked, numbers = of(start=named("open"), steps=2)
    chart = chart_of(asked, numbers, WRITE, "/behind?q=x")
    drawn = page_svg(chart.draw(400), chart.title)
    drawn = drawn.replace("\N{NO-BREAK SPACE}", " ")
    links = dict(re.findall(r'<a href="/behind\?q=x&amp;cell=([\d.]*)" aria-label="([^"]*)"', drawn))
    told = {number.cell for number in numbers if number.cell and number.series}
    assert set(links) == told
    assert "Start: open → save, 66.7 %: 2 of 3, 2 paths" in links.values()
    assert 'aria-label="(nothing after), 2 paths"' in drawn
    assert "<a " not in page_svg(chart_of(asked, numbers, WRITE, "").draw(400), "x")


@pytest.mark.parametrize(("ask", "title"), [({"start": named("open")}, "Start"), ({"end": named("close")}, "End")])
def test_where_there_is_no_room_the_steps_by_the_chosen_event_are_drawn(ask, title) -> None:
    asked, numbers = of(**ask, steps=2)
    drawn = page_svg(chart_of(asked, numbers, WRITE, "").draw(150), "x")
    assert f">{title}<" in drawn
    assert ">2 steps" not in drawn


def test_a_narrow_screen_gets_a_list() -> None:
    asked, numbers = of(start=named("open"), steps=1)
    found = path_list(asked, numbers, WRITE, "")
    assert [(step["title"], [row["name"] for row in step["rows"]]) for step in found] == [
        ("Start", ["open"]), ("1 step later", ["save"]),
    ]  # fmt: skip


def test_one_number_of_paths_is_found_again_by_its_words() -> None:
    asked, numbers = of(start=named("open"), steps=1)
    names = [course.name for course in courses(asked, numbers, WRITE)]
    assert names[:4] == ["All with a path", "All with a path, paths", "Start: open", "Start: open, paths"]
    assert place_of(asked, numbers[-1], WRITE).endswith(", paths")


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        ({"start": named("open")}, "What people did after “open”. A path stays within a session, which ends after 30 "),
        ({"end": named("save"), "gap": None}, "What people did before “save”. All that somebody does in this time is "),
        ({"start": named("open"), "end": named("save"), "window": {"n": 2, "unit": "hour"}},
         "It goes no further than 2 hours."),
        ({"unit": "account", "picked": {"events": ["open", "save"]}}, "Counted as a step: “open” or “save”."),
    ],
)  # fmt: skip
def test_the_question_in_a_sentence(ask, said) -> None:
    assert said in explained(of(**ask)[0], WRITE)
