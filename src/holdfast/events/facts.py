"""Events as a fact of the kernel."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis import _
from ibis.backends.duckdb import Backend

from holdfast.customers.api import record_table, with_ids
from holdfast.events.snapshot import Snapshot
from holdfast.metrics.kernel import facts


def supply(
    con: Backend, records: Mapping[str, pa.Table | ir.Table], ordinals: ir.Table, stored: Snapshot | None = None
) -> dict[str, ir.Table]:
    """The fact `event`. An event without an account is its person's, if that person belongs to exactly one.

    stored: the events of an installation, instead of `records`.
    """
    if stored is None:
        rows = with_ids(record_table(records, "event"), ordinals, "account", "person")
    else:
        rows = stored.rows(con)
    belongs = (
        with_ids(record_table(records, "person"), ordinals, "account", "person")
        .group_by("person_id")
        .agg(only_account=ibis.ifelse(_.account_id.nunique() == 1, _.account_id.max(), None))
    )
    owned = rows.left_join(belongs, "person_id").mutate(account_id=ibis.coalesce(_.account_id, _.only_account))
    kept = con.create_table(ibis.util.gen_name("event"), facts.EVENT.check(owned), temp=True)
    return {"event": facts.EVENT.check(kept)}
