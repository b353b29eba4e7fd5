"""The ledger's expressions are not tied to one engine: they compile for others too."""

from datetime import UTC, datetime

import ibis
import pytest

from holdfast.billing.ledger.movements import components, movements
from holdfast.billing.ledger.series import series
from holdfast.billing.ledger.settings import LedgerSettings
from holdfast.billing.ledger.terms import term_ends
from holdfast.billing.ledger.timeline import timeline
from holdfast.billing.ledger.trials import trials
from holdfast.metrics.records import KINDS

NOW = ibis.literal(datetime(2025, 1, 1, tzinfo=UTC), type="timestamp('UTC', 6)")


@pytest.fixture(scope="module")
def expressions():
    records = ibis.table(ibis.Schema.from_pyarrow(KINDS["subscription"].schema), name="subscription")
    ordinals = ibis.table({"subject": "string", "key": "string", "id": "int64"}, name="ordinals")
    states = timeline(records, ordinals)
    changes = components(states, NOW)
    return {
        "movements": movements(changes.mutate(amount_reporting=changes.amount), LedgerSettings()),
        "series": series(states, NOW),
        "trials": trials(states, NOW),
        "terms": term_ends(states, LedgerSettings(), NOW),
    }


@pytest.mark.parametrize("engine", ["clickhouse", "pyspark", "postgres"])
@pytest.mark.parametrize("name", ["movements", "series", "trials"])
def test_it_compiles_for(expressions, name, engine):
    assert "PARTITION BY" in ibis.to_sql(expressions[name], dialect=engine)


@pytest.mark.parametrize("engine", ["clickhouse", "postgres"])
def test_terms_compile_where_a_range_can_be_unnested(expressions, engine):
    assert "28" in ibis.to_sql(expressions["terms"], dialect=engine)
