"""What the ledger asks a database is not tied to one engine: it compiles for others too."""

from datetime import UTC, datetime

import ibis
import pyarrow as pa
import pytest

from holdfast.billing.ledger.series import series
from holdfast.billing.ledger.settings import LedgerSettings
from holdfast.billing.ledger.terms import term_ends
from holdfast.billing.ledger.timeline import timeline
from holdfast.billing.ledger.trials import trials
from holdfast.metrics.records import KINDS

NOW = ibis.literal(datetime(2025, 1, 1, tzinfo=UTC), type="timestamp('UTC', 6)")


@pytest.fixture(scope="module")
def expressions():
    nobody = pa.table({"key": pa.array([], pa.string()), "id": pa.array([], pa.int64())})
    columns = timeline(KINDS["subscription"].schema.empty_table(), nobody).schema
    states = ibis.table(ibis.Schema.from_pyarrow(columns), name="timeline")
    return {
        "series": series(states, NOW),
        "trials": trials(states, NOW),
        "terms": term_ends(states, LedgerSettings(), NOW),
    }


@pytest.mark.parametrize("engine", ["clickhouse", "pyspark", "postgres"])
@pytest.mark.parametrize("name", ["series", "trials"])
def test_it_compiles_for(expressions, name, engine):
    assert "GROUP BY" in ibis.to_sql(expressions[name], dialect=engine)


@pytest.mark.parametrize("engine", ["clickhouse", "postgres"])
def test_terms_compile_where_a_range_can_be_unnested(expressions, engine):
    assert "28" in ibis.to_sql(expressions["terms"], dialect=engine)
