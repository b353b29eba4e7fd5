"""Answers to surveys as the facts of the kernel."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

from holdfast.customers.api import record_table, with_ids
from holdfast.metrics.kernel import facts


def supply(con: Backend, records: Mapping[str, pa.Table | ir.Table], ordinals: ir.Table) -> dict[str, ir.Table]:
    rows = with_ids(record_table(records, "survey_answer"), ordinals, "account", "person")
    kept = con.create_table(ibis.util.gen_name("survey_answer"), facts.SURVEY_ANSWER.check(rows), temp=True)
    return {"survey_answer": facts.SURVEY_ANSWER.check(kept)}
