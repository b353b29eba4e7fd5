from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.connectors.spool import Spool
from holdfast.metrics.records import KINDS

SCHEMA = KINDS["trait"].schema
SINCE = datetime(2024, 1, 1, tzinfo=UTC)


def traits(*rows: tuple[str, str, datetime | None]) -> pa.RecordBatch:
    told = [
        {"subject": "account", "subject_key": key, "name": "plan", "value": value, "valid_from": since}
        for key, value, since in rows
    ]
    return pa.RecordBatch.from_pylist([{name: row.get(name) for name in SCHEMA.names} for row in told], SCHEMA)


@pytest.mark.parametrize("in_memory", [0, 64 << 20])
def test_of_equal_keys_the_last_one_counts_in_memory_and_on_disk(in_memory: int) -> None:
    spool = Spool(in_memory)
    spool.add("trait", traits(("a", "1", None), ("b", "2", None), ("a", "3", SINCE)))
    spool.add("trait", traits(("a", "4", None), ("c", "5", None)))
    assert spool.table("trait")["value"].to_pylist() == ["2", "3", "4", "5"]
    assert (spool.replaced("trait"), spool.rows["trait"], spool.kinds()) == (1, 5, ["trait"])
    spool.close()


@settings(max_examples=30)
@given(st.lists(st.lists(st.tuples(st.sampled_from("abcdef"), st.text(max_size=3)), min_size=1), max_size=6))
def test_the_spool_keeps_what_a_dictionary_would(batches: list[list[tuple[str, str]]]) -> None:
    spool, expected = Spool(in_memory=200), {}
    for rows in batches:
        spool.add("trait", traits(*((key, value, None) for key, value in rows)))
        expected |= dict(rows)
    table = spool.table("trait") if batches else traits()
    found = dict(zip(table["subject_key"].to_pylist(), table["value"].to_pylist(), strict=True))
    spool.close()
    assert (found, table.num_rows) == (expected, len(expected))
