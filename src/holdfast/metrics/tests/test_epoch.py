"""Seconds since 1970 are those of the instant, wherever the connection stands."""

from __future__ import annotations

from datetime import UTC, date, datetime

import ibis
import pyarrow as pa
import pytest

from holdfast.metrics.kernel import facts

# 2026-03-29, an hour in which clocks in Berlin go forward; and before 1970.
INSTANTS = [datetime(2026, 3, 29, 1, 30, 0, 250_000, tzinfo=UTC), datetime(1969, 12, 31, 23, tzinfo=UTC)]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/Los_Angeles"])
def test_an_instant_has_its_own_seconds(zone: str) -> None:
    con = ibis.duckdb.connect()
    con.raw_sql(f"SET TimeZone = '{zone}'")
    rows = pa.table({"at": pa.array(INSTANTS, ibis.dtype(facts.INSTANT).to_pyarrow())})
    table = con.create_table("instants", rows)
    hours = con.to_pyarrow((table["at"].epoch_seconds() // 3600).name("hours"))
    assert hours.to_pylist() == [at.timestamp() // 3600 for at in INSTANTS]


def test_a_day_begins_at_midnight() -> None:
    day = ibis.literal(date(1970, 1, 3))
    assert ibis.duckdb.connect().to_pyarrow(day.epoch_seconds()).as_py() == 2 * 86_400
