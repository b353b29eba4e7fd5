"""Which columns of a kind of record hold keys of accounts and of people."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

SUBJECTS = ("account", "person")
# Beside a column `subject` these hold a key of whatever subject the row names.
KEY_COLUMNS = frozenset({"subject_key", "alias", "key"})


def mentioned(records: pa.Table, subject: str) -> pa.Array:
    """Every key of `subject` that occurs in `records`, once each, in no order."""
    found = pa.chunked_array([*_columns(records, subject)], pa.string())
    return pc.unique(found).drop_null()


def _columns(records: pa.Table, subject: str) -> Iterable[pa.Array]:
    names = records.column_names
    if subject in names:
        yield pc.unique(records[subject])
    if "subject" in names:
        rows = records.filter(pc.equal(records["subject"], subject))
        for name in KEY_COLUMNS & set(names):
            yield pc.unique(rows[name])
