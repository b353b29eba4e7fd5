"""Columns that become traits of accounts or people."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from holdfast.connectors.files.cells import Cells, Draft


def account_traits(cells: Cells, account: pa.Array) -> Iterator[Draft]:
    yield from traits(cells, "account", account)


def traits(cells: Cells, subject: str, key: pa.Array) -> Iterator[Draft]:
    """A trait for every filled cell of the columns that are kept as traits; they have always been so."""
    for column, name in cells.mapping.kept("trait").items():
        values = cells.column(column)
        yield cells.batch(
            "trait",
            {
                "subject": cells.constant(subject),
                "subject_key": key,
                "name": cells.constant(name),
                "value": values,
            },
            keep=values.is_valid(),
        )
