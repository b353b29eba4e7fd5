"""Notes over the periods of charts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from holdfast.insights.annotations.api import Note
from holdfast.insights.usage.noted import first_day, flags, placed
from holdfast.insights.usage.picture import picture, png
from holdfast.metrics.reports.answering import answer
from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.reading import read_data
from holdfast.web.format import Formatter
from tests.records import day
from tests.usage import Done, asking

WRITE = Formatter("en", "EUR")
DONE = [Done("opened", 1, day(at)) for at in ("2026-03-02", "2026-03-10", "2026-03-17")]
SPAN = {"from": "2026-03-02", "to": "2026-03-22"}


def note(on: str, text: str = "Launch") -> Note:
    made = datetime(2026, 4, 1, tzinfo=UTC)
    return Note(note_id=1, day=date.fromisoformat(on), kpi="", text=text, made_by="", made_at=made)


@pytest.mark.parametrize(
    ("label", "first"),
    [
        ("2026-W10", "2026-03-02"), ("2026-W01", "2025-12-29"), ("2026-03", "2026-03-01"), ("2026-Q2", "2026-04-01"),
        ("2026-03-08", "2026-03-08"), ("2026-03-08T09:00+01:00", "2026-03-08"),
    ],
)  # fmt: skip
def test_where_a_period_begins(label, first) -> None:
    assert first_day(label).isoformat() == first


@pytest.mark.parametrize(
    ("labels", "interval", "on", "found"),
    [
        (["2026-W10", "2026-W11"], "week", "2026-03-08", "2026-W10"),
        (["2026-W10", "2026-W11"], "week", "2026-03-16", None),
        (["2026-W10", "2026-W11"], "week", "2026-03-01", None),
        (["2026-03-08", "2026-03-15"], "week", "2026-03-14", "2026-03-08"),  # weeks that start on Sunday
        (["2026-03-08", "2026-03-09"], "day", "2026-03-09", "2026-03-09"),
        (["2026-Q1", "2026-Q2"], "quarter", "2026-06-30", "2026-Q2"),
        (["2026-03-08T09:00+01:00", "2026-03-08T10:00+01:00"], "hour", "2026-03-08", "2026-03-08T09:00+01:00"),
    ],
)
def test_a_note_stands_over_the_period_of_its_day(labels, interval, on, found) -> None:
    assert list(placed(labels, Interval(interval), [note(on)])) == ([found] if found else [])


def test_what_was_noted_in_one_period_stands_on_one_flag() -> None:
    there = placed(["2026-03"], Interval.MONTH, [note("2026-03-02"), note("2026-03-09", "Outage")])
    assert [flag.tip for flag in flags(there, WRITE)] == ["2 Mar 2026: Launch\n9 Mar 2026: Outage"]


@pytest.mark.parametrize(
    ("query", "flagged"),
    [
        ({"report": "segmentation", "interval": "week", "lines": [{}]}, True),
        ({"report": "lifecycle", "interval": "week"}, True),
        ({"report": "frequency", "interval": "week"}, True),
        ({"report": "funnel", "trend": "week", "steps": [{"events": ["opened"]}, {"events": ["opened"]}]}, True),
        ({"report": "funnel", "steps": [{"events": ["opened"]}, {"events": ["opened"]}]}, False),
        ({"report": "stickiness", "interval": "week"}, False),
        ({"report": "paths"}, False),
    ],
)
def test_charts_over_time_have_flags(query, flagged) -> None:
    asked = read_data({"span": SPAN, **query})
    found = answer(asking(DONE, as_of=day("2026-04-01")), asked)
    shown = picture(asked, found, WRITE, "", [note("2026-03-10")])
    assert shown["over_time"] is flagged
    assert ("10 Mar 2026: Launch" in shown["plot"].wide) is flagged
    assert ("10 Mar 2026: Launch" in shown["plot"].narrow) is flagged
    assert bool(shown["notes"]) is flagged
    assert "Launch" not in picture(asked, found, WRITE, "")["plot"].wide
    assert (png(asked, found, WRITE, [note("2026-03-10")]) == png(asked, found, WRITE)) is not flagged


def test_cohorts_of_retention_are_flagged_in_their_table() -> None:
    asked = read_data({"report": "retention", "interval": "week", "span": SPAN})
    found = answer(asking(DONE, as_of=day("2026-04-01")), asked)
    shown = picture(asked, found, WRITE, "", [note("2026-03-10")])
    assert [row["note"] for row in shown["heats"][0]["rows"]] == ["", "Launch", ""]
    assert shown["over_time"]
