"""Changes of MRR that are known and have not happened."""

from __future__ import annotations

import pyarrow as pa

from holdfast.metrics.engine import Engine

COLUMNS = (
    "account_id", "account", "name", "happens_at", "known_at", "subscription", "plan", "currency", "kind", "reason",
    "amount", "amount_reporting",
)  # fmt: skip


def upcoming(engine: Engine) -> pa.Table:
    """Every scheduled change with COLUMNS, the next one first. Their sum is committed MRR less MRR, as of now."""
    changes = engine.facts["scheduled_change"]
    accounts = engine.facts["account"].select("account_id", "account", "name")
    named = changes.left_join(accounts, "account_id").select(*COLUMNS)
    table: pa.Table = engine.con.to_pyarrow(named.order_by("happens_at", "account", "plan", "subscription"))
    return table
