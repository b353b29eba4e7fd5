"""Seconds since 1970, as DuckDB is asked for them.

Ibis has an instant cast to local time first, which looks up the time zone of every row: ten times slower, and wrong
where the zone of the connection is not UTC. DuckDB counts the seconds of an instant as it is.
"""

from __future__ import annotations

import ibis.expr.operations as ops
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler

_of_anything = DuckDBCompiler.visit_ExtractEpochSeconds


def _seconds(self: DuckDBCompiler, op: ops.ExtractEpochSeconds, *, arg: sge.Expression) -> sge.Expression:
    if op.arg.dtype.is_timestamp():
        found: sge.Expression = self.f.epoch(arg)
        return found
    told: sge.Expression = _of_anything(self, op, arg=arg)
    return told


def ask_plainly() -> None:
    """From now on, in this process."""
    DuckDBCompiler.visit_ExtractEpochSeconds = _seconds
