"""How many rows, as a sentence of a command says it."""

from __future__ import annotations


def rows_rejected(count: int) -> str:
    """How many rows were rejected: 1 row was, 1,204 rows were."""
    return "1 row was rejected" if count == 1 else f"{count:,} rows were rejected"
