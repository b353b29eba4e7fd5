"""What reads as a number is the same for events, which an engine compares, and for traits, which we do."""

from __future__ import annotations

from datetime import UTC, datetime

import ibis
import pytest

from holdfast.metrics.reports.comparing import compares
from holdfast.metrics.reports.engines import engine_of
from holdfast.metrics.reports.errors import UnknownEngine
from holdfast.metrics.reports.query.base import Interval, Picked, Span
from holdfast.metrics.reports.query.conditions import Is, Property
from holdfast.metrics.reports.query.stickiness import Stickiness
from holdfast.metrics.reports.stickiness import stickiness
from tests.usage import Done, asking

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "read"),
    [("3", True), (" 3.5\n", True), ("+3e0", True), (".5e1", True), ("3.", True), ("9" * 400, False), ("1", False),
     ("nan", False), ("NaN", False), ("inf", False), ("Infinity", False), ("1_000", False), ("3d", False),
     ("0x10", False), ("3,5", False), ("", False)],
)  # fmt: skip
def test_a_number_is_digits_a_point_and_an_exponent(text: str, read: bool) -> None:
    condition = Property("size", Is.MORE_THAN, (2,))
    done = [Done("use", 1, AT, properties={"size": text}), Done("use", 2, AT, properties={"size": 7})]
    query = Stickiness(span=Span("2026-03-02", "2026-03-02"), interval=Interval.DAY, picked=Picked((), condition))
    assert stickiness(asking(done), query).counts() == [1 + read]
    assert compares(text, Is.MORE_THAN, (2,)) is read


def test_an_engine_that_nobody_has_described_is_refused_by_name() -> None:
    with pytest.raises(UnknownEngine, match="duckdb, clickhouse, pyspark; this connection leads to sqlite"):
        engine_of(ibis.sqlite.connect())
