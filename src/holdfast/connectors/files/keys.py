"""Keys for records whose source has none: made of what the row says, so that the same row has the same key again."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b

import pyarrow as pa
import pyarrow.compute as pc

SEPARATOR = "\x1f"


def joined(*parts: pa.Array, separator: str = "|") -> pa.Array:
    """The parts of each row as one text; an empty part stays empty."""
    texts = [pc.fill_null(pc.cast(part, pa.string()), "") for part in parts]
    return pc.binary_join_element_wise(*texts, separator)


def digest(*parts: pa.Array) -> pa.Array:
    """A short hash of the parts of each row."""
    rows = joined(*parts, separator=SEPARATOR).to_pylist()
    return pa.array([blake2b(row.encode(), digest_size=12).hexdigest() for row in rows], pa.string())


def numbered(keys: pa.Array, seen: Counter[str]) -> pa.Array:
    """Equal keys told apart by their order: "a", "a#2". `seen` carries the counts from batch to batch."""
    counted = []
    for key in keys.to_pylist():
        seen[key] += 1
        counted.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return pa.array(counted, pa.string())
