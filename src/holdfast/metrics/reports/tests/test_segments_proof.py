"""Who is in a segment agrees with plain Python in any company, whatever is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.conditions import InSegment, Unit
from holdfast.metrics.reports.query.segment import Segment, read_segment, write_segment
from holdfast.metrics.reports.tests import worlds
from holdfast.metrics.reports.tests.companies import asking_of, companies, segments
from holdfast.metrics.reports.tests.plain.segments import Company


@st.composite
def asked(draw: st.DrawFn) -> tuple[Company, list[Segment]]:
    company = draw(companies())
    several = st.lists(segments(worlds.instants(company.world.zone, Interval.DAY)), min_size=1, max_size=5)
    return company, draw(several)


def agree(company: Company, asked: list[Segment], *, indexed: bool) -> None:
    named = {f"number {place}": segment for place, segment in enumerate(asked)}
    asking = asking_of(replace(company, segments={**company.segments, **named}), indexed=indexed)
    for key, segment in named.items():
        assert read_segment(write_segment(segment)) == segment
        assert set(asking.holding.of(InSegment(key), segment.unit)) == company.members(segment)
        for unit in Unit:  # and as the others see it, through homes
            outside = asking.holding.of(InSegment(key, negate=True), unit)
            assert outside == asking.who.everyone(unit) - asking.holding.of(InSegment(key), unit)


@given(asked(), st.booleans())
@settings(max_examples=15)
def test_any_segment_is_that_of_plain_python(asked: tuple[Company, list[Segment]], indexed: bool) -> None:
    agree(*asked, indexed=indexed)


@pytest.mark.soak
@given(asked(), st.booleans())
@settings(max_examples=2000)
def test_any_segment_is_that_of_plain_python_at_length(asked: tuple[Company, list[Segment]], indexed: bool) -> None:
    agree(*asked, indexed=indexed)
